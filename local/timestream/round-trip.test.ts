import fc from 'fast-check';
import { expect, test } from 'vitest';
import { doubleText, timestampText } from './result-format.ts';
import { DATABASE, startTimestream } from './testing/service.ts';

const NOW_MS = 4_102_444_800_000;
const NOW_NS = BigInt(NOW_MS) * 1_000_000n;

const word = fc.string({ unit: 'grapheme', maxLength: 12 });
const reading = fc.record({
  device: word.filter((text) => text !== ''),
  metric: word.filter((text) => text !== ''),
  timeNs: fc.oneof(fc.bigInt(0n, NOW_NS), fc.bigInt(NOW_NS - 3n, NOW_NS)),
  number: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  count: fc.option(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)),
  text: fc.option(word),
  flag: fc.option(fc.boolean()),
  moment: fc.option(fc.bigInt(0n, 2n ** 63n - 2n)),
});
type Reading = typeof reading extends fc.Arbitrary<infer Value> ? Value : never;

const key = ({ device, metric, timeNs }: Reading) => JSON.stringify([device, metric, timeNs.toString()]);
const some = ({ number, count, text, flag, moment }: Reading) =>
  [number, count, text, flag, moment].some((value) => value !== null);

function measure(
  Name: string,
  Type: 'DOUBLE' | 'BIGINT' | 'VARCHAR' | 'BOOLEAN' | 'TIMESTAMP',
  value: string | number | bigint | boolean | null,
) {
  return value === null ? [] : [{ Name, Type, Value: String(value) }];
}

function record({ device, metric, timeNs, number, count, text, flag, moment }: Reading) {
  return {
    Dimensions: [{ Name: 'device_id', Value: device }],
    MeasureName: metric,
    MeasureValueType: 'MULTI' as const,
    Time: timeNs.toString(),
    TimeUnit: 'NANOSECONDS' as const,
    MeasureValues: [
      ...measure('number', 'DOUBLE', Object.is(number, -0) ? '-0' : number),
      ...measure('count', 'BIGINT', count),
      ...measure('text', 'VARCHAR', text),
      ...measure('flag', 'BOOLEAN', flag),
      ...measure('moment', 'TIMESTAMP', moment),
    ],
  };
}

function row({ device, metric, timeNs, number, count, text, flag, moment }: Reading) {
  return [
    device,
    metric,
    timestampText(timeNs),
    number === null ? null : doubleText(number),
    count === null ? null : count.toString(),
    text,
    flag === null ? null : String(flag),
    moment === null ? null : timestampText(moment),
  ];
}

const sorted = (rows: (string | null)[][]) => rows.map((each) => JSON.stringify(each)).toSorted();

test('whatever is written, with keys of its own, is read back as it was', async () => {
  await using timestream = await startTimestream({ clock: () => NOW_MS });
  await timestream.createTable();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(reading.filter(some), { selector: key, minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 40 }),
      async (readings, batch) => {
        run += 1;
        const TableName = `run-${run}`;
        await timestream.service.call('CreateTable', {
          DatabaseName: DATABASE,
          TableName,
          MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true },
        });
        const starts = readings.map((_, index) => index).filter((index) => index % batch === 0);
        const batches = starts.map((start) => readings.slice(start, start + batch).map(record));
        await Promise.all(batches.map((records) => timestream.write(records, { TableName })));
        const present = ['number', 'count', 'text', 'flag', 'moment'].map((name) =>
          batches.flat().some(({ MeasureValues }) => MeasureValues.some(({ Name }) => Name === name)) ? name : 'NULL',
        );
        const rows = await timestream.rows(
          `SELECT device_id, measure_name, time, ${present.join(', ')} FROM "${DATABASE}"."${TableName}"`,
        );
        expect(sorted(rows)).toEqual(sorted(readings.map(row)));
      },
    ),
    { numRuns: 60 },
  );
});
