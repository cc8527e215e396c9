import { GraphQLError, isListType, isNonNullType, isObjectType } from 'graphql';
import type { ASTNode, GraphQLOutputType, GraphQLSchema } from 'graphql';
import { internalFailure } from '../common-errors.ts';
import type { ResolverError } from '../types.ts';
import { javaTypeOfText } from './java-type.ts';

export type ResponsePath = readonly (string | number)[];

export interface ErrorLocation {
  line: number;
  column: number;
  sourceName: null;
}

/** An entry of `errors` in AppSync's answer. A field's error has all members; a request's has only the first three. */
export interface AnswerError {
  path: ResponsePath | null;
  data?: unknown;
  errorType?: string | null;
  errorInfo?: unknown;
  locations: readonly ErrorLocation[] | null;
  message: string;
}

/** A field's error as a resolver, an authorization rule or a limit gives it. */
export class FieldError extends Error {
  readonly details: ResolverError;

  constructor(details: Partial<ResolverError> & { message: string }) {
    super(details.message);
    this.details = {
      message: details.message,
      errorType: details.errorType ?? null,
      data: details.data ?? null,
      errorInfo: details.errorInfo ?? null,
    };
  }
}

/** A value that does not fit its field's type. AppSync gives no location with it. */
export class ValueError extends Error {}

/** The error of the field at `path`. */
export function fieldError(
  { message, errorType, data, errorInfo }: ResolverError,
  path: ResponsePath,
  node: ASTNode | undefined,
): AnswerError {
  return { path, data, errorType, errorInfo, locations: node ? locations([node]) : null, message };
}

/** The error of a whole request. */
export function requestError(message: string, nodes?: readonly ASTNode[]): AnswerError {
  return { path: null, locations: nodes && nodes.length > 0 ? locations(nodes) : null, message };
}

/** An error that graphql-js reported during execution, in AppSync's form; `onUnexpected` gets what is a defect. */
export function executionError(
  error: GraphQLError,
  schema: GraphQLSchema,
  onUnexpected: (cause: unknown) => void,
): AnswerError {
  const cause = error.originalError;
  const path = error.path ?? [];
  if (cause instanceof FieldError) return fieldError(cause.details, path, error.nodes?.[0]);
  if (cause instanceof ValueError) return { path, locations: null, message: cause.message };
  const nonNull = /^Cannot return null for non-nullable field (\w+)\.(\w+)\.$/.exec(error.message);
  if (nonNull)
    return { path, locations: null, message: nonNullMessage(schema, nonNull[1] ?? '', nonNull[2] ?? '', path) };
  if (cause === undefined || (cause instanceof GraphQLError && cause.nodes))
    return { path, locations: locations(error.nodes ?? []), message: error.message };
  if (cause instanceof GraphQLError || cause.name === 'ScalarError')
    return { path, locations: null, message: `Can't serialize value (${pathText(path)}) : ${unfit(cause.message)}` };
  onUnexpected(cause);
  return fieldError({ ...internalFailure, data: null, errorInfo: null }, path, error.nodes?.[0]);
}

/** `/devices/items[0]/name` */
export function pathText(path: ResponsePath): string {
  return path.map((part) => (typeof part === 'number' ? `[${part}]` : `/${part}`)).join('');
}

/** What AppSync says of a value that an enum or one of GraphQL's own scalars does not give; `said` is what graphql-js says. */
function unfit(said: string): string {
  const enumName = /^Enum "(\w+)" cannot represent value/.exec(said)?.[1];
  if (enumName !== undefined) return `Invalid input for Enum '${enumName}'.`;
  const [, scalar, value = ''] = /^(Int|Float|String|Boolean|ID) cannot represent [^:]*: (.*)$/s.exec(said) ?? [];
  return scalar === undefined ? said : `Expected type '${scalar}' but was '${javaTypeOfText(value)}'.`;
}

function nonNullMessage(schema: GraphQLSchema, typeName: string, fieldName: string, path: ResponsePath): string {
  const parent = schema.getType(typeName);
  let type: GraphQLOutputType | undefined = isObjectType(parent) ? parent.getFields()[fieldName]?.type : undefined;
  for (let index = path.length - 1; typeof path[index] === 'number'; index--) {
    const list: GraphQLOutputType | undefined = isNonNullType(type) ? type.ofType : type;
    type = isListType(list) ? list.ofType : undefined;
  }
  const nullable = isNonNullType(type) ? type.ofType : type;
  // A list type has no name, and AppSync prints that as Java prints null.
  const name = isListType(nullable) ? 'null' : String(nullable);
  return `Cannot return null for non-nullable type: '${name}' within parent '${typeName}' (${pathText(path)})`;
}

function locations(nodes: readonly ASTNode[]): readonly ErrorLocation[] {
  // The token knows its line; graphql-js's getLocation reads the document up to it every time.
  return nodes.flatMap(({ loc }) =>
    loc ? [{ line: loc.startToken.line, column: loc.startToken.column, sourceName: null }] : [],
  );
}
