import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { setTimeout as wait } from 'node:timers/promises';
import { groupBy } from '../collections.ts';
import { backoff, mapConcurrently } from '../concurrency.ts';
import { batchGet } from '../dynamodb/batch-get.ts';
import type { Log } from '../logger.ts';
import { asError } from '../logger.ts';
import type { LatestRow } from './latest-row.ts';
import { lastSeenAt, mergeLatest, parseLatestKey, parseLatestRow, readingsAttribute } from './latest-row.ts';
import type { ReceivedReading } from '../readings/store.ts';
import type { DeviceKey, LatestReadings } from './ports.ts';
import { deviceKey } from './ports.ts';

const WRITES_AT_A_TIME = 10;
/** Rivals are other batches with a reading of the same device, of which there are few. */
const ATTEMPTS = 8;

interface Table {
  client: DynamoDBClient;
  table: string;
  log: Log;
}

type Outcome = 'kept' | 'overtaken' | 'failed';

/** Keeps the newest readings in the `latest` table: one read of all the devices and one conditional write each, as long as no rival writes. */
export function latestTable(table: Table): LatestReadings {
  return {
    async update(readings) {
      const failed = new Set<string>();
      let left = groupBy(readings, deviceKey);
      for (let attempt = 0; left.size > 0; attempt++) {
        if (attempt === ATTEMPTS) return new Set([...failed, ...left.keys()]);
        if (attempt > 0) await wait(backoff(attempt));
        const outcomes = await updateOnce(left, table);
        for (const [key, outcome] of outcomes) if (outcome === 'failed') failed.add(key);
        left = new Map([...left].filter(([key]) => outcomes.get(key) === 'overtaken'));
      }
      return failed;
    },
  };
}

async function updateOnce(
  devices: ReadonlyMap<string, readonly ReceivedReading[]>,
  { client, table, log }: Table,
): Promise<Map<string, Outcome>> {
  const keys = [...devices.values()].flatMap(([first]) => (first ? [itemKey(first)] : []));
  const { items, unread } = await batchGet(client, { table, keys, ConsistentRead: true });
  const rows = new Map(items.map((item) => [deviceKey(parseLatestKey(item)), item]));
  const unreadable = new Map(unread.map(({ key, cause }) => [deviceKey(parseLatestKey(key)), cause]));

  const outcomes = await mapConcurrently([...devices], WRITES_AT_A_TIME, async ([key, readings]): Promise<Outcome> => {
    try {
      const cause = unreadable.get(key);
      if (cause) throw cause;
      const item = rows.get(key);
      return await write(readings, item && parseLatestRow(item), { client, table, log });
    } catch (error) {
      log.error('The latest readings of a device could not be kept now', { device: key, error: asError(error) });
      return 'failed';
    }
  });
  return new Map([...devices.keys()].map((key, index) => [key, outcomes[index] ?? 'failed']));
}

async function write(
  readings: readonly ReceivedReading[],
  row: LatestRow | undefined,
  { client, table }: Table,
): Promise<Outcome> {
  const [first] = readings;
  const next = mergeLatest(row, readings);
  if (!first || !next) return 'kept';
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: itemKey(first),
        UpdateExpression: 'SET readings = :readings, lastSeenAt = :lastSeenAt, revision = :revision',
        ConditionExpression: row ? 'revision = :seen' : 'attribute_not_exists(revision)',
        ExpressionAttributeValues: {
          ':readings': readingsAttribute(next),
          ':lastSeenAt': { S: lastSeenAt(next) },
          ':revision': { N: next.revision.toString() },
          ...(row && { ':seen': { N: row.revision.toString() } }),
        },
      }),
    );
    return 'kept';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'overtaken';
    throw error;
  }
}

function itemKey({ organizationId, deviceId }: DeviceKey) {
  return marshall({ organizationId, deviceId });
}
