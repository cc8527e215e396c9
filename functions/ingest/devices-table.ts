import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import type { BatchGetResult, Item } from '../shared/dynamodb/batch-get.ts';
import { batchGet } from '../shared/dynamodb/batch-get.ts';
import type { DeviceKey, KnownDevice } from '../shared/ingestion/ports.ts';
import { deviceKey } from '../shared/ingestion/ports.ts';
import type { Log } from '../shared/logger.ts';
import { asError } from '../shared/logger.ts';
import type { DeviceRegistry } from './ports.ts';

const Key = v.pipe(
  v.object({ organizationId: v.string(), id: v.string() }),
  v.transform(({ organizationId, id }) => deviceKey({ organizationId, deviceId: id })),
);
const Device = v.object({ metrics: v.array(v.object({ name: v.string(), unit: v.nullish(v.string()) })) });

/** Looks devices up in the `devices` table. */
export function devicesTable({
  client,
  table,
  log,
}: {
  client: DynamoDBClient;
  table: string;
  log: Log;
}): DeviceRegistry {
  function read(keys: readonly DeviceKey[], consistent: boolean): Promise<BatchGetResult> {
    return batchGet(client, {
      table,
      keys: keys.map(({ organizationId, deviceId }) => marshall({ organizationId, id: deviceId })),
      ProjectionExpression: 'organizationId, id, #metrics',
      ExpressionAttributeNames: { '#metrics': 'metrics' },
      ConsistentRead: consistent,
    });
  }

  return {
    async find(keys) {
      const first = await read(keys, false);
      const found = new Set(first.items.map(keyOf));
      const failed = new Set(first.unread.map(({ key }) => keyOf(key)));
      // A device that was made a moment ago may send at once: before its message is refused, the newest state is asked for.
      const missing = keys.filter((key) => !found.has(deviceKey(key)) && !failed.has(deviceKey(key)));
      const second = await read(missing, true);
      const unread = [...first.unread, ...second.unread];
      const [problem] = unread;
      if (problem) log.error('Devices could not be read now', { devices: unread.length, error: problem.cause });

      const known = new Map<string, KnownDevice>();
      const unavailable = new Set(unread.map(({ key }) => keyOf(key)));
      for (const item of [...first.items, ...second.items]) {
        const key = keyOf(item);
        try {
          known.set(key, deviceOf(item));
        } catch (error) {
          // One row that is not as it should be must not hold up the messages of all the other devices.
          unavailable.add(key);
          log.error('A device is not as it should be', { device: key, error: asError(error) });
        }
      }
      return { known, unavailable };
    },
  };
}

function keyOf(item: Item): string {
  return v.parse(Key, unmarshall(item));
}

function deviceOf(item: Item): KnownDevice {
  const { metrics } = v.parse(Device, unmarshall(item));
  return { metrics: new Map(metrics.map(({ name, unit }) => [name, unit ?? null])) };
}
