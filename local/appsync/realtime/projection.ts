import { executeSync, getNamedType, isLeafType } from 'graphql';
import type { DocumentNode, GraphQLFieldResolver } from 'graphql';
import type { Log } from '../../shared/log.ts';
import type { ExecutableApi } from '../api/executable.ts';
import type { Caller } from '../auth/caller.ts';
import { executionError } from '../execution/errors.ts';
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
}

/**
 * The payload of a `data` frame, as JSON: the subscription's selection of what the mutation's selection gave. What the mutation did not
 * select is null, with AppSync's error where the field is non-null; no resolver runs.
 * @param value what the mutation's field gave, already serialized by its selection set
 */
export function project(projection: Projection, value: unknown, log: Log): string {
  const { api, document, operationName, variables, caller, field } = projection;
  const result = executeSync({
    schema: api.schema,
    document,
    operationName,
    variableValues: variables,
    rootValue: { [field]: value },
    contextValue: { api, caller },
    fieldResolver: pick,
  });
  const data = result.data ?? null;
  if (!result.errors) return JSON.stringify({ data });
  const errors = result.errors.map((error) =>
    executionError(error, api.schema, (cause) => {
      log.error(`Subscription.${field} could not be projected`, cause);
    }),
  );
  return JSON.stringify({ data, errors });
}

const pick: GraphQLFieldResolver<unknown, ProjectionScope> = (source, _args, { api, caller }, info) => {
  requireAccess(api, caller, info.parentType.name, info.fieldName);
  const value = ownValue(source, info.fieldName);
  const type = getNamedType(info.returnType);
  // The mutation has serialized it: to serialize it once more would quote the quotes.
  return isLeafType(type) && type.name === 'AWSJSON' ? parsed(value) : value;
};

function parsed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(parsed);
  return typeof value === 'string' ? (JSON.parse(value) as unknown) : value;
}
