import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { LOCAL_REGION } from '../local/shared/service.ts';
import { physicalName } from '../local/stack/names.ts';
import { count } from './shared/figures.ts';
import { bundledFunctions, costsOf } from './stores/ask.ts';
import { endStores, startStore, startStores } from './stores/both-stores.ts';
import { READINGS_A_DAY } from './stores/data.ts';
import { exportCosts } from './stores/exports.ts';
import { printExport, printQuestion, printStored, printWrites } from './stores/print.ts';
import { questions } from './stores/questions.ts';
import { storedItems } from './stores/stored-bytes.ts';
import { CREDENTIALS, storedYear } from './stores/stored-year.ts';
import { RHYTHMS, writeCosts } from './stores/writes.ts';

/**
 * The two stores of readings beside each other, on the same year of a device with two metrics each minute: what `query-readings` and the worker of
 * exports, bundled as they are deployed, take of time, requests and capacity. And of DynamoDB, what it takes to write and to keep a reading. Each store is
 * a stand-in in a process of its own; what they answer is checked against the readings that were written, which are kept for the next run in
 * node_modules/.cache. Timestream's stand-in meters what a query answers, not what it reads. `DAYS=30 make bench-stores` is a quicker look.
 */
const Days = v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(21), v.maxValue(365));
const DAYS = v.parse(Days, process.env.DAYS ?? '365');

const temporary = await mkdtemp(join(tmpdir(), 'sonde-bench-'));
try {
  const stores = await startStores(await storedYear(DAYS), join(temporary, 's3'));
  let kept;
  try {
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: stores.timestream.url,
      AWS_ENDPOINT_URL_DYNAMODB: stores.dynamodb.url,
      AWS_REGION: LOCAL_REGION,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    });
    console.log(`Both stores with the same ${count(DAYS * READINGS_A_DAY)} readings`);
    const ask = await bundledFunctions();
    for (const question of questions(DAYS)) printQuestion(await costsOf(question, ask, stores));
    printExport(await exportCosts(DAYS, stores));
    kept = await storedBytes(stores.dynamodb.url);
  } finally {
    await endStores(stores);
  }
  const written = await measureWrites();
  printWrites(written);
  printStored(kept, written);
} finally {
  await rm(temporary, { recursive: true, force: true });
}

async function storedBytes(endpoint: string) {
  const client = new DynamoDBClient({ endpoint });
  const bytes = new Map<string, number>();
  for await (const { key, bytes: more } of storedItems(client, physicalName('readings')))
    bytes.set(key.kind, (bytes.get(key.kind) ?? 0) + more);
  client.destroy();
  return { readings: DAYS * READINGS_A_DAY, bytes };
}

/** In a table of its own each, in a DynamoDB that has nothing else. */
async function measureWrites() {
  const store = await startStore('dynamodb', join(temporary, 'writes'), join(temporary, 's3'));
  try {
    return await Promise.all(RHYTHMS.map((rhythm) => writeCosts(rhythm, store.url)));
  } finally {
    await store.end();
  }
}
