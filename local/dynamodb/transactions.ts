import dynalite, { type Attributes } from 'dynalite/db/index.js';
import * as v from 'valibot';
import type { JsonOperations } from '../shared/json-service.ts';
import type { Clock } from '../shared/service.ts';
import { isRepeated, remember } from './client-tokens.ts';
import type { Database } from './database.ts';
import { validationError } from './errors.ts';
import { parseInput } from './input.ts';
import { itemKey } from './items.ts';
import { getStep, performAll, writeStep, type Step } from './transaction-steps.ts';
import type { View } from './view.ts';

/** Bytes of all items of a transaction together: 4 MB. */
const MAX_TRANSACTION_SIZE = 4 * 1024 * 1024;

const capacity = v.nullish(v.picklist(['INDEXES', 'TOTAL', 'NONE']));
const writes = v.pipe(v.array(v.unknown()), v.minLength(1), v.maxLength(100));
const gets = v.pipe(v.array(v.object({ Get: v.record(v.string(), v.unknown()) })), v.minLength(1), v.maxLength(100));

const writeRequest = v.strictObject({
  TransactItems: writes,
  ClientRequestToken: v.nullish(v.pipe(v.string(), v.minLength(1), v.maxLength(36))),
  ReturnConsumedCapacity: capacity,
  ReturnItemCollectionMetrics: v.nullish(v.literal('NONE')),
});

const getRequest = v.strictObject({ TransactItems: gets, ReturnConsumedCapacity: capacity });

/** TransactWriteItems and TransactGetItems. Source: Amazon DynamoDB API Reference, and Amazon DynamoDB Transactions: How it works. */
export function transactionOperations(database: Database, clock: Clock): JsonOperations {
  return {
    async TransactWriteItems(input) {
      const {
        TransactItems: items,
        ClientRequestToken: token,
        ReturnConsumedCapacity: wanted,
      } = parseInput('TransactWriteItems', writeRequest, input);
      const reader = database.reader();
      const steps = items.map((item, index) => writeStep(item, index + 1, wanted, reader));

      return database.exclusive(
        async (view) => {
          if (token && isRepeated(view, token, items, clock())) return {};
          const outputs = await performAll(steps, view);
          refuseTooLarge(steps, view);
          if (token) remember(view, token, items, clock());
          return consumedCapacity(outputs);
        },
        { durable: true },
      );
    },

    async TransactGetItems(input) {
      const { TransactItems: items, ReturnConsumedCapacity: wanted } = parseInput(
        'TransactGetItems',
        getRequest,
        input,
      );
      const reader = database.reader();
      const steps = items.map(({ Get: get }) => getStep(get, wanted, reader));

      // Nothing writes meanwhile, so that the items are of one moment.
      return database.exclusive(async (view) => {
        const outputs = await performAll(steps, view);
        return {
          Responses: outputs.map(({ Item: item }) => (item === undefined ? {} : { Item: item })),
          ...consumedCapacity(outputs),
        };
      });
    },
  };
}

function refuseTooLarge(steps: readonly Step[], view: View): void {
  const size = steps
    .map(({ input }) => view.get(itemKey(view, input)))
    .reduce((sum, item) => sum + (item ? dynalite.itemSize(item) : 0), 0);
  if (size > MAX_TRANSACTION_SIZE)
    throw validationError('The aggregate size of the items in the transaction exceeds 4 MB');
}

const consumed = v.object({ ConsumedCapacity: v.object({ TableName: v.string(), CapacityUnits: v.number() }) });

/** What the steps took, by table. In a transaction everything is read or written twice. */
function consumedCapacity(outputs: readonly Attributes[]): { ConsumedCapacity?: object[] } {
  const units = new Map<string, number>();
  for (const output of outputs) {
    const parsed = v.safeParse(consumed, output);
    if (!parsed.success) continue;
    const { TableName: table, CapacityUnits: taken } = parsed.output.ConsumedCapacity;
    units.set(table, (units.get(table) ?? 0) + 2 * taken);
  }
  if (units.size === 0) return {};
  return {
    ConsumedCapacity: [...units].map(([table, taken]) => ({ TableName: table, CapacityUnits: taken })),
  };
}
