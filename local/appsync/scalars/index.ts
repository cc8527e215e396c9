import { isScalarType, isSpecifiedScalarType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { addressScalars } from './addresses.ts';
import { install } from './scalar.ts';
import type { AwsScalar } from './scalar.ts';
import { temporalScalars } from './temporal.ts';

export { ScalarError } from './scalar.ts';

/** All of AppSync's scalars. Source: Scalar types in AWS AppSync. */
export const awsScalars: readonly AwsScalar[] = [
  ...temporalScalars,
  ...addressScalars,
  { name: 'AWSJSON', noun: 'JSON', parse: parseJson, serialize: (value) => JSON.stringify(value) },
];

/**
 * Gives the scalars of `schema` their behaviour.
 * @throws where the schema has a scalar of its own: AppSync refuses those
 */
export function installScalars(schema: GraphQLSchema): void {
  const known = new Map(awsScalars.map((scalar) => [scalar.name, scalar]));
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isScalarType(type) || isSpecifiedScalarType(type)) continue;
    const scalar = known.get(type.name);
    if (!scalar) throw new Error(`Scalar ${type.name} is not one of AppSync's: it takes no custom scalars`);
    install(scalar, type);
  }
}

function parseJson(value: unknown): unknown {
  if (typeof value !== 'string') return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
