import type { GraphQLSchema } from 'graphql';
import type { Operation } from '../execution/document.ts';
import { rootFields } from '../execution/operation.ts';
import { unauthorized, type Caller } from './caller.ts';

/**
 * A role needs the permission `appsync:GraphQL` for every field that its operation begins with, introspection apart: where it lacks one, the request is
 * refused as a whole. Other callers need none.
 * Source: Configuring authorization and authentication (AWS_IAM authorization); aws-amplify/amplify-cli issues 6595 and 13712.
 */
export function requirePermission({ definition, fragments }: Operation, schema: GraphQLSchema, caller: Caller): void {
  if (caller.mode !== 'AWS_IAM') return;
  const typeName = schema.getRootType(definition.operation)?.name ?? '';
  const names = new Set(rootFields(definition.selectionSet.selections, fragments).map(({ name }) => name.value));
  for (const name of names)
    if (!name.startsWith('__') && !caller.allowsField(typeName, name)) throw unauthorized('Permission denied');
}
