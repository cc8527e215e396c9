import { S3Client } from '@aws-sdk/client-s3';
import { TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { CreateDatabaseCommand, CreateTableCommand, TimestreamWriteClient } from '@aws-sdk/client-timestream-write';
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../../../../local/shared/log.ts';
import { serve } from '../../../../local/shared/testing/serve.ts';
import { temporaryDirectory } from '../../../../local/shared/testing/temporary-directory.ts';
import { createTimestream } from '../../../../local/timestream/index.ts';
import type { UnloadSettings } from '../../../../local/timestream/index.ts';
import { clientOptions } from '../../aws-client.ts';
import { fakeClientOptions } from '../../testing/fake-aws.ts';
import { parseTime } from '../../time.ts';
import type { ExtractionJob, Reading, ReadingExporter, ReadingReader, ReadingWriter } from '../store.ts';
import { timestreamExporter } from './exporter.ts';
import { timestreamReader } from './page.ts';
import type { FakeS3 } from './testing/fake-s3.ts';
import { fakeS3 } from './testing/fake-s3.ts';
import { timestreamWriter } from './write.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const device = (index: number) => `01JZ8Q6V5X3M9T2B7C4D1E${index.toString().padStart(4, '0')}`;
const id = device;
const now = Date.now();
const MINUTE = 60_000_000_000n;
/** Midnight, so that windows begin with it. */
const start = BigInt(Math.floor(now / 86_400_000)) * 1440n * MINUTE - 1440n * MINUTE;
const names = { empty: 'empty', numbers: 'numbers', readings: 'readings' };
const database = 'sonde_test';

interface World {
  s3: FakeS3;
  unload: UnloadSettings;
  writer: ReadingWriter;
  reader: ReadingReader;
  exporterOf(table: string): ReadingExporter;
  close(): Promise<void>;
}
let world: World;
let exporter: ReadingExporter;
let jobs = 0;

beforeAll(async () => {
  const { directory, remove } = await temporaryDirectory();
  const s3 = await fakeS3();
  const unload: UnloadSettings = {};
  const service = await createTimestream({ directory, log: silentLog, objects: s3, unload });
  const served = await serve(service);
  const writeClient = new TimestreamWriteClient(fakeClientOptions(served.url));
  await writeClient.send(new CreateDatabaseCommand({ DatabaseName: database }));
  for (const table of Object.values(names))
    await writeClient.send(
      new CreateTableCommand({
        DatabaseName: database,
        TableName: table,
        RetentionProperties: { MemoryStoreRetentionPeriodInHours: 72, MagneticStoreRetentionPeriodInDays: 365 },
      }),
    );
  const options = (endpoint: string, attempts: number) => ({
    ...clientOptions({ attempts, requestTimeout: 20_000 }),
    ...fakeClientOptions(endpoint),
  });
  const timestream = new TimestreamQueryClient(options(served.url, 1));
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const name = { database, table: names.readings };
  world = {
    s3,
    unload,
    writer: timestreamWriter({ client: writeClient, name, timeLimit: 30_000 }),
    reader: timestreamReader({ client: timestream, name, timeLimit: 25_000, log }),
    exporterOf: (table) =>
      timestreamExporter({
        timestream,
        s3: new S3Client(options(s3.endpoint, 2)),
        name: { database, table },
        buckets: { exports: 'exports', unload: 'unload' },
        clock: Date.now,
        log,
        stallLimit: 1000,
      }),
    async close() {
      await served.close();
      await service.close();
      await s3.close();
      await remove();
    },
  };
  exporter = world.exporterOf(names.readings);
  const numbers = timestreamWriter({
    client: writeClient,
    name: { database, table: names.numbers },
    timeLimit: 30_000,
  });
  await numbers.write([{ ...reading({ value: 1.5 }), receivedAt: now }]);
});
afterAll(async () => {
  await world.close();
});
beforeEach(() => {
  world.s3.faults.breaks = [];
  world.s3.faults.undeletable.clear();
  delete world.unload.minimumPolls;
});

let devices = 0;
const newDevice = () => device(++devices);

function reading(change: Partial<Reading> = {}): Reading {
  return { organizationId, deviceId: device(1), metric: 'm', time: start, value: 1, text: null, ...change };
}

async function write(readings: readonly Reading[]): Promise<void> {
  const result = await world.writer.write(readings.map((each) => ({ ...each, receivedAt: now })));
  expect(result).toEqual({ rejected: [], retryable: [] });
}

function jobOf(change: Partial<ExtractionJob> = {}): ExtractionJob {
  return {
    organizationId,
    exportId: id(++jobs),
    owner: 'worker 0',
    deviceIds: null,
    metrics: null,
    from: start,
    to: start + 1440n * MINUTE,
    aggregation: null,
    layout: 'LONG',
    format: 'CSV',
    ...change,
  };
}

/** When a worker dies: before its step is kept, or after that. */
type Death = 'BEFORE' | 'AFTER' | null;

/** The state of an extraction that is done, by as many workers as it takes. */
async function extract(job: ExtractionJob, deaths: readonly Death[] = [], by = exporter): Promise<string> {
  let state: string | null = null;
  let worker = 0;
  for (let step = 0; step < 100; step++) {
    const extraction = await by.advance({ ...job, owner: `worker ${worker}` }, state);
    const death = deaths[step] ?? null;
    if (death !== null) worker++;
    if (death === 'BEFORE') continue;
    state = extraction.state;
    if (extraction.done) return state;
  }
  throw new Error('It does not end');
}

async function rowsOf(job: ExtractionJob, state: string, position: string | null = null, by = exporter) {
  const rows: (string | null)[][] = [];
  const positions: { position: string; rows: number }[] = [];
  for await (const batch of by.read(job, state, position)) {
    const width = batch.bounds.length / batch.rows;
    for (let row = 0; row < batch.rows; row++)
      rows.push(
        Array.from({ length: width / 2 }, (_, column) => {
          const at = row * width + column * 2;
          return batch.bytes.toString('utf8', batch.bounds[at], batch.bounds[at + 1]) || null;
        }),
      );
    positions.push({ position: batch.position, rows: rows.length });
  }
  return { rows, positions };
}

async function exported(change: Partial<ExtractionJob>, by = exporter): Promise<(string | null)[][]> {
  const job = jobOf(change);
  const { rows } = await rowsOf(job, await extract(job, [], by), null, by);
  return rows.sort(byText);
}

const timeOf = (text: string | null | undefined) => parseTime(`${(text ?? '').replace(' ', 'T')}Z`);
const numberOf = (text: string | null | undefined) => (text === null ? null : Number(text));
const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
const comparable = (rows: readonly unknown[][]) =>
  rows.map((row) => row.map((cell) => (typeof cell === 'bigint' ? cell.toString() : cell))).sort(byText);

const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 10, unit: fc.constantFrom('a', ',', '"', '\\', '\n', '\r', 'é', '雪', ' ') }),
  fc.constantFrom('"', '\\', '\\n', '=1+1', 'NULL', '0'),
);
const value = fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.constantFrom(0.1, 1e15, -2.5e-9, 1 / 3));
const measured = fc.oneof(
  fc.record({ value, text: fc.constant(null) }),
  fc.record({ value: fc.constant(null), text }),
  fc.record({ value, text }),
);
const metric = fc.constantFrom('a', 'b', 'time', 'A');
const series = fc.uniqueArray(
  fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 5 }), metric, measured),
  { selector: ([device, minute, metric]) => `${device} ${minute} ${metric}`, maxLength: 25 },
);
const deaths = fc.array(fc.constantFrom<Death>(null, 'BEFORE', 'AFTER'), { maxLength: 10 });

/** Readings of two new devices. */
async function written(entries: typeof series extends fc.Arbitrary<infer T> ? T : never): Promise<{
  deviceIds: string[];
  readings: Reading[];
}> {
  const deviceIds = [newDevice(), newDevice()];
  const readings = entries.map(([index, minute, metric, measured]) =>
    reading({ deviceId: deviceIds[index] ?? '', time: start + BigInt(minute) * MINUTE, metric, ...measured }),
  );
  await write(readings);
  return { deviceIds, readings };
}

describe('the rows of an export', () => {
  it('are the readings, exactly as pages have them, wherever workers die', async () => {
    await fc.assert(
      fc.asyncProperty(series, deaths, async (entries, deaths) => {
        const { deviceIds } = await written(entries);
        const job = jobOf({ deviceIds });
        const { rows } = await rowsOf(job, await extract(job, deaths));
        const pages = await Promise.all(
          deviceIds.map((deviceId) => world.reader.page({ ...job, deviceId, order: 'ASC', after: null, limit: 100 })),
        );
        const got = rows.map(([time, deviceId, metric, value, text]) => [
          timeOf(time),
          deviceId,
          metric,
          numberOf(value),
          text,
        ]);
        const expected = pages.flat().map((each) => [each.time, each.deviceId, each.metric, each.value, each.text]);
        expect(comparable(got)).toEqual(comparable(expected));
      }),
      { numRuns: 20 },
    );
  });

  it('are those of the devices, metrics and period that are asked for', async () => {
    const deviceIds = [newDevice(), newDevice()];
    const [deviceId = ''] = deviceIds;
    await write(
      [0n, 1n, 2n].flatMap((nanosecond) =>
        ['a', 'b'].flatMap((metric) =>
          deviceIds.map((deviceId) => reading({ deviceId, metric, time: start + nanosecond })),
        ),
      ),
    );
    const rows = await exported({ deviceIds: [deviceId], metrics: ['b'], from: start + 1n, to: start + 2n });
    expect(rows).toEqual([[expect.stringMatching(/ 00:00:00\.000000001$/), deviceId, 'b', expect.any(String), null]]);
    expect(await exported({ deviceIds, organizationId: id(9999) })).toEqual([]);
  });

  it('have a column a metric when they are wide: the value, or else the text', async () => {
    await fc.assert(
      fc.asyncProperty(series, async (entries) => {
        const { deviceIds, readings } = await written(entries);
        const metrics = ['a', 'time', 'A'];
        const rows = await exported({ deviceIds, metrics, layout: 'WIDE' });
        const moments = new Map<string, unknown[]>();
        for (const { time, deviceId, metric, value, text } of readings) {
          const column = metrics.indexOf(metric);
          if (column === -1) continue;
          const row = moments.get(`${time} ${deviceId}`) ?? [time, deviceId, null, null, null];
          row[column + 2] = value ?? text;
          moments.set(`${time} ${deviceId}`, row);
        }
        const numbers = new Set(readings.flatMap(({ value }) => value ?? []));
        const plain = (cell: unknown) => (numbers.has(Number(cell)) ? Number(cell) : cell);
        const got = rows.map(([time, deviceId, ...cells]) => [
          timeOf(time),
          deviceId,
          ...cells.map((cell) => (cell === null ? null : plain(cell))),
        ]);
        const expected = [...moments.values()].map(([time, deviceId, ...cells]) => [
          time,
          deviceId,
          ...cells.map((cell) => (cell === null ? null : plain(cell))),
        ]);
        expect(comparable(got)).toEqual(comparable(expected));
      }),
      { numRuns: 15 },
    );
  });

  it('have statistics of the numeric readings of each window', async () => {
    const deviceId = newDevice();
    const at = (minute: number, measured: Partial<Reading>) =>
      reading({ deviceId, time: start + BigInt(minute) * MINUTE, metric: 'a', ...measured });
    await write([
      at(0, { value: null, text: 'booting' }),
      at(1, { value: 4 }),
      at(2, { value: 1 }),
      at(3, { value: 2.5 }),
      at(14, { value: null, text: 'off' }),
      at(15, { value: 7 }),
      at(16, { metric: 'b', value: null, text: 'open' }),
    ]);
    const statistics = ['AVG', 'MIN', 'MAX', 'SUM', 'COUNT', 'FIRST', 'LAST', 'STDDEV', 'P50'] as const;
    const aggregation = { window: 15n * MINUTE, statistics };
    const numbers = (row: (string | null)[]) => row.map(numberOf);
    const first = [2.5, 1, 4, 7.5, 5, 4, 2.5, 1.5, 2.5];
    const second = [7, 7, 7, 7, 1, 7, 7, null, 7];
    const none = [null, null, null, null, 1, null, null, null, null];
    const long = await exported({ deviceIds: [deviceId], aggregation });
    expect(long.map(([time, , metric, ...cells]) => [time?.slice(11, 16), metric, numbers(cells)])).toEqual([
      ['00:00', 'a', first],
      ['00:15', 'a', second],
      ['00:15', 'b', none],
    ]);
    const wide = await exported({ deviceIds: [deviceId], aggregation, metrics: ['b', 'a'], layout: 'WIDE' });
    expect(wide.map(([time, , ...cells]) => [time?.slice(11, 16), numbers(cells)])).toEqual([
      ['00:00', [...none.with(4, 0), ...first]],
      ['00:15', [...none, ...second]],
    ]);
  });

  it('are none in a table that nothing was written to, and have no text where there is none', async () => {
    for (const layout of ['LONG', 'WIDE'] as const)
      expect(await exported({ layout, metrics: ['m'] }, world.exporterOf(names.empty))).toEqual([]);
    const numbers = world.exporterOf(names.numbers);
    expect(await exported({}, numbers)).toEqual([[expect.any(String), device(1), 'm', '1.5', null]]);
    const wide = await exported({ layout: 'WIDE', metrics: ['m', 'n'] }, numbers);
    expect(wide).toEqual([[expect.any(String), device(1), '1.5', null]]);
  });

  it('come after polls without an answer', async () => {
    const deviceId = newDevice();
    await write([reading({ deviceId })]);
    world.unload.minimumPolls = 3;
    expect(await exported({ deviceIds: [deviceId] })).toHaveLength(1);
  });
});

/** An extraction of three files of many windows, made by hand. */
function largeExtraction(): { job: ExtractionJob; state: string; keys: string[] } {
  const job = jobOf();
  const place = `${organizationId}/${job.exportId}/1`;
  const keys = [0, 1, 2].map((file) => `${place}/results/${file}.gz`);
  const sizes = keys.map((key, file) => {
    const lines = Array.from({ length: 20_000 }, (_, row) => `2026-01-01 00:00:00.000000000,d${file},m,${row},\n`);
    const bytes = gzipSync(lines.join(''));
    world.s3.objects.set(`unload/${key}`, bytes);
    return bytes.length;
  });
  const files = keys.map((key, file) => ({
    url: `s3://unload/${key}`,
    file_metadata: { content_length_in_bytes: sizes[file], row_count: 20_000 },
  }));
  const manifest = `${place}/Q_manifest.json`;
  world.s3.objects.set(`unload/${manifest}`, Buffer.from(JSON.stringify({ result_files: files })));
  return { job, keys, state: JSON.stringify({ phase: 'DONE', manifest, rows: 60_000, bytes: 1 }) };
}

describe('reading', () => {
  it('goes on from any position in the same batches', async () => {
    const { job, state } = largeExtraction();
    const whole = await rowsOf(job, state);
    expect(whole.rows).toHaveLength(60_000);
    expect(whole.positions.length).toBeGreaterThan(9);
    for (const [index, { position, rows }] of whole.positions.entries()) {
      if (index % 3 !== 0 && rows % 20_000 !== 0) continue;
      const rest = await rowsOf(job, state, position);
      expect(rest.positions.map(({ position }) => position)).toEqual(
        whole.positions.slice(index + 1).map(({ position }) => position),
      );
      expect(rest.rows).toEqual(whole.rows.slice(rows));
    }
  });

  it('goes on when a download breaks off or stalls, from where it was', async () => {
    const { job, state } = largeExtraction();
    const { rows } = await rowsOf(job, state);
    // The manifest is the first that is downloaded; a request without its body is made again by the client.
    world.s3.faults.breaks = [{ after: 1e9 }, { after: 5000 }, { after: 100 }, { after: 10, stall: true }];
    world.s3.requests.length = 0;
    expect((await rowsOf(job, state)).rows).toEqual(rows);
    expect(world.s3.requests.filter((request) => request.includes('bytes=')).length).toBeGreaterThanOrEqual(3);
  });

  it('gives up a download that breaks off again and again', async () => {
    const { job, state } = largeExtraction();
    const breaks = Array.from({ length: 100 }, () => ({ after: 1 }));
    world.s3.faults.breaks = [{ after: 1e9 }, ...breaks];
    await expect(rowsOf(job, state)).rejects.toThrow();
  });

  it('refuses a file that is not whole, and a position that is none', async () => {
    const { job, state, keys } = largeExtraction();
    await expect(rowsOf(job, state, 'x')).rejects.toThrow(RangeError);
    const path = `unload/${keys[1] ?? ''}`;
    world.s3.objects.set(path, world.s3.objects.get(path)?.subarray(0, 1000) ?? Buffer.alloc(0));
    await expect(rowsOf(job, state)).rejects.toThrow('unexpected end of file');
  });

  it('can be ended at any batch', async () => {
    const { job, state } = largeExtraction();
    for await (const { rows } of exporter.read(job, state, null)) {
      expect(rows).toBeGreaterThan(0);
      break;
    }
  });
});

describe('files and what is left of an export', () => {
  const own = (bucket: string, job: ExtractionJob) =>
    world.s3.keys(bucket).filter((key) => key.startsWith(`${organizationId}/${job.exportId}/`));

  async function parquet() {
    const deviceId = newDevice();
    await write([0, 1, 2].map((minute) => reading({ deviceId, time: start + BigInt(minute) * MINUTE })));
    const job = jobOf({ deviceIds: [deviceId], format: 'PARQUET' });
    const prefix = `${organizationId}/${job.exportId}`;
    world.s3.objects.set(`exports/${prefix}/0/results/partial.parquet`, Buffer.from('x'));
    world.s3.objects.set(`unload/${prefix}/devices.json`, Buffer.from('[]'));
    return { job, state: await extract(job) };
  }

  it('are the Parquet files of the last attempt, before and after tidying', async () => {
    const { job, state } = await parquet();
    const files = await exporter.files(job, state);
    expect(files.reduce((sum, { rows }) => sum + rows, 0)).toBe(3);
    for (const { key, bytes } of files) {
      expect(key.startsWith(`${organizationId}/${job.exportId}/1/`)).toBe(true);
      expect(world.s3.objects.get(`exports/${key}`)).toHaveLength(bytes);
    }
    await exporter.tidy(job, state);
    await exporter.tidy(job, state);
    expect(own('exports', job)).toEqual(files.map(({ key }) => key).sort());
    expect(own('unload', job)).toEqual([]);
  });

  it('are none where there are no readings', async () => {
    const job = jobOf({ deviceIds: [newDevice()], format: 'PARQUET' });
    const state = await extract(job);
    expect(await exporter.files(job, state)).toEqual([]);
    await exporter.tidy(job, state);
    expect(own('exports', job)).toEqual([]);
  });

  it('leaves nothing of a CSV extraction, and all of others', async () => {
    const { job, state } = largeExtraction();
    const { job: other } = largeExtraction();
    const others = own('unload', other);
    world.s3.objects.set(`exports/${organizationId}/${job.exportId}/readings.csv.gz`, gzipSync('x'));
    await exporter.tidy(job, state);
    await exporter.tidy(job, state);
    expect([own('unload', job), own('exports', job)]).toEqual([
      [],
      [`${organizationId}/${job.exportId}/readings.csv.gz`],
    ]);
    expect(own('unload', other)).toEqual(others);
    await exporter.discard(job, state);
    await exporter.discard(job, null);
    expect(own('exports', job)).toEqual([]);
    expect(own('unload', other)).toEqual(others);
  });

  it('cancels what runs when it is discarded', async () => {
    const deviceId = newDevice();
    await write([reading({ deviceId })]);
    const job = jobOf({ deviceIds: [deviceId] });
    world.unload.minimumPolls = 1000;
    let state: string | null = null;
    for (let step = 0; step < 3; step++) state = (await exporter.advance(job, state)).state;
    await exporter.discard(job, state);
    await exporter.discard(job, state);
    expect(own('unload', job)).toEqual([]);
  });

  it('says what could not be deleted', async () => {
    const { job, state, keys } = largeExtraction();
    world.s3.faults.undeletable.add(keys[1] ?? '');
    await expect(exporter.tidy(job, state)).rejects.toThrow('AccessDenied');
  });
});
