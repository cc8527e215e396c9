import { getOperationAST, GraphQLError, Kind, OperationTypeNode, parse } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { RequestRefused } from '../auth/caller.ts';
import { requestError } from './errors.ts';
import type { AnswerError } from './errors.ts';
import { malformed } from './request.ts';
import type { GraphQLRequest } from './request.ts';
import { expandedSize } from './size.ts';
import { introspectionErrors, validationErrors } from './validation.ts';

export interface Operation {
  document: DocumentNode;
  definition: OperationDefinitionNode;
  fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

export type PreparedOperation =
  { operation: Operation; errors?: never } | { operation?: never; errors: readonly AnswerError[] };

const CACHED_DOCUMENTS = 200;

/** More than anybody means; what selects more would only hold up the process. */
const MAX_FIELDS = 20_000;
/** Each field is told all that is selected below it: the work grows with the third power of the levels. */
const MAX_LEVELS = 200;

/** Parses and validates requests against one schema; documents that were valid are remembered. */
export class Documents {
  readonly #schema: GraphQLSchema;
  readonly #introspection: boolean;
  readonly #valid = new Map<string, DocumentNode>();

  constructor(schema: GraphQLSchema, introspection: boolean) {
    this.#schema = schema;
    this.#introspection = introspection;
  }

  /** @throws RequestRefused where the text is not GraphQL at all, as AppSync answers 400 then */
  prepare({ query, operationName }: GraphQLRequest): PreparedOperation {
    const known = this.#valid.get(query);
    const document = known ?? parseDocument(query);
    if (!known) {
      const errors = validate(this.#schema, document);
      if (errors.length > 0) return { errors };
      const hidden = this.#introspection ? [] : introspectionErrors(document);
      if (hidden.length > 0) return { errors: hidden };
      this.#remember(query, document);
    }
    const definition = getOperationAST(document, operationName);
    if (!definition) return { errors: [requestError(noOperation(operationName))] };
    if (!this.#schema.getRootType(definition.operation))
      return { errors: [requestError(`Schema is not configured for ${plural(definition.operation)}.`, [definition])] };
    return { operation: { document, definition, fragments: fragmentsOf(document) } };
  }

  #remember(query: string, document: DocumentNode): void {
    const [oldest] = this.#valid.keys();
    if (this.#valid.size >= CACHED_DOCUMENTS && oldest !== undefined) this.#valid.delete(oldest);
    this.#valid.set(query, document);
  }
}

/** graphql-js recurses, and what is nested beyond its stack is no query that anybody means. */
function withinStack<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw malformed('Unable to parse GraphQL query.');
    throw error;
  }
}

function parseDocument(query: string): DocumentNode {
  const document = withinStack(() => parseOrUndefined(query));
  if (!document?.definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION))
    throw malformed('Unable to parse GraphQL query.');
  const { fields, levels } = withinStack(() => expandedSize(document));
  if (fields > MAX_FIELDS) throw tooLarge(`at most ${MAX_FIELDS} fields`);
  if (levels > MAX_LEVELS) throw tooLarge(`at most ${MAX_LEVELS} fields one in the other`);
  return document;
}

const tooLarge = (limit: string): RequestRefused =>
  new RequestRefused('BadRequestException', `A query selects ${limit} here.`, 400);

function parseOrUndefined(query: string): DocumentNode | undefined {
  try {
    return parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}

/** Some of graphql-js's rules throw what they find, as for a directive whose variable is missing. */
function validate(schema: GraphQLSchema, document: DocumentNode): readonly AnswerError[] {
  try {
    return withinStack(() => validationErrors(schema, document));
  } catch (error) {
    if (error instanceof GraphQLError) return [requestError(error.message, error.nodes?.slice(0, 1))];
    throw error;
  }
}

function noOperation(operationName: string | null | undefined): string {
  if (operationName === null || operationName === undefined)
    return 'Must provide operation name if query contains multiple operations.';
  return `Unknown operation named '${operationName}'.`;
}

const plural = (operation: OperationTypeNode): string =>
  operation === OperationTypeNode.QUERY ? 'queries' : `${operation}s`;

function fragmentsOf({ definitions }: DocumentNode): Operation['fragments'] {
  return Object.fromEntries(
    definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])),
  );
}
