import { XMLParser } from 'fast-xml-parser';
import * as v from 'valibot';

export interface Element {
  name: string;
  attributes: Record<string, string>;
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  allowBooleanAttributes: true,
  unpairedTags: ['meta'],
  htmlEntities: true,
  // A mail of many links has many entities.
  processEntities: { enabled: true, maxTotalExpansions: Infinity, maxExpandedLength: Infinity },
});
const Attributes = v.optional(v.record(v.string(), v.string()), {});
const Nodes = v.array(v.record(v.string(), v.unknown()));

/** The elements of an HTML document in their order. */
export function documentOf(html: string): Element[] {
  return elementsOf(parser.parse(html));
}

function elementsOf(nodes: unknown): Element[] {
  return v
    .parse(Nodes, nodes)
    .flatMap(({ ':@': attributes, '#text': _text, ...rest }) =>
      Object.entries(rest).flatMap(([name, children]) => [
        { name, attributes: v.parse(Attributes, attributes) },
        ...elementsOf(children),
      ]),
    );
}
