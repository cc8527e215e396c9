import * as v from 'valibot';
import type { JsonOperations } from '../shared/json-service.ts';
import type { Database } from './database.ts';
import { run } from './engine.ts';
import { tableNotFound, validationError } from './errors.ts';
import { parseInput } from './input.ts';
import type { JsonObject } from './json.ts';
import { itemPrefix } from './view.ts';

/** DynamoDB takes a time that lies further back for a mistake and keeps the item. Source: Amazon DynamoDB Developer Guide, Using time to live. */
const OLDEST_EXPIRY_SECONDS = 5 * 365 * 24 * 60 * 60;

const describeRequest = v.strictObject({ TableName: v.string() });
const updateRequest = v.strictObject({
  TableName: v.string(),
  TimeToLiveSpecification: v.strictObject({
    AttributeName: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
    Enabled: v.boolean(),
  }),
});

/** The operations on time to live. A change is done with the answer. Source: Amazon DynamoDB API Reference. */
export function timeToLiveOperations(database: Database): JsonOperations {
  return {
    DescribeTimeToLive(input) {
      const { TableName: name } = parseInput('DescribeTimeToLive', describeRequest, input);
      const { timeToLiveAttribute: attribute } = database.reader().table(name, tableNotFound);
      return Promise.resolve({
        TimeToLiveDescription:
          attribute === undefined
            ? { TimeToLiveStatus: 'DISABLED' }
            : { TimeToLiveStatus: 'ENABLED', AttributeName: attribute },
      });
    },

    async UpdateTimeToLive(input) {
      const request = parseInput('UpdateTimeToLive', updateRequest, input);
      const { AttributeName: attribute, Enabled: enabled } = request.TimeToLiveSpecification;
      return database.exclusive((view) => {
        const record = view.table(request.TableName, tableNotFound);
        const current = record.timeToLiveAttribute;
        if ((current !== undefined) === enabled)
          throw validationError(`TimeToLive is already ${enabled ? 'enabled' : 'disabled'}`);
        if (current !== undefined && current !== attribute)
          throw validationError(
            `TimeToLive is active on a different AttributeName: current AttributeName is ${current}`,
          );
        view.putTable({ ...record, timeToLiveAttribute: enabled ? attribute : undefined });
        return Promise.resolve({ TimeToLiveSpecification: request.TimeToLiveSpecification });
      });
    },
  };
}

/**
 * Deletes the items whose time to live is over.
 * @param now milliseconds since the epoch
 */
export async function deleteExpiredItems(database: Database, now: number): Promise<void> {
  for (const { description, timeToLiveAttribute: attribute } of [...database.tables.values()]) {
    if (attribute === undefined) continue;
    const prefix = itemPrefix(description.TableName);
    for await (const [key, item] of database.entries(prefix)) {
      if (!isExpired(item[attribute], now)) continue;
      await database.exclusive(async (view) => {
        // A write may have given it more time, and the table may be gone.
        const current = view.get(prefix + key);
        if (!current || !isExpired(current[attribute], now) || !view.findTable(description.TableName)) return;
        const names = description.KeySchema.map(({ AttributeName: name }) => name);
        const itemKey: JsonObject = Object.fromEntries(names.map((name) => [name, current[name]]));
        await run('DeleteItem', view, { TableName: description.TableName, Key: itemKey });
      });
    }
  }
}

const numberAttribute = v.object({ N: v.pipe(v.string(), v.transform(Number)) });

function isExpired(attribute: unknown, now: number): boolean {
  // Only a Number counts: an item with another type in the attribute, or without it, never expires.
  const parsed = v.safeParse(numberAttribute, attribute);
  if (!parsed.success) return false;
  const seconds = now / 1000;
  return parsed.output.N <= seconds && parsed.output.N > seconds - OLDEST_EXPIRY_SECONDS;
}
