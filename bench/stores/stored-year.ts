import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../functions/shared/logger.ts';
import { Database } from '../../local/dynamodb/database.ts';
import { deleteExpiredItems } from '../../local/dynamodb/time-to-live.ts';
import { physicalName, READINGS, READINGS_DAYS } from '../../local/stack/names.ts';
import { LOCAL_REGION } from '../../local/shared/service.ts';
import { importBundled } from '../shared/bundle.ts';
import { keptData } from '../shared/kept-data.ts';
import { endStores, startStores } from './both-stores.ts';
import { beginOfDay } from './data.ts';
import type * as filling from './fill.ts';

export const CREDENTIALS = { accessKeyId: 'bench', secretAccessKey: 'bench' };

const FILL = 'bench/stores/fill.ts';
const SOURCES = ['local/dynamodb', 'local/timestream/storage', 'package-lock.json'];
/** For how long runs stay after they are merged, and some more. */
const RUN_DAYS = 15;

/** What is merged is of no interest here, but what is not is. */
export const warnings: Log = {
  info: () => undefined,
  warn: (message, fields) => {
    console.warn(message, fields);
  },
  error: (message, fields) => {
    console.error(message, fields);
  },
};

/** A folder in which both stores have the readings of so many days, written by their own writers. */
export function storedYear(days: number): Promise<string> {
  return keptData({ name: 'stores', variant: String(days), sources: SOURCES, entry: FILL }, (directory) =>
    fill(directory, days),
  );
}

async function fill(directory: string, days: number): Promise<void> {
  console.log('Writing the readings to both stores, which takes some minutes; they are kept for the next run');
  for (const kind of ['timestream', 'dynamodb']) await mkdir(join(directory, kind));
  const stores = await startStores(directory, join(directory, 's3'));
  try {
    const { fillDynamoDb, fillTimestream } = await importBundled<typeof filling>(FILL);
    const aws = ({ url }: { url: string }) => ({ endpoint: url, region: LOCAL_REGION, credentials: CREDENTIALS });
    const table = { name: physicalName('readings'), retentionDays: READINGS_DAYS, log: warnings };
    await Promise.all([
      timed('Timestream', () => fillTimestream(days, { name: READINGS, aws: aws(stores.timestream) })),
      timed('DynamoDB, merged', () => fillDynamoDb(days, { ...table, aws: aws(stores.dynamodb) })),
    ]);
  } finally {
    await endStores(stores);
  }
  const database = await Database.open(join(directory, 'dynamodb'));
  await deleteExpiredItems(database, beginOfDay(days + RUN_DAYS));
  await database.close();
}

async function timed(what: string, work: () => Promise<void>): Promise<void> {
  const begun = performance.now();
  await work();
  console.log(`${what}: ${((performance.now() - begun) / 1000).toFixed(0)} s`);
}
