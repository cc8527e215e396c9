import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUCKET, MemoryObjects, parseCsv } from '../testing/objects.ts';
import { DATABASE, NOW, startTimestream, TABLE } from '../testing/service.ts';
import type { Harness } from '../testing/service.ts';

const FROM = `FROM "${DATABASE}"."${TABLE}"`;
const VALUES = [1.5, 0.1, -3, 1e300, 5e-324, 123456789.125];

const objects = new MemoryObjects();
let timestream: Harness;
beforeAll(async () => {
  timestream = await startTimestream({ clock: () => NOW, objects });
  await timestream.createTable();
  const measure = (Name: string, Type: 'DOUBLE' | 'VARCHAR', Value: string) => ({ Name, Type, Value });
  await timestream.write(
    ['temperature', 'state'].flatMap((MeasureName) =>
      VALUES.map((value, index) => ({
        Dimensions: [{ Name: 'device_id', Value: `d${index % 2}` }],
        MeasureName,
        MeasureValueType: 'MULTI' as const,
        MeasureValues:
          MeasureName === 'state'
            ? [measure('text', 'VARCHAR', `on, ${index}`)]
            : [measure('value', 'DOUBLE', String(value))],
        Time: String(NOW - index * 400_000),
      })),
    ),
  );
});
afterAll(async () => {
  await timestream[Symbol.asyncDispose]();
});

const manifestFiles = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ result_files: v.array(v.object({ url: v.string() })) }),
);

async function unloadedRows(select: string): Promise<(string | null)[][]> {
  const [row] = await timestream.rows(`UNLOAD (${select}) TO 's3://${BUCKET}/folder'`);
  const { result_files: files } = v.parse(manifestFiles, objects.text(row?.[2] ?? ''));
  return files.flatMap(({ url }) => parseCsv(objects.text(url)));
}
const sorted = (rows: (string | null)[][]) => rows.map((row) => JSON.stringify(row)).toSorted();

const WINDOW = "bin(time, parse_duration('15m'))";

describe('what an export asks for is the same in SELECT and in UNLOAD', () => {
  test.each([
    ['avg(value)'],
    ['min(value), max(value)'],
    ['sum(value), count(value), count(*)'],
    ['min_by(value, time), max_by(value, time)'],
    ['stddev(CASE WHEN value < 1e9 THEN value END)'],
    ['approx_percentile(value, 0.5), approx_percentile(value, 0.99)'],
    ["max(CASE WHEN measure_name = 'temperature' THEN coalesce(CAST(value AS varchar), text) END)"],
    ["max(CASE WHEN measure_name = 'state' THEN coalesce(CAST(value AS varchar), text) END)"],
    ["avg(CASE WHEN measure_name = 'temperature' THEN value END)"],
  ])('%s by window', async (expressions) => {
    const select = `SELECT ${WINDOW} AS time, device_id, measure_name, ${expressions} ${FROM}
      WHERE time >= from_nanoseconds(0) GROUP BY ${WINDOW}, device_id, measure_name`;
    const rows = await timestream.rows(select);
    expect(rows.length).toBeGreaterThan(4);
    expect(sorted(await unloadedRows(select))).toEqual(sorted(rows));
  });

  test('pivots of all times', async () => {
    const pivot = (name: string) =>
      `max(CASE WHEN measure_name = '${name}' THEN coalesce(CAST(value AS varchar), text) END) AS "${name}"`;
    const select = `SELECT time, device_id, ${pivot('temperature')}, ${pivot('state')} ${FROM} GROUP BY time, device_id`;
    const rows = await unloadedRows(select);
    expect(sorted(rows)).toEqual(sorted(await timestream.rows(select)));
    expect(rows.map(([, , value]) => Number(value)).toSorted()).toEqual(VALUES.toSorted());
    expect(rows.map(([, , , state]) => state).toSorted()).toEqual(VALUES.map((_, index) => `on, ${index}`));
  });
});
