import { executeSync, getNamedType, isLeafType } from 'graphql';
import type { DocumentNode, ExecutionResult, GraphQLFieldResolver } from 'graphql';
import type { Log } from '../../shared/log.ts';
import type { ExecutableApi } from '../api/executable.ts';
import type { Caller } from '../auth/caller.ts';
import { executionError, type AnswerError } from '../execution/errors.ts';
import { ownValue, requireAccess } from '../execution/fields.ts';

/** What one subscription selects, and on whose behalf. */
export interface Projection {
  api: ExecutableApi;
  document: DocumentNode;
  operationName: string | undefined;
  variables: Readonly<Record<string, unknown>>;
  caller: Caller;
  field: string;
}

interface ProjectionScope {
  api: ExecutableApi;
  caller: Caller;
  /** Whether values are as an answer has them, and not as a resolver gave them. */
  isSerialized: boolean;
}

/**
 * The payload of a `data` frame, as JSON: the subscription's selection of what the mutation's selection gave. What the mutation did not
 * select is null, with AppSync's error where the field is non-null; no resolver runs.
 * @param value what the mutation's field gave, already serialized by its selection set
 */
export function project(projection: Projection, value: unknown, log: Log): string {
  const result = select(projection, value, { isSerialized: true });
  const data = result.data ?? null;
  const errors = errorsOf(projection, result, log);
  return JSON.stringify(errors.length > 0 ? { data, errors } : { data });
}

/**
 * What is wrong with the value that a subscription's resolver gave: AppSync checks it against the selection, and delivers nothing of it.
 * @param value null where the field has no resolver, which a non-null field may not be
 */
export function initialErrors(projection: Projection, value: unknown, log: Log): readonly AnswerError[] {
  return errorsOf(projection, select(projection, value, { isSerialized: false }), log);
}

function select(projection: Projection, value: unknown, how: Pick<ProjectionScope, 'isSerialized'>): ExecutionResult {
  const { api, document, operationName, variables, caller, field } = projection;
  return executeSync({
    schema: api.schema,
    document,
    operationName,
    variableValues: variables,
    rootValue: { [field]: value },
    contextValue: { api, caller, ...how },
    fieldResolver: pick,
  });
}

function errorsOf({ api, field }: Projection, { errors = [] }: ExecutionResult, log: Log): readonly AnswerError[] {
  return errors.map((error) =>
    executionError(error, api.schema, (cause) => {
      log.error(`Subscription.${field} could not be projected`, cause);
    }),
  );
}

const pick: GraphQLFieldResolver<unknown, ProjectionScope> = (source, _args, { api, caller, isSerialized }, info) => {
  requireAccess(api, caller, info.parentType.name, info.fieldName);
  const value = ownValue(source, info.fieldName);
  const type = getNamedType(info.returnType);
  // The mutation has serialized it: to serialize it once more would quote the quotes.
  return isSerialized && isLeafType(type) && type.name === 'AWSJSON' ? parsed(value) : value;
};

function parsed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(parsed);
  return typeof value === 'string' ? (JSON.parse(value) as unknown) : value;
}
