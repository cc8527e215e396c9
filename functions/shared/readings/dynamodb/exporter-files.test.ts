import { ListObjectsV2Command, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createS3 } from '../../../../local/s3/index.ts';
import { silentLog } from '../../../../local/shared/log.ts';
import { serve } from '../../../../local/shared/testing/serve.ts';
import { temporaryDirectory } from '../../../../local/shared/testing/temporary-directory.ts';
import { fakeClientOptions } from '../../testing/fake-aws.ts';
import type { ExtractionJob, ReadingExporter } from '../store.ts';
import type { Death } from '../testing/extraction.ts';
import { extract } from '../testing/extraction.ts';
import { readParquet } from '../testing/parquet-reader.ts';
import { dynamodbExporter } from './exporter.ts';
import { memoryTable } from './testing/memory-table.ts';
import { writeByHand } from './testing/merge-by-hand.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const DEVICES = ['01JZ8Q6V5X3M9T2B7C4D1E0001', '01JZ8Q6V5X3M9T2B7C4D1E0002'];
const NOW = Date.UTC(2026, 5, 30, 12, 20);
const BEGIN = BigInt(Date.UTC(2026, 5, 30)) * 1_000_000n;
const MINUTE = 60_000_000_000n;
const ROWS = 24;
const buckets = { exports: 'exports', unload: 'unload' };

let s3: S3Client;
let exporter: ReadingExporter;
const closing: (() => Promise<void>)[] = [];
/** Readings of four hours and two devices, and an exporter that ends a file where it can. */
beforeAll(async () => {
  const { directory, remove } = await temporaryDirectory();
  const service = await createS3({ directory, log: silentLog, secretOf: () => undefined });
  for (const bucket of Object.values(buckets)) await service.createBucket(bucket);
  const served = await serve(service);
  closing.push(served.close, () => service.close(), remove);
  s3 = new S3Client(fakeClientOptions(served.url));
  const table = memoryTable(() => NOW);
  const options = { table, clock: () => NOW, retentionDays: 365, signal: new AbortController().signal };
  const readings = Array.from({ length: ROWS }, (_, index) => ({
    organizationId,
    deviceId: DEVICES[index % 2] ?? '',
    metric: 'a',
    time: BEGIN + BigInt(index) * 10n * MINUTE,
    value: index,
    text: null,
    receivedAt: NOW,
  }));
  await writeByHand(readings, options);
  exporter = dynamodbExporter({ ...options, s3, buckets, fileBytes: 1 });
});
afterAll(async () => {
  s3.destroy();
  for (const close of closing) await close();
});

let exports = 0;
function newJob(): ExtractionJob {
  return {
    organizationId,
    exportId: `01JZ8Q6V5X3M9T2B7C4D1E${(++exports).toString().padStart(4, '0')}`,
    owner: 'worker',
    format: 'PARQUET',
    layout: 'LONG',
    deviceIds: null,
    devices: () => Promise.resolve(DEVICES),
    metrics: null,
    from: BEGIN,
    to: BEGIN + 1440n * MINUTE,
    aggregation: null,
  };
}

async function keys(Bucket: string, { exportId }: ExtractionJob): Promise<string[]> {
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket, Prefix: `${organizationId}/${exportId}/` }),
  );
  return Contents.flatMap(({ Key }) => Key ?? []);
}

describe('the files of an export', () => {
  it('have each row once, wherever workers die, and nothing else is left of it', async () => {
    const deaths = fc.array(fc.constantFrom<Death>(null, 'BEFORE', 'AFTER'), { maxLength: 15 });
    await fc.assert(
      fc.asyncProperty(deaths, async (deaths) => {
        const job = newJob();
        const state = await extract(exporter, job, deaths);
        expect(Buffer.byteLength(state)).toBeLessThan(1024);
        const files = await exporter.files(job, state);
        expect(files).toHaveLength(8);
        await exporter.tidy(job, state);
        await exporter.tidy(job, state);
        expect(await keys('exports', job)).toEqual(files.map(({ key }) => key));
        expect(await keys('unload', job)).toEqual([]);
        const bodies = await Promise.all(
          files.map(async ({ key, bytes }) => {
            const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'exports', Key: key }));
            const body = Buffer.from((await Body?.transformToByteArray()) ?? []);
            expect(body.length).toBe(bytes);
            return body;
          }),
        );
        const { rows } = await readParquet(bodies);
        expect(rows.map(([, , , value]) => Number(value)).sort((one, other) => one - other)).toEqual(
          Array.from({ length: ROWS }, (_, index) => index),
        );
        expect(await exporter.discard(job, state)).toBeNull();
        expect(await keys('exports', job)).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });

  it('are one a step, and the steps say how far it is', async () => {
    const job = newJob();
    const progress: number[] = [];
    let state: string | null = null;
    for (let done = false; !done;) {
      const step = await exporter.advance(job, state);
      progress.push(step.progress);
      ({ state, done } = step);
    }
    expect(progress).toHaveLength(9);
    expect(progress).toEqual(progress.toSorted((one, other) => one - other));
    expect(progress.at(-1)).toBe(1);
    const again = await exporter.advance(job, state);
    expect([again.done, await exporter.files(job, again.state)]).toEqual([
      true,
      await exporter.files(job, state ?? ''),
    ]);
  });
});
