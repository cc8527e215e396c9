/** An element that holds text only is a string; one with elements has them by name, in a list where a name comes more than once. */
export type XmlValue = string | { [name: string]: XmlValue | XmlValue[] };

const NAMED: Readonly<Record<string, string>> = {
  'amp;': '&',
  'lt;': '<',
  'gt;': '>',
  'quot;': '"',
  'apos;': "'",
};
const MAXIMUM_DEPTH = 32;

/**
 * Reads the XML that clients of AWS send: elements, text, CDATA and references. Attributes and prefixes of names are passed over, comments and
 * instructions too; document types are refused.
 * @throws SyntaxError where it is not well-formed
 */
export function readXml(text: string): { root: string; content: XmlValue } {
  const reader = new XmlReader(text);
  return reader.document();
}

/** What may stand where an element begins or ends; the last alternative is text. */
const TOKEN =
  /<\?[^]*?\?>|<!--[^]*?-->|<!\[CDATA\[(?<cdata>[^]*?)\]\]>|<\/(?<end>[^\s<>/]+)\s*>|<(?<start>[^\s<>/!?]+)(?:\s+[^\s<>/="']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*(?<empty>\/?)>|(?<text>[^<]+)/y;

interface OpenElement {
  tag: string;
  text: string;
  children: [string, XmlValue][];
}

class XmlReader {
  readonly #text: string;
  readonly #open: OpenElement[] = [];
  #root: { root: string; content: XmlValue } | undefined;

  constructor(text: string) {
    // A byte order mark is no content.
    this.#text = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  }

  document(): { root: string; content: XmlValue } {
    const pattern = new RegExp(TOKEN);
    while (pattern.lastIndex < this.#text.length) {
      const { cdata, end, start, empty, text } = pattern.exec(this.#text)?.groups ?? this.#fail();
      if (start !== undefined) this.#begin(start);
      if (start !== undefined && empty) this.#end(start);
      if (end !== undefined) this.#end(end);
      if (cdata !== undefined) this.#add(cdata);
      if (text !== undefined)
        this.#add(text.replace(/&([^;]*;)?/g, (_, name: string | undefined) => this.#reference(name)));
    }
    return this.#root && this.#open.length === 0 ? this.#root : this.#fail();
  }

  #begin(tag: string): void {
    if (this.#open.length >= MAXIMUM_DEPTH || (this.#open.length === 0 && this.#root)) this.#fail();
    this.#open.push({ tag, text: '', children: [] });
  }

  #end(tag: string): void {
    const element = this.#open.pop();
    if (element?.tag !== tag) this.#fail();
    const { text, children } = element;
    const content = children.length > 0 ? grouped(children) : text;
    const name = tag.slice(tag.indexOf(':') + 1);
    const parent = this.#open.at(-1);
    if (parent) parent.children.push([name, content]);
    else this.#root = { root: name, content };
  }

  #add(text: string): void {
    const element = this.#open.at(-1);
    if (element) element.text += text;
    else if (text.trim() !== '') this.#fail();
  }

  /** @param name with the semicolon after it; `undefined` where there is none */
  #reference(name = ''): string {
    const [, hex, decimal] = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}));$/.exec(name) ?? [];
    if (hex === undefined && decimal === undefined) return NAMED[name] ?? this.#fail();
    const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
    return code > 0x10ffff ? this.#fail() : String.fromCodePoint(code);
  }

  #fail(): never {
    throw new SyntaxError('The XML is not well-formed');
  }
}

function grouped(children: readonly [string, XmlValue][]): XmlValue {
  const groups = new Map<string, XmlValue[]>();
  for (const [name, value] of children) {
    const group = groups.get(name);
    if (group) group.push(value);
    else groups.set(name, [value]);
  }
  const entries = [...groups].map(([name, group]) => [name, group.length === 1 ? (group[0] ?? '') : group] as const);
  return Object.fromEntries<XmlValue | XmlValue[]>(entries);
}
