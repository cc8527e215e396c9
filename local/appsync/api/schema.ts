import {
  buildASTSchema,
  getDirectiveValues,
  getLocation,
  GraphQLError,
  Kind,
  parse,
  validateSchema,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import * as v from 'valibot';
import { remember } from '../remember.ts';
import { installScalars } from '../scalars/index.ts';
import { awsDefinitions } from './definitions.ts';
import { directiveProblem } from './directive-problems.ts';

/** A schema of which AppSync makes no API; the message says why. */
export class SchemaRefused extends Error {}

/** Schemas of a few APIs, before and after their latest change. */
const REMEMBERED = 20;
const ownDefinitions = parse(awsDefinitions).definitions;

/**
 * The schema that `definition` has in AppSync. The same text gives the same object.
 * @param definition SDL without the definitions of AppSync's own scalars and directives
 * @throws {SchemaRefused} that names the line where it can
 */
export const buildApiSchema = remember(REMEMBERED, (definition: string): GraphQLSchema => {
  const document = parseDefinition(definition);
  const wrong = directiveProblem(document);
  if (wrong) throw new SchemaRefused(describe(new GraphQLError(wrong.message, { nodes: wrong.node })));
  const schema = refusing(() =>
    buildASTSchema({ kind: Kind.DOCUMENT, definitions: [...ownDefinitions, ...document.definitions] }),
  );
  const [problem] = validateSchema(schema);
  if (problem) throw new SchemaRefused(describe(problem));
  installScalars(schema);
  subscribersOf(schema);
  return schema;
});

/** The fields of `Subscription` that each field of `Mutation` triggers. Throws {@link SchemaRefused} where one names no mutation. */
export function subscribersOf(schema: GraphQLSchema): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const mutations = schema.getMutationType()?.getFields() ?? {};
  for (const [field, mutation] of triggers(schema)) {
    if (!mutations[mutation])
      throw new SchemaRefused(`Subscription.${field} subscribes to ${mutation}, which is no mutation`);
    found.set(mutation, [...(found.get(mutation) ?? []), field]);
  }
  return found;
}

const Subscribed = v.object({ mutations: v.array(v.string()) });

/** Each once: a mutation that is named twice triggers one event. */
function triggers(schema: GraphQLSchema): [field: string, mutation: string][] {
  const directive = schema.getDirective('aws_subscribe');
  return Object.values(schema.getSubscriptionType()?.getFields() ?? {}).flatMap(({ name, astNode }) => {
    const given = directive && astNode && getDirectiveValues(directive, astNode);
    const mutations = given ? v.parse(Subscribed, given).mutations : [];
    return [...new Set(mutations)].map((mutation): [string, string] => [name, mutation]);
  });
}

function parseDefinition(definition: string): DocumentNode {
  try {
    return parse(definition);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    // As AppSync words it (aws/aws-appsync-community issue 292), which leaves out where and what.
    const message = "Failed to parse schema document - ensure it's a valid SDL-formatted document.";
    throw new SchemaRefused(`${message} ${describe(error)}`, { cause: error });
  }
}

function refusing<T>(build: () => T): T {
  try {
    return build();
  } catch (error) {
    if (error instanceof Error) throw new SchemaRefused(error.message, { cause: error });
    throw error;
  }
}

function describe({ message, nodes, source, positions }: GraphQLError): string {
  const start = nodes?.[0]?.loc?.start ?? positions?.[0];
  const text = nodes?.[0]?.loc?.source ?? source;
  return text && start !== undefined ? `Line ${getLocation(text, start).line}: ${message}` : message;
}
