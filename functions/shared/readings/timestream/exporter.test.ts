import { describeExporter } from '../testing/exporter-suite.ts';
import { startTimestreamExporter } from '../testing/exporters.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ExtractionJob, Reading } from '../store.ts';
import { extract, rowsOf } from '../testing/extraction.ts';
import type { LocalStore, TableStore } from './testing/local-store.ts';
import { startLocalStore } from './testing/local-store.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const id = (index: number) => `01JZ8Q6V5X3M9T2B7C4D1E${index.toString().padStart(4, '0')}`;
const now = Date.now();
const MINUTE = 60_000_000_000n;
const DAY = 1440n * MINUTE;
/** Midnight, so that windows begin with it. */
const start = (BigInt(Math.floor(now / 86_400_000)) - 1n) * DAY;

let local: LocalStore;
let store: TableStore;
beforeAll(async () => {
  local = await startLocalStore();
  store = await local.table('readings');
});
afterAll(() => local.close());
afterEach(() => {
  delete local.unload.minimumPolls;
});

let ids = 0;
/** Every case has devices and exports of its own. */
const newId = () => id(++ids);

function reading(change: Partial<Reading>): Reading {
  return { organizationId, deviceId: id(0), metric: 'm', time: start, value: 1, text: null, ...change };
}

async function write(readings: readonly Reading[], to = store): Promise<void> {
  const result = await to.write(readings.map((each) => ({ ...each, receivedAt: now })));
  expect(result).toEqual({ rejected: [], retryable: [] });
}

function jobOf(change: Partial<ExtractionJob>): ExtractionJob {
  return {
    organizationId,
    exportId: newId(),
    owner: 'worker 0',
    devices: () => Promise.resolve([]),
    deviceIds: null,
    metrics: null,
    from: start,
    to: start + DAY,
    aggregation: null,
    layout: 'LONG',
    format: 'CSV',
    ...change,
  };
}

async function exported(change: Partial<ExtractionJob>, from = store): Promise<(string | null)[][]> {
  const job = jobOf(change);
  const { rows } = await rowsOf(from, job, await extract(from, job));
  return rows.sort(byText);
}

const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
describeExporter('an export of Timestream', startTimestreamExporter);

describe('the rows of an UNLOAD', () => {
  it('are none in a table that nothing was written to, and have no text where there is none', async () => {
    const empty = await local.table('empty');
    const numbers = await local.table('numbers');
    await write([reading({ value: 1.5 })], numbers);
    for (const layout of ['LONG', 'WIDE'] as const)
      expect(await exported({ layout, metrics: ['m'] }, empty)).toEqual([]);
    expect(await exported({}, numbers)).toEqual([[expect.any(String), id(0), 'm', '1.5', null]]);
    const wide = await exported({ layout: 'WIDE', metrics: ['m', 'n'] }, numbers);
    expect(wide).toEqual([[expect.any(String), id(0), '1.5', null]]);
  });

  it('come after polls without an answer', async () => {
    const deviceId = newId();
    await write([reading({ deviceId })]);
    local.unload.minimumPolls = 3;
    expect(await exported({ deviceIds: [deviceId] })).toHaveLength(1);
  });
});

describe('what is left of a CSV export', () => {
  it('is nothing of one that runs when it is discarded', async () => {
    local.unload.minimumPolls = 1000;
    const job = jobOf({ deviceIds: [newId()] });
    let state: string | null = null;
    for (let step = 0; step < 3; step++) state = (await store.advance(job, state)).state;
    await store.discard(job, state);
    await store.discard(job, state);
    expect(await local.keys('unload', `${organizationId}/${job.exportId}/`)).toEqual([]);
  });
});
