import * as v from 'valibot';
import { malformedXml } from './errors.ts';
import { readXml } from './xml-reader.ts';
import type { XmlValue } from './xml-reader.ts';

/** What an element holds: text, further elements by name, or several elements of one name. */
export type XmlContent = string | number | boolean | XmlElements | undefined;
export interface XmlElements {
  readonly [name: string]: XmlContent | readonly XmlContent[];
}

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** A document of S3. Members that are `undefined` are left out; those of an array are repeated under their name. */
export function xmlDocument(root: string, content: XmlElements, namespace: string | undefined = NAMESPACE): string {
  const attribute = namespace ? ` xmlns="${namespace}"` : '';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${elements(content)}</${root}>`;
}

function elements(content: XmlElements): string {
  return Object.entries(content)
    .flatMap(([name, value]) => (isList(value) ? value : [value]).map((each) => element(name, each)))
    .join('');
}

function isList(value: XmlContent | readonly XmlContent[]): value is readonly XmlContent[] {
  return Array.isArray(value);
}

function element(name: string, value: XmlContent): string {
  if (value === undefined) return '';
  const inner = typeof value === 'object' ? elements(value) : escapeText(String(value));
  return `<${name}>${inner}</${name}>`;
}

/** Control characters become references, as S3 writes them, though XML 1.0 has no place for most of them. */
function escapeText(text: string): string {
  return text.replace(ESCAPED, (character) => NAMED[character] ?? `&#x${character.charCodeAt(0).toString(16)};`);
}

// eslint-disable-next-line no-control-regex
const ESCAPED = /[&<>"\u0000-\u0008\u000b-\u001f\u007f\u0085\u2028\ufffe\uffff]/g;
const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * The content of the document's root as `schema` has it.
 * @throws AwsError MalformedXML
 */
export function parseXml<Output>(text: string, root: string, schema: v.GenericSchema<unknown, Output>): Output {
  const document = read(text);
  const content = v.safeParse(schema, typeof document.content === 'string' ? {} : document.content);
  if (document.root !== root || !content.success) throw malformedXml();
  return content.output;
}

function read(text: string): { root: string; content: XmlValue } {
  try {
    return readXml(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw malformedXml();
    throw error;
  }
}

/** Elements that may come once, many times or not at all. */
export function repeated<Output>(each: v.GenericSchema<unknown, Output>): v.GenericSchema<unknown, Output[]> {
  return v.optional(
    v.pipe(
      v.unknown(),
      v.transform((value): unknown => (Array.isArray(value) ? value : [value])),
      v.array(each),
    ),
    [],
  );
}
