import { UpdateTableCommand } from '@aws-sdk/client-timestream-write';
import type { _Record } from '@aws-sdk/client-timestream-write';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DATABASE, NOW, reading, rejected, startTimestream, TABLE } from './testing/service.ts';
import type { Harness } from './testing/service.ts';

const HOUR = 3_600_000;
const FROM = `FROM "${DATABASE}"."${TABLE}"`;

let timestream: Harness;
let nowMs = NOW;
beforeEach(async () => {
  nowMs = NOW;
  timestream = await startTimestream({ clock: () => nowMs });
});
afterEach(async () => {
  await timestream[Symbol.asyncDispose]();
});

describe('time', () => {
  const minutes = (count: number) => String(NOW + count * 60_000);

  test('outside the memory store is rejected while magnetic writes are off', async () => {
    await timestream.createTable();
    const rejections = await rejected(
      timestream.write([
        reading('1', { Time: String(NOW - 7 * HOUR) }),
        reading('2'),
        reading('3', { Time: minutes(16) }),
      ]),
    );
    expect(rejections.map(({ RecordIndex }) => RecordIndex)).toEqual([0, 2]);
    expect(rejections[0]?.Reason).toBe(
      'The record timestamp is outside the time range [2026-03-01T06:00:00.000Z, 2026-03-01T12:15:00.000Z) of the memory store.',
    );
    expect(await timestream.rows(`SELECT value ${FROM}`)).toEqual([['2.0']]);
  });

  test('older than the memory store goes to the magnetic store where that may be written', async () => {
    await timestream.createTable({
      MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true },
      RetentionProperties: { MemoryStoreRetentionPeriodInHours: 1, MagneticStoreRetentionPeriodInDays: 2 },
    });
    expect(await timestream.write([reading('1', { Time: String(NOW - 2 * HOUR) }), reading('2')])).toMatchObject({
      RecordsIngested: { Total: 2, MemoryStore: 1, MagneticStore: 1 },
    });
    expect(await rejected(timestream.write([reading('3', { Time: String(NOW - 49 * HOUR) })]))).toHaveLength(1);
  });

  test('that a longer retention of the memory store opens is rejected until it has passed', async () => {
    await timestream.createTable();
    const old = reading('1', { Time: String(NOW - 6 * HOUR - 1) });
    await timestream.writing.send(
      new UpdateTableCommand({
        DatabaseName: DATABASE,
        TableName: TABLE,
        RetentionProperties: { MemoryStoreRetentionPeriodInHours: 24, MagneticStoreRetentionPeriodInDays: 1 },
      }),
    );
    expect(await rejected(timestream.write([old]))).toMatchObject([{ RecordIndex: 0 }]);
    nowMs = NOW + HOUR;
    await timestream.write([reading('2', { Time: String(NOW - 6 * HOUR) })]);
    expect(await timestream.rows(`SELECT value ${FROM}`)).toEqual([['2.0']]);
  });

  test('of another value of a dimension is another row', async () => {
    await timestream.createTable();
    await timestream.write([reading('1'), reading('2', { Dimensions: [{ Name: 'device_id', Value: 'b' }] })]);
    expect(await timestream.rows(`SELECT device_id, value ${FROM} ORDER BY 1`)).toEqual([
      ['a', '1.0'],
      ['b', '2.0'],
    ]);
  });

  test('that retention has ended is no longer read', async () => {
    await timestream.createTable({
      RetentionProperties: { MemoryStoreRetentionPeriodInHours: 1, MagneticStoreRetentionPeriodInDays: 1 },
    });
    await timestream.write([reading('1')]);
    nowMs = NOW + 24 * HOUR;
    expect(await timestream.value(`SELECT count(*) ${FROM}`)).toBe('1');
    nowMs = NOW + 24 * HOUR + 1;
    expect(await timestream.value(`SELECT count(*) ${FROM}`)).toBe('0');
    await timestream.write([reading('2', { Time: String(nowMs) })]);
    expect(await timestream.rows(`SELECT value ${FROM}`)).toEqual([['2.0']]);
  });

  test.each([
    ['1970-01-01 00:00:00.000000000', '0', 0],
    ['1970-01-01 00:00:00.000000001', '1', 0],
    ['2262-04-11 23:47:16.854775806', '9223372036854775806', 9_223_372_036_854],
  ])('%s keeps every nanosecond', async (text, Time, clockMs) => {
    nowMs = clockMs;
    await timestream.createTable();
    await timestream.write([reading('1', { Time, TimeUnit: 'NANOSECONDS' })]);
    expect(await timestream.rows(`SELECT time, to_nanoseconds(time) ${FROM}`)).toEqual([[text, Time]]);
    expect(await timestream.value(`SELECT value ${FROM} WHERE time = from_nanoseconds(${Time})`)).toBe('1.0');
  });

  test.each(['', 'now', '-1', '1.5', '99999999999999999999'])('%j is refused', async (Time) => {
    await timestream.createTable();
    await expect(timestream.write([reading('1', { Time })])).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

const long = (Name: string, length: number) => ({ Name, Type: 'VARCHAR' as const, Value: 'v'.repeat(length) });

describe('limits', () => {
  test('128 dimensions, 256 measures and a record of 2 KB are written', async () => {
    await timestream.createTable();
    const Dimensions = Array.from({ length: 128 }, (_, n) => ({ Name: `d${n}`, Value: 'v' }));
    const MeasureValues = Array.from({ length: 256 }, (_, n) => long(`m${n}`, 0));
    const names = { Dimensions: [{ Name: 'd0', Value: 'v' }], MeasureName: 'full' };
    await timestream.write([
      reading('1', { Dimensions, MeasureValues: [long('m0', 0)] }),
      reading('1', { Dimensions: [], MeasureValues }),
      // 2 KB less the dimension, the measure name, the measure's name and the time.
      reading('1', { ...names, MeasureValues: [long('m0', 2048 - 3 - 4 - 2 - 8)] }),
    ]);
    expect(await timestream.value(`SELECT count(*) ${FROM}`)).toBe('3');
  });

  test('100 records are written, 101 and none are refused', async () => {
    await timestream.createTable();
    const records = Array.from({ length: 101 }, (_, index) => reading('1', { MeasureName: `m${index}` }));
    await expect(timestream.write(records)).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(timestream.write([])).rejects.toMatchObject({ name: 'ValidationException' });
    await timestream.write(records.slice(1));
    expect(await timestream.value(`SELECT count(*) ${FROM}`)).toBe('100');
  });

  test.each<[string, Partial<_Record>]>([
    ['a dimension name over 60 bytes', { Dimensions: [{ Name: 'n'.repeat(61), Value: 'a' }] }],
    ['a measure name over 256 bytes', { MeasureName: 'm'.repeat(257) }],
    ['dimensions over 2 KB', { Dimensions: [{ Name: 'n', Value: 'v'.repeat(2048) }] }],
    ['an empty dimension', { Dimensions: [{ Name: 'n', Value: '' }] }],
    ['a record over 2 KB', { MeasureName: 'm'.repeat(200), MeasureValues: [long('a', 1000), long('b', 900)] }],
    ['129 dimensions', { Dimensions: Array.from({ length: 129 }, (_, n) => ({ Name: `d${n}`, Value: 'v' })) }],
    ['257 measures', { MeasureValues: Array.from({ length: 257 }, (_, n) => ({ ...long(`${n}`, 0) })) }],
    [
      'measure values over 2 KB',
      {
        MeasureValues: ['a', 'b'].map((Name) => ({ Name, Type: 'VARCHAR' as const, Value: 'v'.repeat(1025) })),
      },
    ],
  ])('%s is rejected and the rest is written', async (_, wrong) => {
    await timestream.createTable();
    expect(await rejected(timestream.write([reading('1', wrong), reading('2')]))).toMatchObject([{ RecordIndex: 0 }]);
    expect(await timestream.rows(`SELECT value ${FROM}`)).toEqual([['2.0']]);
  });

  test.each<[string, Partial<_Record>]>([
    ['a version of 0', { Version: 0 }],
    ['a reserved dimension name', { Dimensions: [{ Name: 'time', Value: 'a' }] }],
    ['a reserved prefix', { Dimensions: [{ Name: 'ts_x', Value: 'a' }] }],
    ['a dimension twice', { Dimensions: ['a', 'b'].map((Value) => ({ Name: 'n', Value })) }],
    ['no measure name', { MeasureName: undefined }],
    ['MULTI with a single value', { MeasureValue: '1' }],
    ['MULTI without values', { MeasureValues: [] }],
  ])('%s is refused', async (_, wrong) => {
    await timestream.createTable();
    await expect(timestream.write([reading('1', wrong)])).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('a table or database that does not exist is ResourceNotFoundException', async () => {
    await expect(timestream.write([reading('1')])).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await timestream.createTable();
    await expect(timestream.write([reading('1')], { TableName: 'others' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('columns', () => {
  test('keep the type of their first record: another is rejected, and the rest is written', async () => {
    await timestream.createTable();
    await timestream.write([reading('1')]);
    const text = reading('2', { MeasureName: 'a', MeasureValues: [{ Name: 'value', Type: 'VARCHAR', Value: 'x' }] });
    const dimension = reading('3', { Dimensions: [{ Name: 'value', Value: 'x' }] });
    const single: _Record = {
      ...reading('4'),
      MeasureValues: undefined,
      MeasureValueType: 'DOUBLE',
      MeasureValue: '4',
    };
    const rejections = await rejected(timestream.write([text, dimension, single, reading('5', { MeasureName: 'b' })]));
    expect(rejections.map(({ RecordIndex }) => RecordIndex)).toEqual([0, 1, 2]);
    expect(await timestream.rows(`SELECT value ${FROM} ORDER BY 1`)).toEqual([['1.0'], ['5.0']]);
  });

  test('that differ in case only are rejected as not supported', async () => {
    await timestream.createTable();
    const MeasureValues = [{ Name: 'VALUE', Type: 'DOUBLE' as const, Value: '1' }];
    expect(
      await rejected(timestream.write([reading('1'), reading('2', { MeasureName: 'x', MeasureValues })])),
    ).toMatchObject([{ RecordIndex: 1, Reason: expect.stringContaining('Not supported here') as string }]);
  });

  test('of the partition key are compulsory where the table says so', async () => {
    await timestream.createTable({
      Schema: { CompositePartitionKey: [{ Type: 'DIMENSION', Name: 'device_id', EnforcementInRecord: 'REQUIRED' }] },
    });
    expect(
      await rejected(timestream.write([reading('1'), reading('2', { Dimensions: [{ Name: 'site', Value: 's' }] })])),
    ).toMatchObject([{ RecordIndex: 1 }]);
  });
});

test('new rows are seen after the visibility delay, changed ones at once', async () => {
  await using delayed = await startTimestream({ clock: () => nowMs, visibilityDelayMs: 500 });
  await delayed.createTable();
  await delayed.write([reading('1')]);
  nowMs += 499;
  expect(await delayed.rows(`SELECT value ${FROM}`)).toEqual([]);
  nowMs += 1;
  expect(await delayed.rows(`SELECT value ${FROM}`)).toEqual([['1.0']]);
  await delayed.write([reading('2', { Version: 2 })]);
  expect(await delayed.rows(`SELECT value ${FROM}`)).toEqual([['2.0']]);
});
