import { Kind } from 'graphql';
import type { GraphQLScalarType, ValueNode } from 'graphql';

/** One of AppSync's own scalars: what it takes and what it gives. */
export interface AwsScalar {
  name: string;
  /** How AppSync calls the value in its messages. */
  noun: string;
  /** Takes the value of a variable or of a string or integer literal; `undefined` says that it is not one. */
  parse(value: unknown): unknown;
  /** Takes what a resolver gave; `undefined` says that it is not one. */
  serialize(value: unknown): unknown;
}

/** A value that a scalar does not take or give; its message is the tail of AppSync's. */
export class ScalarError extends Error {
  override readonly name = 'ScalarError';
}

/** Gives a scalar type that was built from SDL the behaviour of `scalar`. */
export function install(scalar: AwsScalar, type: GraphQLScalarType): void {
  type.parseValue = (value) => {
    const parsed = scalar.parse(value);
    if (parsed === undefined) throw new ScalarError(`Unable to parse \`${display(value)}\` as a valid ${scalar.noun}.`);
    return parsed;
  };
  type.parseLiteral = (node) => type.parseValue(literal(node));
  type.serialize = (value) => {
    const serialized = scalar.serialize(value);
    if (serialized === undefined)
      throw new ScalarError(`Unable to serialize \`${display(value)}\` as a valid ${scalar.noun} Object.`);
    return serialized;
  };
}

/** A scalar whose value is a string that travels unchanged. */
export function stringScalar(name: string, noun: string, isValid: (text: string) => boolean): AwsScalar {
  const check = (value: unknown) => (typeof value === 'string' && isValid(value) ? value : undefined);
  return { name, noun, parse: check, serialize: check };
}

function literal(node: ValueNode): unknown {
  if (node.kind === Kind.STRING) return node.value;
  if (node.kind === Kind.INT) return Number(node.value);
  return undefined;
}

function display(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
