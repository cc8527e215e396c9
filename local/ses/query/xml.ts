/** What an element holds: text, further elements by name, a list, or a map. */
export type XmlContent =
  string | number | { readonly [name: string]: XmlContent } | readonly XmlContent[] | ReadonlyMap<string, XmlContent>;

/** A document of the query protocol, its root in the service's namespace. */
export function xmlDocument(root: string, namespace: string, content: XmlContent): string {
  return `<${root} xmlns="${namespace}">${xml(content)}</${root}>`;
}

/** Items of a list are `member`s, those of a map `entry`s of a `key` and a `value`. Source: "AWS Query protocol", Smithy. */
function xml(content: XmlContent): string {
  if (typeof content !== 'object') return escaped(String(content));
  if (isList(content)) return content.map((item) => element('member', item)).join('');
  if (isMap(content)) return [...content].map(([key, value]) => element('entry', { key, value })).join('');
  return Object.entries(content)
    .map(([name, value]) => element(name, value))
    .join('');
}

function element(name: string, content: XmlContent): string {
  return `<${name}>${xml(content)}</${name}>`;
}

const isList = (content: object): content is readonly XmlContent[] => Array.isArray(content);
const isMap = (content: object): content is ReadonlyMap<string, XmlContent> => content instanceof Map;

const REFERENCES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML has no place for most control characters, not even as references. */
function escaped(text: string): string {
  return text
    .replace(/[&<>"]/g, (character) => REFERENCES[character] ?? character)
    .replace(/(?![\t\n])\p{Cc}/gu, '\ufffd');
}
