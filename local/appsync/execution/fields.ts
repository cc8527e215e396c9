import { getNamedType, isCompositeType, isListType, isNonNullType } from 'graphql';
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLFieldResolver,
  GraphQLOutputType,
  GraphQLResolveInfo,
} from 'graphql';
import type { ExecutableApi } from '../api/executable.ts';
import type { Caller } from '../auth/caller.ts';
import { FieldError, fieldError, pathText, ValueError } from './errors.ts';
import type { ResponsePath } from './errors.ts';
import { noEffects, runResolver } from './resolver.ts';
import type { Effects } from './resolver.ts';
import type { RequestScope } from './scope.ts';
import { selection } from './selection.ts';

/** A field to be resolved, apart from graphql-js's own structures, so that a subscription can be started without an execution. */
export interface FieldCall {
  typeName: string;
  fieldName: string;
  path: ResponsePath;
  nodes: readonly FieldNode[];
  fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** After coercion. */
  arguments: Readonly<Record<string, unknown>>;
  source: unknown;
}

/** Resolves a field of a query or a mutation: by its resolver where it has one, else from the parent's value. */
export const resolveField: GraphQLFieldResolver<unknown, RequestScope, FieldCall['arguments']> = async (
  source,
  args,
  scope,
  info,
) => {
  const call = toCall(source, args, info);
  requireAccess(scope.api, scope.caller, call.typeName, call.fieldName);
  requireDepth(call.path, scope.limits.queryDepthLimit);
  if (!scope.api.resolvers.has(`${call.typeName}.${call.fieldName}`))
    return checkShape(ownValue(source, call.fieldName), info.returnType, call.path);

  const effects = noEffects();
  try {
    return checkShape(await callResolver(call, scope, effects), info.returnType, call.path);
  } finally {
    scope.appendedErrors.push(...effects.appendedErrors.map((error) => fieldError(error, call.path, call.nodes[0])));
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
    request: { headers: scope.headers, domainName: null },
    info: {
      fieldName: call.fieldName,
      parentTypeName: call.typeName,
      variables: scope.variables,
      ...selection(call.nodes, { fragments: call.fragments, variables: scope.variables }),
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
  throw new FieldError({
    message: `Not Authorized to access ${fieldName} on type ${typeName}`,
    errorType: 'Unauthorized',
  });
}

/** The member of a parent's value that a field without a resolver has; `null` where there is none. */
export function ownValue(source: unknown, fieldName: string): unknown {
  if (typeof source !== 'object' || source === null || !Object.hasOwn(source, fieldName)) return null;
  return (source as Readonly<Record<string, unknown>>)[fieldName] ?? null;
}

function toCall(source: unknown, args: FieldCall['arguments'], info: GraphQLResolveInfo): FieldCall {
  const path: (string | number)[] = [];
  for (let at: GraphQLResolveInfo['path'] | undefined = info.path; at; at = at.prev) path.unshift(at.key);
  return {
    typeName: info.parentType.name,
    fieldName: info.fieldName,
    path,
    nodes: info.fieldNodes,
    fragments: info.fragments,
    arguments: args,
    source,
  };
}

function requireDepth(path: ResponsePath, limit: number): void {
  const depth = path.filter((part) => typeof part === 'string').length;
  if (limit > 0 && depth > limit)
    throw new FieldError({
      message: `Query depth limit of ${limit} has been reached.`,
      errorType: 'QueryDepthLimitReached',
    });
}

/** graphql-js would take any value for an object, and some for a list; AppSync does not. */
function checkShape(value: unknown, type: GraphQLOutputType, path: ResponsePath): unknown {
  const nullable = isNonNullType(type) ? type.ofType : type;
  if (value === null || value === undefined) return null;
  if (isListType(nullable)) {
    if (!Array.isArray(value))
      throw new ValueError(`Can't resolve value (${pathText(path)}) : type mismatch error, expected type LIST`);
    if (isCompositeType(getNamedType(nullable)))
      value.forEach((item: unknown, index) => checkShape(item, nullable.ofType, [...path, index]));
  } else if (isCompositeType(nullable) && (typeof value !== 'object' || Array.isArray(value))) {
    throw new ValueError(`Can't resolve value (${pathText(path)}) : type mismatch error, expected type OBJECT`);
  }
  return value;
}
