import { XMLParser } from 'fast-xml-parser';
import * as v from 'valibot';
import { LibraryError, type Run } from '../run.ts';
import { isAbsent, read, readString } from './arguments.ts';

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** A comment, CDATA section, instruction or document type, a tag, or the text up to the next. */
const PIECE =
  /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<!DOCTYPE[^>[]*(?:\[[^]*?\])?[^>]*>|<(\/?)([^\s<>/=]+)((?:"[^"]*"|'[^']*'|[^"'<>])*?)(\/?)>|[^<]+/y;

/** Attributes become members beside the elements, and the text between them `content`: no page says what AppSync does. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  textNodeName: 'content',
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseAttributeValue: true,
  numberParseOptions: { hex: false, leadingZeros: false },
  // What the document defines itself is not read: entities can grow without end.
  entityDecoder: {
    decode: decodeEntities,
    setExternalEntities: doNothing,
    addInputEntities: doNothing,
    setXmlVersion: doNothing,
    reset: doNothing,
  },
});

/** "XML helpers in util.xml": elements that repeat become lists; numbers and booleans are read as such. */
export const xml = {
  toMap: (_run: Run, text: unknown) => toMap('util.xml.toMap', text),
  toJsonString: (_run: Run, text: unknown, stringEncode: unknown) => {
    const name = 'util.xml.toJsonString';
    const json = JSON.stringify(toMap(name, text));
    return read(name, v.nullish(v.boolean(), false), stringEncode) ? JSON.stringify(json) : json;
  },
};

function toMap(name: string, value: unknown): unknown {
  if (isAbsent(value)) return null;
  const text = readString(name, value);
  const problem = findProblem(text);
  if (problem !== undefined) throw new LibraryError(`${name}: not XML: ${problem}`);
  try {
    return parser.parse(text);
  } catch (error) {
    // It refuses names by which JavaScript's own objects could be changed.
    throw new LibraryError(`${name}: ${error instanceof Error ? error.message : 'not XML'}`, { cause: error });
  }
}

/** Why a text has not one element within which every tag that opens closes. The parser takes any text. */
function findProblem(text: string): string | undefined {
  const open: string[] = [];
  let roots = 0;
  for (let position = 0; position < text.length;) {
    PIECE.lastIndex = position;
    const piece = PIECE.exec(text);
    if (!piece) return `a tag that does not end, at character ${position + 1}`;
    position += piece[0].length;
    const [whole, closing, tag, , empty] = piece;
    if (tag === undefined) {
      if (open.length === 0 && !whole.startsWith('<') && whole.trim() !== '') return 'text outside the element';
    } else if (closing === '/') {
      if (open.pop() !== tag) return `</${tag}> closes what is not open`;
    } else {
      if (open.length === 0) roots += 1;
      if (empty !== '/') open.push(tag);
    }
  }
  if (open.length > 0) return `<${open.join('><')}> is not closed`;
  return roots === 1 ? undefined : `${roots} elements instead of one`;
}

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g,
    (whole, hex?: string, decimal?: string, name?: string) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      const character = name === undefined ? characterOf(code) : ENTITIES[name];
      if (character === undefined) throw new LibraryError(`unknown entity ${whole}`);
      return character;
    },
  );
}

function characterOf(code: number): string | undefined {
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

function doNothing(): void {
  return;
}
