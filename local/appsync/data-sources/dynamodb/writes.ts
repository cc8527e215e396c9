import * as v from 'valibot';
import { RequestError } from '../request-error.ts';
import { sameItem, wireItem, type WireItem } from './attribute-values.ts';
import { expressionSchema } from './expressions.ts';
import { common } from './operation.ts';

export const conditionSchema = v.strictObject({
  ...expressionSchema.entries,
  equalsIgnore: v.nullish(v.array(v.string())),
  consistentRead: v.nullish(v.boolean()),
  conditionalCheckFailedHandler: v.nullish(
    v.variant('strategy', [
      v.strictObject({ strategy: v.literal('Reject') }),
      v.strictObject({ strategy: v.literal('Custom'), lambdaArn: v.string() }),
    ]),
  ),
});

/** What only a versioned data source takes. */
const versioning = {
  _version: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0))),
  customPartitionKey: v.nullish(v.string()),
  populateIndexFields: v.nullish(v.boolean()),
};
const members = { ...common, ...versioning, key: wireItem, condition: v.nullish(conditionSchema) };

/** The request of a PutItem, UpdateItem or DeleteItem. */
export const writeSchema = v.variant('operation', [
  v.strictObject({ ...members, operation: v.literal('PutItem'), attributeValues: v.nullish(wireItem) }),
  v.strictObject({ ...members, operation: v.literal('UpdateItem'), update: expressionSchema }),
  v.strictObject({ ...members, operation: v.literal('DeleteItem') }),
]);

export type Condition = v.InferOutput<typeof conditionSchema>;
export type Write = v.InferOutput<typeof writeSchema>;
type PutWrite = Extract<Write, { operation: 'PutItem' }>;

/** @throws {RequestError} where a write asks for what its data source does not have */
export function refuseVersioning(write: Write): void {
  const name = Object.keys(versioning).find((each) => Object.hasOwn(write, each));
  if (name !== undefined) throw new RequestError(`Unsupported element '$[${name}]'.`);
}

/** The item that a PutItem leaves behind. */
export const itemOf = ({ attributeValues, key }: PutWrite): WireItem => ({ ...attributeValues, ...key });

/**
 * Whether a write whose condition failed has nothing left to do: its item is as it was to be, or gone as it was to be. An update cannot tell.
 * Source: Condition expressions, "Checking for the desired result".
 */
export function isDone(write: Write, current: WireItem | undefined): boolean {
  switch (write.operation) {
    case 'PutItem':
      return current !== undefined && sameItem(current, itemOf(write), write.condition?.equalsIgnore ?? []);
    case 'UpdateItem':
      return false;
    case 'DeleteItem':
      return current === undefined;
  }
}
