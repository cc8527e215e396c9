import { getNullableType, isLeafType, isObjectType, Kind } from 'graphql';
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLFieldResolver,
  GraphQLOutputType,
  GraphQLResolveInfo,
} from 'graphql';
import type { ExecutableApi } from '../api/executable.ts';
import type { Caller } from '../auth/caller.ts';
import { notAuthorized } from '../common-errors.ts';
import { errorData } from './error-data.ts';
import { FieldError, fieldError } from './errors.ts';
import type { ResponsePath } from './errors.ts';
import { noEffects, runResolver } from './resolver.ts';
import type { Effects } from './resolver.ts';
import type { ResolverError } from '../types.ts';
import type { RequestScope } from './scope.ts';
import { selection } from './selection.ts';
import { checkShape } from './shape.ts';

/** A field to be resolved, apart from graphql-js's own structures, so that a subscription can be started without an execution. */
export interface FieldCall {
  typeName: string;
  fieldName: string;
  path: ResponsePath;
  nodes: readonly FieldNode[];
  fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** The request's variables after coercion. */
  variableValues: Readonly<Record<string, unknown>>;
  /** After coercion. */
  arguments: Readonly<Record<string, unknown>>;
  source: unknown;
}

/**
 * Resolves a field of a query or a mutation: by its resolver where it has one, else from the parent's value, at once, for most fields of an answer are
 * such, and a promise for each would be most of the work.
 */
export const resolveField: GraphQLFieldResolver<unknown, RequestScope, FieldCall['arguments']> = (
  source,
  args,
  scope,
  info,
) => {
  const { parentType, fieldName, returnType } = info;
  requireAccess(scope.api, scope.caller, parentType.name, fieldName);
  requireDepth(info.path, scope.limits.queryDepthLimit);
  if (scope.api.resolvers.has(`${parentType.name}.${fieldName}`)) return resolveByResolver(source, args, scope, info);
  const value = ownValue(source, fieldName);
  return value === null || isLeafType(getNullableType(returnType))
    ? value
    : checkShape(value, returnType, { path: pathOf(info.path), schema: scope.api.schema });
};

const resolveByResolver: GraphQLFieldResolver<unknown, RequestScope, FieldCall['arguments']> = async (
  source,
  args,
  scope,
  info,
) => {
  const call = toCall(source, args, info);
  const place = { path: call.path, schema: scope.api.schema };
  const effects = noEffects();
  const shown = (error: ResolverError): ResolverError => ({
    ...error,
    data: errorData(error.data, info.returnType, call.nodes, { ...call, schema: scope.api.schema }),
  });
  try {
    return checkShape(await callResolver(call, scope, effects), info.returnType, place);
  } catch (error) {
    throw error instanceof FieldError ? new FieldError(shown(error.details)) : error;
  } finally {
    scope.appendedErrors.push(
      ...effects.appendedErrors.map((error) => fieldError(shown(error), call.path, call.nodes[0])),
    );
    scope.invalidations.push(...effects.invalidations);
    Object.assign(scope.responseHeaders, effects.responseHeaders);
  }
};

/** Runs the resolver of a field that has one. */
export async function callResolver(call: FieldCall, scope: RequestScope, effects: Effects): Promise<unknown> {
  const resolver = scope.api.resolvers.get(`${call.typeName}.${call.fieldName}`);
  if (!resolver) return null;
  const limit = scope.limits.resolverCountLimit;
  if (limit > 0 && scope.resolverCount >= limit)
    throw new FieldError({
      message: `Resolver invocation limit of ${limit} has been reached.`,
      errorType: 'ResolverExecutionLimitReached',
    });
  scope.resolverCount++;
  const base = {
    arguments: call.arguments,
    source: call.source ?? null,
    identity: scope.caller.identity,
    request: { headers: withoutCookies(scope.headers), domainName: null },
    info: {
      fieldName: call.fieldName,
      parentTypeName: call.typeName,
      variables: scope.variables,
      ...selection(call.nodes, returnType(call, scope), { ...call, schema: scope.api.schema }),
    },
    env: scope.api.environment,
  };
  const run = scope.batches.enter(call);
  try {
    return await runResolver(resolver, base, { deadline: scope.deadline, effects, log: scope.log, run });
  } finally {
    run.leave();
  }
}

export function requireAccess(api: ExecutableApi, caller: Caller, typeName: string, fieldName: string): void {
  if (api.access.allows(caller, typeName, fieldName)) return;
  throw new FieldError(notAuthorized(typeName, fieldName));
}

/** The member of a parent's value that a field without a resolver has; `null` where there is none. */
export function ownValue(source: unknown, fieldName: string): unknown {
  if (typeof source !== 'object' || source === null || !Object.hasOwn(source, fieldName)) return null;
  return (source as Readonly<Record<string, unknown>>)[fieldName] ?? null;
}

/** Source: Resolver context reference, "Access request headers". */
function withoutCookies({ cookie: _cookie, ...headers }: RequestScope['headers']): RequestScope['headers'] {
  return headers;
}

function returnType({ typeName, fieldName }: FieldCall, { api }: RequestScope): GraphQLOutputType {
  const parent = api.schema.getType(typeName);
  const field = isObjectType(parent) ? parent.getFields()[fieldName] : undefined;
  if (!field) throw new Error(`The schema has no ${typeName}.${fieldName}`);
  return field.type;
}

function toCall(source: unknown, args: FieldCall['arguments'], info: GraphQLResolveInfo): FieldCall {
  return {
    typeName: info.parentType.name,
    fieldName: info.fieldName,
    path: pathOf(info.path),
    nodes: info.fieldNodes,
    fragments: info.fragments,
    variableValues: info.variableValues,
    arguments: withOmitted(args, info),
    source,
  };
}

/**
 * An argument that is given by a variable that nobody gave is `null` in AppSync, as if it had been given so: aws/aws-appsync-community issues 94
 * and 394.
 */
function withOmitted(args: FieldCall['arguments'], info: GraphQLResolveInfo): FieldCall['arguments'] {
  const omitted = (info.fieldNodes[0]?.arguments ?? []).filter(
    ({ name, value }) => value.kind === Kind.VARIABLE && !Object.hasOwn(args, name.value),
  );
  if (omitted.length === 0) return args;
  return { ...args, ...Object.fromEntries(omitted.map(({ name }) => [name.value, null])) };
}

type Path = GraphQLResolveInfo['path'];

function pathOf(last: Path): ResponsePath {
  const path: (string | number)[] = [];
  for (let at: Path | undefined = last; at; at = at.prev) path.unshift(at.key);
  return path;
}

function requireDepth(last: Path, limit: number): void {
  if (limit <= 0) return;
  let depth = 0;
  for (let at: Path | undefined = last; at; at = at.prev) if (typeof at.key === 'string') depth += 1;
  if (depth > limit)
    throw new FieldError({
      message: `Query depth limit of ${limit} has been reached.`,
      errorType: 'QueryDepthLimitReached',
    });
}
