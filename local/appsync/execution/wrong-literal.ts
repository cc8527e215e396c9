import {
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  Kind,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type ObjectValueNode,
  type ValueNode,
} from 'graphql';
import { literalText } from './literal.ts';

/** What is wrong with a literal: where below the argument, the value that AppSync shows, and its words. */
interface Problem {
  /** Such as `.filter.ids[0]`; empty at the top. */
  below: string;
  /** The whole argument unless given. */
  value?: ValueNode;
  text: string;
}

/** What AppSync says of an argument whose literal does not fit `type`; `undefined` where it does. */
export function wrongArgument(name: string, value: ValueNode, type: GraphQLInputType): string | undefined {
  const problem = findProblem(value, type);
  return (
    problem && `argument '${name}${problem.below}' with value '${literalText(problem.value ?? value)}' ${problem.text}`
  );
}

function findProblem(value: ValueNode, type: GraphQLInputType): Problem | undefined {
  if (value.kind === Kind.NULL) return isNonNullType(type) ? { below: '', value, text: 'must not be null' } : undefined;
  if (value.kind === Kind.VARIABLE) return undefined;
  if (isNonNullType(type)) return findProblem(value, type.ofType);
  if (isListType(type)) return listProblem(value, type.ofType);
  if (isInputObjectType(type))
    return value.kind === Kind.OBJECT ? objectProblem(value, type) : { below: '', text: 'must be an object type' };
  return isLeafType(type) && takes(type, value)
    ? undefined
    : { below: '', value, text: `is not a valid '${type.name}'` };
}

function listProblem(value: ValueNode, itemType: GraphQLInputType): Problem | undefined {
  if (value.kind !== Kind.LIST) return findProblem(value, itemType);
  for (const [index, item] of value.values.entries()) {
    const problem = findProblem(item, itemType);
    if (problem) return { ...problem, below: `[${index}]${problem.below}` };
  }
  return undefined;
}

function objectProblem({ fields }: ObjectValueNode, type: GraphQLInputObjectType): Problem | undefined {
  const known = type.getFields();
  const given = new Set(fields.map(({ name }) => name.value));
  const missing = Object.values(known).filter(
    (field) => isNonNullType(field.type) && field.defaultValue === undefined && !given.has(field.name),
  );
  if (missing.length > 0)
    return { below: '', text: `is missing required fields '[${missing.map(({ name }) => name).join(', ')}]'` };
  for (const { name, value } of fields) {
    const field = known[name.value];
    if (!field) return { below: '', text: `contains a field not in '${type.name}': '${name.value}'` };
    const problem = findProblem(value, field.type);
    if (problem) return { ...problem, below: `.${name.value}${problem.below}` };
  }
  return undefined;
}

function takes(type: { parseLiteral(node: ValueNode, variables: null): unknown }, value: ValueNode): boolean {
  try {
    return type.parseLiteral(value, null) !== undefined;
  } catch {
    // A scalar says by throwing that it does not take a literal.
    return false;
  }
}
