import * as v from 'valibot';
import { RequestError } from '../request-error.ts';
import { wireItem, type WireItem } from './attribute-values.ts';

const names = v.nullish(v.record(v.string(), v.string()));

export const expressionSchema = v.strictObject({
  expression: v.string(),
  expressionNames: names,
  expressionValues: v.nullish(wireItem),
});
export const projectionSchema = v.strictObject({ expression: v.string(), expressionNames: names });

export type Expression = v.InferOutput<typeof expressionSchema>;
export type Projection = v.InferOutput<typeof projectionSchema>;

/** The names and values that a request's expressions share in DynamoDB's API. Empty ones are left out, as the API refuses them. */
export interface ExpressionAttributes {
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: WireItem;
}

/** @throws {RequestError} where two expressions mean different things by one placeholder */
export function expressionAttributes(
  expressions: readonly (Partial<Expression> | null | undefined)[],
): ExpressionAttributes {
  const allNames = merge(expressions.map((expression) => expression?.expressionNames ?? {}));
  const allValues = merge(expressions.map((expression) => expression?.expressionValues ?? {}));
  return {
    ...(Object.keys(allNames).length > 0 && { ExpressionAttributeNames: allNames }),
    ...(Object.keys(allValues).length > 0 && { ExpressionAttributeValues: allValues }),
  };
}

function merge<Value>(parts: readonly Readonly<Record<string, Value>>[]): Record<string, Value> {
  const merged: Record<string, Value> = {};
  for (const [name, value] of parts.flatMap((part) => Object.entries(part))) {
    if (Object.hasOwn(merged, name) && JSON.stringify(merged[name]) !== JSON.stringify(value)) {
      throw new RequestError(`The placeholder ${name} has two meanings`);
    }
    merged[name] = value;
  }
  return merged;
}
