import {
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type FieldNode,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import * as v from 'valibot';
import { fieldsBelow, fieldType, type SelectionScope } from './selection.ts';

/** What is `null` where it must not be makes what it is in `null`. */
class NotNull extends Error {}

/**
 * The `data` of an error, of which AppSync shows what is selected of the field that failed, as if it were the field's value. No resolver runs for it:
 * a field that it does not have is `null`, and all of it is where that field must not be (as aws-amplify/amplify-js issue 10487 shows).
 * Source: Built-in utilities (`util.error`: "data will be filtered").
 */
export function errorData(
  data: unknown,
  type: GraphQLOutputType,
  nodes: readonly FieldNode[],
  scope: SelectionScope,
): unknown {
  return nullable(() => complete(data, type, nodes, scope));
}

function nullable(make: () => unknown): unknown {
  try {
    return make();
  } catch (error) {
    if (error instanceof NotNull) return null;
    throw error;
  }
}

function complete(
  value: unknown,
  type: GraphQLOutputType,
  nodes: readonly FieldNode[],
  scope: SelectionScope,
): unknown {
  if (isNonNullType(type)) {
    const completed = complete(value, type.ofType, nodes, scope);
    if (completed === null) throw new NotNull();
    return completed;
  }
  return nullable(() => {
    if (value === null || value === undefined) return null;
    if (isLeafType(type)) return serialized(value, type);
    if (isListType(type))
      return Array.isArray(value) ? value.map((item: unknown) => complete(item, type.ofType, nodes, scope)) : null;
    const members = readMembers(value);
    const name = isAbstractType(type) ? members?.__typename : type.name;
    const exact = typeof name === 'string' ? scope.schema.getType(name) : undefined;
    return members && isObjectType(exact) ? completeObject(members, exact, nodes, scope) : null;
  });
}

function completeObject(
  members: Readonly<Record<string, unknown>>,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
  scope: SelectionScope,
): Record<string, unknown> {
  const entries = [...fieldsBelow(nodes, type, scope)].map(([name, fields]) => {
    const [first] = fields;
    const below = first && fieldType(type, first);
    const own = first && Object.hasOwn(members, first.name.value) ? members[first.name.value] : null;
    return [name, below ? complete(own, below, fields, scope) : type.name] as const;
  });
  return Object.fromEntries(entries);
}

function readMembers(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const read = v.safeParse(v.record(v.string(), v.unknown()), value);
  return read.success && !Array.isArray(value) ? read.output : undefined;
}

function serialized(value: unknown, type: GraphQLLeafType): unknown {
  try {
    return type.serialize(value) ?? null;
  } catch {
    // What does not fit its type is no more shown than what is not selected.
    return null;
  }
}
