import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBValue } from '@duckdb/node-api';
import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../shared/testing/temporary-directory.ts';
import { BUCKET, MemoryObjects, parseCsv } from '../testing/objects.ts';
import { DATABASE, startTimestream } from '../testing/service.ts';

const NOW_MS = 4_102_444_800_000;
const NOW_NS = BigInt(NOW_MS) * 1_000_000n;
const COLUMNS = ['device_id', 'measure_name', 'time', 'number', 'count', 'text', 'flag', 'moment'];

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom('"', ',', '\\', '\n', '\r', '\t', ' ', 'a', 'é', '|', '1', '-', '.', '\\N'),
    maxLength: 12,
  }),
);
const double = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e8, max: 1e8 }),
  fc.double({ noNaN: true, min: 1e-5, max: 1e-2 }),
  fc.integer(),
);
const reading = fc.record({
  device: text.filter((name) => name !== ''),
  metric: fc.constantFrom('a', 'b'),
  timeNs: fc.bigInt(0n, NOW_NS),
  number: fc.option(double),
  count: fc.option(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)),
  text: fc.option(text),
  flag: fc.option(fc.boolean()),
  moment: fc.option(fc.bigInt(0n, 2n ** 63n - 2n)),
});
type Reading = typeof reading extends fc.Arbitrary<infer Value> ? Value : never;

/** A first record gives the table all columns. */
const FIRST: Reading = {
  device: 'first',
  metric: 'a',
  timeNs: 0n,
  number: 0,
  count: 0n,
  text: '',
  flag: true,
  moment: 0n,
};

function record({ device, metric, timeNs, number, count, text: words, flag, moment }: Reading) {
  const measures = [
    { Name: 'number', Type: 'DOUBLE', Value: Object.is(number, -0) ? '-0' : String(number) },
    { Name: 'count', Type: 'BIGINT', Value: String(count) },
    { Name: 'text', Type: 'VARCHAR', Value: words ?? 'null' },
    { Name: 'flag', Type: 'BOOLEAN', Value: String(flag) },
    { Name: 'moment', Type: 'TIMESTAMP', Value: String(moment) },
  ];
  const present = [number, count, words, flag, moment].map((value) => value !== null);
  return {
    Dimensions: [{ Name: 'device_id', Value: device }],
    MeasureName: metric,
    MeasureValueType: 'MULTI',
    Time: timeNs.toString(),
    TimeUnit: 'NANOSECONDS',
    MeasureValues: measures.filter((_, index) => present[index]),
  };
}

const readings = fc.uniqueArray(
  reading.filter(({ number, count, text: words, flag, moment }) =>
    [number, count, words, flag, moment].some((value) => value !== null),
  ),
  { selector: ({ device, metric, timeNs }) => JSON.stringify([device, metric, timeNs.toString()]), maxLength: 60 },
);
const sorted = (rows: (string | null)[][]) => rows.map((row) => JSON.stringify(row)).toSorted();

const manifestFiles = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    result_files: v.array(v.object({ url: v.string(), file_metadata: v.object({ row_count: v.number() }) })),
  }),
);

async function start() {
  const objects = new MemoryObjects();
  const timestream = await startTimestream({ clock: () => NOW_MS, objects });
  await timestream.service.call('CreateDatabase', { DatabaseName: DATABASE });
  let tables = 0;
  /** Writes to a new table. Answers the query of all its columns. */
  async function write(rows: readonly Reading[]): Promise<string> {
    tables += 1;
    const names = { DatabaseName: DATABASE, TableName: `table-${tables}` };
    await timestream.service.call('CreateTable', {
      ...names,
      MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true },
    });
    await timestream.service.call('WriteRecords', { ...names, Records: [FIRST, ...rows].map(record) });
    return `SELECT ${COLUMNS.join(', ')} FROM "${DATABASE}"."table-${tables}"`;
  }
  async function unload(select: string, options: string) {
    const [row] = await timestream.rows(`UNLOAD (${select}) TO 's3://${BUCKET}/folder' WITH (${options})`);
    const files = v.parse(manifestFiles, objects.text(row?.[2] ?? ''));
    return files.result_files.map(({ url, file_metadata }) => ({ url, rows: file_metadata.row_count }));
  }
  return { timestream, objects, write, unload };
}

test('the CSV files together are what the SELECT answers', async () => {
  const { timestream, objects, write, unload } = await start();
  await fc.assert(
    fc.asyncProperty(
      readings,
      fc.constantFrom(',', '|', '\t', ' ', '-', '.', 'a'),
      fc.constantFrom('\\', '!', '1'),
      fc.constantFrom('GZIP', 'NONE'),
      async (rows, delimiter, escape, compression) => {
        const select = await write(rows);
        const files = await unload(
          select,
          `field_delimiter = '${delimiter}', escaped_by = '${escape}', compression = '${compression}'`,
        );
        const parsed = files.map(({ url }) => parseCsv(objects.text(url), { delimiter, escape }));
        expect(parsed.map(({ length }) => length)).toEqual(files.map((file) => file.rows));
        expect(sorted(parsed.flat())).toEqual(sorted(await timestream.rows(select)));
      },
    ),
    { numRuns: 30 },
  );
  await timestream[Symbol.asyncDispose]();
});

test('the Parquet files together are what the SELECT answers', async () => {
  const { timestream, objects, write, unload } = await start();
  const { directory, remove } = await temporaryDirectory();
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  /** The columns in a form that both sides have alike. */
  const plain = COLUMNS.map((name) => (['time', 'moment'].includes(name) ? `to_nanoseconds(${name})` : name)).join(
    ', ',
  );
  await fc.assert(
    fc.asyncProperty(readings, fc.constantFrom('GZIP', 'NONE'), async (rows, compression) => {
      const select = await write(rows);
      const [file, ...others] = await unload(select, `format = 'PARQUET', compression = '${compression}'`);
      const { url = '', rows: count } = file ?? {};
      expect([others, url.endsWith('.parquet'), count]).toEqual([[], true, rows.length + 1]);
      // A name of its own: DuckDB keeps what it has read of a file by its name, size and time.
      const path = join(directory, `${randomUUID()}.parquet`);
      await writeFile(path, objects.bytes(url));
      const read = await connection.runAndReadAll(
        `SELECT ${plain.replaceAll('to_nanoseconds', 'epoch_ns')} FROM '${path}'`,
      );
      const expected = await timestream.rows(select.replace(COLUMNS.join(', '), plain));
      const numbered = (row: readonly DuckDBValue[]) =>
        row.map((value, index) => (value === null ? null : index === 3 ? numberText(Number(value)) : String(value)));
      expect(sorted(read.getRows().map(numbered))).toEqual(sorted(expected.map(numbered)));
    }),
    { numRuns: 15 },
  );
  connection.closeSync();
  instance.closeSync();
  await remove();
  await timestream[Symbol.asyncDispose]();
});

function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

test('values of other types are as in the pages of a query', async () => {
  const { timestream, objects, unload } = await start();
  const select = `SELECT nan() AS a, infinity() AS b, -infinity() AS c, 1d + 2h AS d, -1500ms AS e, DATE '2022-02-03' AS f, now() AS g, 1 = 1 AS h,
    sum(n) AS i, avg(n) AS j, 12345678.5 AS k, 1e7 AS l, 0.00012 AS m, -0.0 AS o, 5e-324 AS p, 1.5e300 AS q, 7 AS r
    FROM (SELECT 9007199254740993 AS n) x`;
  const files = await unload(select, "compression = 'NONE'");
  expect(files.flatMap(({ url }) => parseCsv(objects.text(url)))).toEqual(await timestream.rows(select));
  await timestream[Symbol.asyncDispose]();
});
