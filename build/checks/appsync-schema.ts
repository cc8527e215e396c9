import { buildASTSchema, getLocation, GraphQLError, Kind, parse, validateSchema, type DocumentNode } from 'graphql';
import { validateSDL } from 'graphql/validation/validate.js';
import { awsDefinitions } from '../../local/appsync/api/definitions.ts';
import { hasField } from '../../local/appsync/api/executable.ts';
import { buildApiSchema, SchemaRefused } from '../../local/appsync/api/schema.ts';
import { printSchema, readSchemaDocument } from '../schema.ts';

/** The schema of a project as AppSync gets it, and everything for which AppSync would refuse it, as `file:line (schema) what`. */
export async function readGoodSchema(directory: string): Promise<{ schema: string; problems: string[] }> {
  try {
    const document = await readSchemaDocument(directory);
    const schema = printSchema(document);
    return { schema, problems: findProblems(document, schema) };
  } catch (error) {
    if (error instanceof GraphQLError) return { schema: '', problems: [describe(error)] };
    throw error;
  }
}

function findProblems(document: DocumentNode, text: string): string[] {
  const whole: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [...parse(awsDefinitions).definitions, ...document.definitions],
  };
  const wrong = validateSDL(whole);
  const errors = wrong.length > 0 ? wrong : validateSchema(buildASTSchema(whole, { assumeValidSDL: true }));
  if (errors.length > 0) return errors.map(describe);
  try {
    buildApiSchema(text);
    return [];
  } catch (error) {
    if (error instanceof SchemaRefused) return [`schema (schema) ${error.message}`];
    throw error;
  }
}

function describe({ message, nodes, source, positions }: GraphQLError): string {
  const loc = nodes?.find((node) => node.loc)?.loc;
  const text = loc?.source ?? source;
  const start = loc?.start ?? positions?.[0];
  const place = text && start !== undefined ? `${text.name}:${getLocation(text, start).line}` : 'schema';
  return `${place} (schema) ${message}`;
}

/** Where wiring and schema differ: AppSync takes no resolver on a field that is not there, and answers null for a root field without one. */
export function findUnwired(schema: string, wired: readonly string[]): string[] {
  const built = buildApiSchema(schema);
  const roots = [built.getQueryType(), built.getMutationType()].flatMap((type) =>
    Object.keys(type?.getFields() ?? {}).map((field) => `${type?.name ?? ''}.${field}`),
  );
  return [
    ...wired.flatMap((key) => {
      const [typeName = '', fieldName = ''] = key.split('.');
      return hasField(built, typeName, fieldName)
        ? []
        : [`resolvers/wiring.ts (wiring) ${key} is wired, but the schema has no such field`];
    }),
    ...roots
      .filter((key) => !wired.includes(key))
      .map((key) => `resolvers/wiring.ts (wiring) ${key} is in the schema, but not wired`),
  ];
}
