/** What an element holds: text, further elements by name, or several elements of one name. */
export type XmlContent = string | number | boolean | XmlElements | undefined;
export interface XmlElements {
  readonly [name: string]: XmlContent | readonly XmlContent[];
}

/**
 * An element of XML. Members that are `undefined` are left out; those of an array are repeated under their name.
 * @param namespace of it and all below it
 */
export function xmlElement(name: string, content: XmlContent, namespace?: string): string {
  const attribute = namespace === undefined ? '' : ` xmlns="${namespace}"`;
  return `<${name}${attribute}>${inner(content)}</${name}>`;
}

function inner(content: XmlContent): string {
  if (content === undefined) return '';
  return typeof content === 'object' ? elements(content) : escaped(String(content));
}

function elements(content: XmlElements): string {
  return Object.entries(content)
    .flatMap(([name, value]) => (isList(value) ? value : [value]).map((each) => [name, each] as const))
    .map(([name, each]) => (each === undefined ? '' : xmlElement(name, each)))
    .join('');
}

function isList(value: XmlContent | readonly XmlContent[]): value is readonly XmlContent[] {
  return Array.isArray(value);
}

/** Control characters become references, as S3 writes them, though XML 1.0 has no place for most of them. */
function escaped(text: string): string {
  return text.replace(ESCAPED, (character) => NAMED[character] ?? `&#x${character.charCodeAt(0).toString(16)};`);
}

const ESCAPED = /[&<>"\u2028\ufffe\uffff]|(?![\t\n])\p{Cc}/gu;
const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
