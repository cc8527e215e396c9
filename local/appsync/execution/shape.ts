import { getNamedType, isAbstractType, isCompositeType, isListType, isNonNullType, isObjectType } from 'graphql';
import type { GraphQLAbstractType, GraphQLOutputType, GraphQLSchema } from 'graphql';
import { RequestRefused } from '../auth/caller.ts';
import { pathText, ValueError } from './errors.ts';
import type { ResponsePath } from './errors.ts';

/**
 * What graphql-js is to complete: it would take any value for an object, and some for a list; AppSync does not.
 * @throws {ValueError} where the value is no object or list
 * @throws {RequestRefused} where it does not say which type of an interface or a union it is
 */
export function checkShape(
  value: unknown,
  type: GraphQLOutputType,
  { path, schema }: { path: ResponsePath; schema: GraphQLSchema },
): unknown {
  const nullable = isNonNullType(type) ? type.ofType : type;
  if (value === null || value === undefined) return null;
  if (isListType(nullable)) {
    if (!Array.isArray(value))
      throw new ValueError(`Can't resolve value (${pathText(path)}) : type mismatch error, expected type LIST`);
    if (isCompositeType(getNamedType(nullable)))
      value.forEach((item: unknown, index) => checkShape(item, nullable.ofType, { path: [...path, index], schema }));
  } else if (isCompositeType(nullable)) {
    if (typeof value !== 'object' || Array.isArray(value))
      throw new ValueError(`Can't resolve value (${pathText(path)}) : type mismatch error, expected type OBJECT`);
    if (isAbstractType(nullable)) requireExactType(value, nullable, schema);
  }
  return value;
}

/** AppSync refuses the whole request, in these words ("How to resolve interfaces and union types in AppSync", advancedweb.hu). */
function requireExactType(value: object, type: GraphQLAbstractType, schema: GraphQLSchema): void {
  const name: unknown = '__typename' in value ? value.__typename : undefined;
  if (typeof name !== 'string')
    throw new RequestRefused(
      'BadRequestException',
      `Could not determine the exact type of ${type.name}. Missing __typename key on value.'`,
      400,
    );
  const exact = schema.getType(name);
  if (!isObjectType(exact) || !schema.isSubType(type, exact))
    throw new RequestRefused(
      'BadRequestException',
      `Runtime Object type '${name}' is not a possible type for '${type.name}'.`,
      400,
    );
}
