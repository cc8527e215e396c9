import * as v from 'valibot';
import { xmlElement } from '../shared/xml.ts';
import type { XmlElements } from '../shared/xml.ts';
import { malformedXml } from './errors.ts';
import { readXml } from '../shared/xml-reader.ts';
import type { XmlValue } from '../shared/xml-reader.ts';

/** A document with its declaration. Members that are `undefined` are left out; those of an array are repeated under their name. */
export function xmlDocument(root: string, content: XmlElements, namespace?: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlElement(root, content, namespace)}`;
}

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

/** An element without content is read as empty text. */
export function orEmpty<Output>(
  schema: v.GenericSchema<unknown, Output>,
): v.GenericSchema<unknown, Output | Partial<Output>> {
  return v.union([
    v.pipe(
      v.string(),
      v.check((text) => text.trim() === ''),
      v.transform((): Partial<Output> => ({})),
    ),
    schema,
  ]);
}

export const xmlBoolean = v.pipe(
  v.string(),
  v.trim(),
  v.picklist(['true', 'false']),
  v.transform((text) => text === 'true'),
);
