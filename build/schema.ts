import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  Kind,
  parse,
  print,
  Source,
  type DefinitionNode,
  type DocumentNode,
  type ObjectTypeDefinitionNode,
} from 'graphql';

/** AppSync's own scalars and directives, which it supplies itself. */
export const APPSYNC_DEFINITIONS = 'aws.graphql';

/**
 * One SDL document from the files of `directory`, as AppSync takes it: `extend type` is folded into its type, and AppSync's own definitions are left
 * out. The order of files and types does not depend on the machine.
 */
export async function readSchema(directory: string): Promise<string> {
  return printSchema(await readSchemaDocument(directory));
}

export const printSchema = (document: DocumentNode): string => `${print(document)}\n`;

/** The document that {@link readSchema} gives the text of: its nodes know the files and lines that they are from, such as `schema/root.graphql`. */
export async function readSchemaDocument(directory: string): Promise<DocumentNode> {
  const names = (await readdir(directory))
    .filter((name) => name.endsWith('.graphql') && name !== APPSYNC_DEFINITIONS)
    .sort();
  const documents = await Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(directory, name), 'utf8');
      return parse(new Source(text, `${basename(directory)}/${name}`));
    }),
  );
  return foldExtensions(documents.flatMap((document) => document.definitions));
}

/** Makes one type of all definitions and extensions of the same name, in their order: a noun's file may define `Query` or extend it. */
function foldExtensions(definitions: readonly DefinitionNode[]): DocumentNode {
  const types = new Map<string, ObjectTypeDefinitionNode>();
  const others: DefinitionNode[] = [];
  for (const definition of definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION) {
      others.push(definition);
      continue;
    }
    const name = definition.name.value;
    const known = types.get(name);
    const loc = known?.loc ?? definition.loc;
    types.set(name, {
      ...known,
      ...(definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.description
        ? { description: definition.description }
        : {}),
      ...(loc && { loc }),
      kind: Kind.OBJECT_TYPE_DEFINITION,
      name: definition.name,
      interfaces: [...(known?.interfaces ?? []), ...(definition.interfaces ?? [])],
      directives: [...(known?.directives ?? []), ...(definition.directives ?? [])],
      fields: [...(known?.fields ?? []), ...(definition.fields ?? [])],
    });
  }
  return { kind: Kind.DOCUMENT, definitions: [...others, ...types.values()] };
}
