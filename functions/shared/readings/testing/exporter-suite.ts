import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseTime } from '../../time.ts';
import type { ExtractionJob, Reading } from '../store.ts';
import type { StartExporter, TestExporter } from './exporters.ts';
import type { Death } from './extraction.ts';
import { extract, rowsOf } from './extraction.ts';
import { readParquet } from './parquet-reader.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const id = (index: number) => `01JZ8Q6V5X3M9T2B7C4D1E${index.toString().padStart(4, '0')}`;
const now = Date.now();
const MINUTE = 60_000_000_000n;
const DAY = 1440n * MINUTE;
/** Midnight, so that windows begin with it. */
const start = (BigInt(Math.floor(now / 86_400_000)) - 1n) * DAY;

const timeOf = (text: string | null | undefined) => parseTime(`${(text ?? '').replace(' ', 'T')}Z`);
const numberOf = (text: string | null | undefined) => (text === null ? null : Number(text));
/** Numbers print differently from store to store. */
const plain = (row: readonly (string | null)[]) =>
  row.map((cell) => (cell === null || Number.isNaN(Number(cell)) ? cell : Number(cell)));
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

/** What every store's exporter has to do. */
export function describeExporter(name: string, startStore: StartExporter): void {
  describe(name, () => {
    let started: TestExporter | undefined;
    beforeAll(async () => {
      started = await startStore();
    });
    afterAll(() => started?.close());
    function store(): TestExporter {
      if (!started) throw new Error('The store has not been started');
      return started;
    }
    let ids = 0;
    /** Every case has devices and exports of its own. */
    const newId = () => id(++ids);

    function reading(change: Partial<Reading>): Reading {
      return { organizationId, deviceId: id(0), metric: 'm', time: start, value: 1, text: null, ...change };
    }

    async function write(readings: readonly Reading[]): Promise<void> {
      const result = await store().write(readings.map((each) => ({ ...each, receivedAt: now })));
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

    async function exported(change: Partial<ExtractionJob>): Promise<(string | null)[][]> {
      const job = jobOf(change);
      const { rows } = await rowsOf(store(), job, await extract(store(), job));
      return rows.sort(byText);
    }

    /** Readings of two new devices. */
    async function written(entries: typeof series extends fc.Arbitrary<infer T> ? T : never): Promise<{
      deviceIds: string[];
      readings: Reading[];
    }> {
      const deviceIds = [newId(), newId()];
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
            const { rows } = await rowsOf(store(), job, await extract(store(), job, deaths));
            const pages = await Promise.all(
              deviceIds.map((deviceId) => store().page({ ...job, deviceId, order: 'ASC', after: null, limit: 100 })),
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
        const deviceIds = [newId(), newId()];
        const [deviceId = ''] = deviceIds;
        await write(
          [0n, 1n, 2n].flatMap((nanosecond) =>
            ['a', 'b'].flatMap((metric) =>
              deviceIds.map((deviceId) => reading({ deviceId, metric, time: start + nanosecond })),
            ),
          ),
        );
        const rows = await exported({ deviceIds: [deviceId], metrics: ['b'], from: start + 1n, to: start + 2n });
        expect(rows).toEqual([
          [expect.stringMatching(/ 00:00:00\.000000001$/), deviceId, 'b', expect.any(String), null],
        ]);
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
        const deviceId = newId();
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
    });

    describe('a Parquet export', () => {
      it('has the files of its last attempt, before and after tidying', async () => {
        const deviceId = newId();
        await write([0n, 1n, 2n].map((minute) => reading({ deviceId, time: start + minute * MINUTE })));
        const job = jobOf({ deviceIds: [deviceId], format: 'PARQUET' });
        const prefix = `${organizationId}/${job.exportId}/`;
        await store().put('exports', `${prefix}0/results/partial.parquet`, 'x');
        await store().put('unload', `${prefix}devices.json`, '[]');
        const state = await extract(store(), job, [null, 'BEFORE']);
        const files = await store().files(job, state);
        expect(files.reduce((sum, { rows }) => sum + rows, 0)).toBe(3);
        const keys = files.map(({ key }) => key).sort();
        expect(await store().keys('exports', prefix)).toEqual(expect.arrayContaining(keys));
        await store().tidy(job, state);
        await store().tidy(job, state);
        expect(await store().keys('exports', prefix)).toEqual(keys);
        expect(await store().keys('unload', prefix)).toEqual([]);
        await store().discard(job, state);
        expect(await store().keys('exports', prefix)).toEqual([]);
      });

      it('has the columns and types of its layout, and the same rows as CSV', async () => {
        const deviceId = newId();
        await write([
          reading({ deviceId, metric: 'a', value: 21.5, time: start + 1n }),
          reading({ deviceId, metric: 'a', value: -3, text: 'low', time: start + MINUTE }),
          reading({ deviceId, metric: 'b', value: null, text: 'é "雪"', time: start + MINUTE }),
        ]);
        const keys = { time: 'TIMESTAMP_NS', device_id: 'VARCHAR' };
        const aggregation = { window: 60n * MINUTE, statistics: ['COUNT', 'AVG', 'LAST'] as const };
        const statistics = { count: 'BIGINT', avg: 'DOUBLE', last: 'DOUBLE' };
        const metrics = ['b', 'a'];
        const wide = Object.fromEntries(
          metrics.flatMap((metric) => Object.entries(statistics).map(([name, type]) => [`${metric}_${name}`, type])),
        );
        for (const [change, columns] of [
          [{}, { ...keys, metric: 'VARCHAR', value: 'DOUBLE', text: 'VARCHAR' }],
          [
            { layout: 'WIDE', metrics },
            { ...keys, b: 'VARCHAR', a: 'VARCHAR' },
          ],
          [{ aggregation }, { ...keys, metric: 'VARCHAR', ...statistics }],
          [
            { layout: 'WIDE', metrics, aggregation },
            { ...keys, ...wide },
          ],
        ] as [Partial<ExtractionJob>, Record<string, string>][]) {
          const job = jobOf({ deviceIds: [deviceId], format: 'PARQUET', ...change });
          const files = await store().files(job, await extract(store(), job));
          const bodies = await Promise.all(files.map(({ key }) => store().get('exports', key)));
          const found = await readParquet(bodies);
          expect(found.columns).toEqual(columns);
          expect(found.codecs).toEqual(['GZIP']);
          const rows = await exported({ ...job, format: 'CSV' });
          expect(found.rows.map(plain).sort(byText)).toEqual(rows.map(plain).sort(byText));
        }
      });

      it('has none where there are no readings', async () => {
        const job = jobOf({ deviceIds: [newId()], format: 'PARQUET' });
        const state = await extract(store(), job);
        expect(await store().files(job, state)).toEqual([]);
        await store().tidy(job, state);
        expect(await store().keys('exports', `${organizationId}/${job.exportId}/`)).toEqual([]);
      });
    });

    describe('what is left of a CSV export', () => {
      it('is nothing in the bucket of UNLOAD once it is tidied, and nothing at all once it is discarded', async () => {
        const job = jobOf({ deviceIds: [newId()] });
        const prefix = `${organizationId}/${job.exportId}/`;
        await store().put('unload', `${prefix}devices.json`, '[]');
        await store().put('exports', `${prefix}readings.csv.gz`, 'x');
        const state = await extract(store(), job, ['AFTER', 'BEFORE', null]);
        expect(await store().keys('unload', prefix)).not.toEqual([]);
        await store().tidy(job, state);
        expect(await store().keys('unload', prefix)).toEqual([]);
        expect(await store().keys('exports', prefix)).toEqual([`${prefix}readings.csv.gz`]);
        await store().discard(job, state);
        await store().discard(job, null);
        expect(await store().keys('exports', prefix)).toEqual([]);
      });
    });
  });
}
