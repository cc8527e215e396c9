import { S3Client } from '@aws-sdk/client-s3';
import { TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientOptions } from '../../aws-client.ts';
import { fakeClientOptions } from '../../testing/fake-aws.ts';
import type { ExtractionJob, ReadingExporter } from '../store.ts';
import { timestreamExporter } from './exporter.ts';
import { rowsOf } from '../testing/extraction.ts';
import type { FakeS3 } from './testing/fake-s3.ts';
import { fakeS3 } from './testing/fake-s3.ts';

const job: ExtractionJob = {
  organizationId: '01JZ8Q6V5X3M9T2B7C4D1E0F8G',
  exportId: '01JZ8Q6V5X3M9T2B7C4D1E0F8X',
  owner: 'worker',
  devices: () => Promise.resolve([]),
  deviceIds: null,
  metrics: null,
  from: 0n,
  to: 10n ** 18n,
  aggregation: null,
  layout: 'LONG',
  format: 'CSV',
};
const prefix = `${job.organizationId}/${job.exportId}`;
const manifest = `${prefix}/1/Q_manifest.json`;
const keys = [0, 1, 2].map((file) => `${prefix}/1/results/${file}.gz`);
const state = JSON.stringify({ phase: 'DONE', attempt: 1, manifest, rows: 60_000 });

let s3: FakeS3;
let exporter: ReadingExporter;
/** An extraction of three files of many windows. */
beforeEach(async () => {
  s3 = await fakeS3();
  const options = { ...clientOptions({ attempts: 2, requestTimeout: 5000 }), ...fakeClientOptions(s3.endpoint) };
  exporter = timestreamExporter({
    timestream: new TimestreamQueryClient(options),
    s3: new S3Client(options),
    name: { database: 'sonde_local', table: 'readings' },
    buckets: { exports: 'exports', unload: 'unload' },
    clock: Date.now,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    stallLimit: 1000,
  });
  for (const [file, key] of keys.entries()) {
    const lines = Array.from({ length: 20_000 }, (_, row) => `2026-01-01 00:00:00.000000000,d${file},m,${row},\n`);
    s3.objects.set(`unload/${key}`, gzipSync(lines.join('')));
  }
  const result_files = keys.map((key) => ({
    url: `s3://unload/${key}`,
    file_metadata: { content_length_in_bytes: s3.objects.get(`unload/${key}`)?.length, row_count: 20_000 },
  }));
  s3.objects.set(`unload/${manifest}`, Buffer.from(JSON.stringify({ result_files })));
});
afterEach(() => s3.close());

describe('reading', () => {
  it('goes on from any position in the same batches, and says how far it is', async () => {
    const whole = await rowsOf(exporter, job, state);
    expect(whole.rows).toHaveLength(60_000);
    expect(whole.batches.length).toBeGreaterThan(9);
    for (const [index, { position, rows, progress }] of whole.batches.entries()) {
      expect(progress).toBeCloseTo(rows / 60_000);
      if (index % 3 !== 0 && rows % 20_000 !== 0) continue;
      const rest = await rowsOf(exporter, job, state, position);
      const ends = (batches: typeof whole.batches) => batches.map(({ position, progress }) => [position, progress]);
      expect(ends(rest.batches)).toEqual(ends(whole.batches.slice(index + 1)));
      expect(rest.rows).toEqual(whole.rows.slice(rows));
    }
  });

  it('goes on when a download breaks off or stalls, from where it was', async () => {
    const { rows } = await rowsOf(exporter, job, state);
    // The manifest is the first that is downloaded.
    s3.faults.breaks = [{ after: 1e9 }, { after: 5000 }, { after: 100 }, { after: 10, stall: true }];
    s3.requests.length = 0;
    expect((await rowsOf(exporter, job, state)).rows).toEqual(rows);
    expect(s3.requests.filter((request) => /bytes=[1-9]\d*-$/.test(request)).length).toBeGreaterThanOrEqual(3);
  });

  it('gives up a download that breaks off again and again', async () => {
    s3.faults.breaks = [{ after: 1e9 }, ...Array.from({ length: 100 }, () => ({ after: 1 }))];
    await expect(rowsOf(exporter, job, state)).rejects.toThrow();
  });

  it('refuses a file that is not whole, and a position that is none', async () => {
    await expect(rowsOf(exporter, job, state, 'x')).rejects.toThrow(RangeError);
    const path = `unload/${keys[1] ?? ''}`;
    s3.objects.set(path, s3.objects.get(path)?.subarray(0, 1000) ?? Buffer.alloc(0));
    await expect(rowsOf(exporter, job, state)).rejects.toThrow('unexpected end of file');
  });

  it('can be ended at any batch', async () => {
    for await (const { rows } of exporter.read(job, state, null)) {
      expect(rows).toBeGreaterThan(0);
      break;
    }
  });
});

describe('tidying', () => {
  it('leaves what belongs to others', async () => {
    const others = [`${prefix}X/a`, `${job.organizationId}/b`, 'c'];
    for (const key of others) s3.objects.set(`unload/${key}`, Buffer.from('x'));
    await exporter.tidy(job, state);
    expect(s3.keys('unload')).toEqual(others.sort());
  });

  it('says what could not be deleted', async () => {
    s3.faults.undeletable.add(keys[1] ?? '');
    await expect(exporter.tidy(job, state)).rejects.toThrow('AccessDenied');
    await expect(exporter.discard(job, null)).rejects.toThrow('AccessDenied');
  });
});
