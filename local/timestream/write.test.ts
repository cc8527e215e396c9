import { RejectedRecordsException } from '@aws-sdk/client-timestream-write';
import type { _Record, RejectedRecord } from '@aws-sdk/client-timestream-write';
import { beforeEach, afterEach, describe, expect, test } from 'vitest';
import { DATABASE, startHarness, TABLE } from './test-support.ts';
import type { Harness } from './test-support.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const HOUR = 3_600_000;
const FROM = `FROM "${DATABASE}"."${TABLE}"`;

let timestream: Harness;
let nowMs = NOW;
beforeEach(async () => {
  nowMs = NOW;
  timestream = await startHarness({ clock: () => nowMs });
});
afterEach(async () => {
  await timestream[Symbol.asyncDispose]();
});

/** A multi-measure record of the device `a`. */
function reading(value: string, more: Partial<_Record> = {}): _Record {
  return {
    Dimensions: [{ Name: 'device_id', Value: 'a' }],
    MeasureName: 'temperature',
    MeasureValueType: 'MULTI',
    MeasureValues: [{ Name: 'value', Type: 'DOUBLE', Value: value }],
    Time: String(NOW),
    ...more,
  };
}

async function rejected(writing: Promise<unknown>): Promise<RejectedRecord[]> {
  const error: unknown = await writing.then(
    () => new Error('nothing was rejected'),
    (failure: unknown) => failure,
  );
  if (!(error instanceof RejectedRecordsException)) throw error;
  return error.RejectedRecords ?? [];
}

describe('values', () => {
  test('keep nanoseconds, text and NULL', async () => {
    await timestream.createTable();
    const time = (BigInt(NOW) * 1_000_000n + 123_456_789n).toString();
    const text = { Name: 'text', Type: 'VARCHAR', Value: "it's ✓" } as const;
    await timestream.write([
      reading('21.5', {
        MeasureValues: [{ Name: 'value', Type: 'DOUBLE', Value: '21.5' }, text],
        Time: time,
        TimeUnit: 'NANOSECONDS',
      }),
    ]);
    await timestream.write([reading('1', { Dimensions: [{ Name: 'site', Value: 's' }], MeasureName: 'humidity' })]);
    expect(
      await timestream.rows(`SELECT device_id, site, measure_name, time, value, text ${FROM} ORDER BY measure_name`),
    ).toEqual([
      [null, 's', 'humidity', '2026-03-01 12:00:00.000000000', '1.0', null],
      ['a', null, 'temperature', '2026-03-01 12:00:00.123456789', '21.5', "it's ✓"],
    ]);
  });

  test('of every type come back as they were', async () => {
    await timestream.createTable();
    await timestream.write([
      reading('0', {
        MeasureValues: [
          { Name: 'd', Type: 'DOUBLE', Value: '-1.25e-7' },
          { Name: 'i', Type: 'BIGINT', Value: '-9223372036854775808' },
          { Name: 's', Type: 'VARCHAR', Value: '' },
          { Name: 'b', Type: 'BOOLEAN', Value: 'true' },
          { Name: 't', Type: 'TIMESTAMP', Value: String(NOW) },
        ],
      }),
    ]);
    expect(await timestream.rows(`SELECT d, i, s, b, t ${FROM}`)).toEqual([
      ['-1.25E-7', '-9223372036854775808', '', 'true', '2026-03-01 12:00:00.000000000'],
    ]);
    const columns = await timestream.columns(`SELECT d, i, s, b, t ${FROM}`);
    expect(columns.map(({ Type }) => Type?.ScalarType)).toEqual([
      'DOUBLE',
      'BIGINT',
      'VARCHAR',
      'BOOLEAN',
      'TIMESTAMP',
    ]);
  });

  test('of single-measure records are in measure_value::type', async () => {
    await timestream.createTable();
    const single = (MeasureName: string, MeasureValueType: 'DOUBLE' | 'BIGINT', MeasureValue: string): _Record => ({
      Dimensions: [{ Name: 'device_id', Value: 'a' }],
      MeasureName,
      MeasureValueType,
      MeasureValue,
      Time: String(NOW),
    });
    await timestream.write([single('t', 'DOUBLE', '1.5'), single('n', 'BIGINT', '7')]);
    expect(
      await timestream.rows(`SELECT measure_name, measure_value::double, measure_value::bigint ${FROM} ORDER BY 1`),
    ).toEqual([
      ['n', null, '7'],
      ['t', '1.5', null],
    ]);
  });

  test.each(['NaN', 'Infinity', '-Infinity', '1e999', 'abc', '', '0x10'])('refuse %j as a double', async (value) => {
    await timestream.createTable();
    await expect(timestream.write([reading(value)])).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test.each(["'; DROP TABLE x; --", '"', '\\', '\u0000', '\ud83d\ude00', ' ', '%_', '${x}', "a'b''c"])(
    'hold %j as a dimension, and find it',
    async (value) => {
      await timestream.createTable();
      await timestream.write([reading('1', { Dimensions: [{ Name: 'device_id', Value: value }] })]);
      const quoted = `'${value.replaceAll("'", "''")}'`;
      expect(await timestream.rows(`SELECT device_id ${FROM}`)).toEqual([[value]]);
      if (value !== '\u0000')
        expect(await timestream.value(`SELECT count(*) ${FROM} WHERE device_id = ${quoted}`)).toBe('1');
    },
  );
});

describe('common attributes', () => {
  test('are merged into the records, whose own come first', async () => {
    await timestream.createTable();
    await timestream.write(
      [
        {
          Dimensions: [{ Name: 'device_id', Value: 'a' }],
          MeasureValues: [{ Name: 'value', Type: 'DOUBLE', Value: '1' }],
        },
      ],
      {
        CommonAttributes: {
          Dimensions: [{ Name: 'organization_id', Value: 'o' }],
          MeasureName: 'temperature',
          MeasureValueType: 'MULTI',
          Time: String(NOW / 1000),
          TimeUnit: 'SECONDS',
        },
      },
    );
    expect(await timestream.rows(`SELECT organization_id, device_id, measure_name, time ${FROM}`)).toEqual([
      ['o', 'a', 'temperature', '2026-03-01 12:00:00.000000000'],
    ]);
  });

  test('must not have a dimension of a record', async () => {
    await timestream.createTable();
    const common = { CommonAttributes: { Dimensions: [{ Name: 'device_id', Value: 'b' }] } };
    await expect(timestream.write([reading('1')], common)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('a record of the same dimensions, measure name and time', () => {
  test('with the same data changes nothing', async () => {
    await timestream.createTable();
    await timestream.write([reading('1')]);
    await timestream.write([reading('1'), reading('1')]);
    expect(await timestream.rows(`SELECT value ${FROM}`)).toEqual([['1.0']]);
  });

  test('with a higher version replaces it, measure by measure', async () => {
    await timestream.createTable();
    await timestream.write([reading('1', { Version: 5 })]);
    await timestream.write([
      reading('2', { Version: 6, MeasureValues: [{ Name: 'text', Type: 'VARCHAR', Value: 'new' }] }),
    ]);
    expect(await timestream.rows(`SELECT value, text ${FROM}`)).toEqual([[null, 'new']]);
  });

  test.each([
    [4, 'lower than'],
    [5, 'equal to'],
  ])('with version %i against 5 and other data is rejected, and the others are written', async (Version, relation) => {
    await timestream.createTable();
    await timestream.write([reading('1', { Version: 5 })]);
    const rejections = await rejected(
      timestream.write([
        reading('7', { MeasureName: 'humidity' }),
        reading('2', { Version }),
        reading('8', { MeasureName: 'pressure' }),
      ]),
    );
    expect(rejections).toEqual([
      { RecordIndex: 1, ExistingVersion: 5, Reason: expect.stringContaining(relation) as string },
    ]);
    expect(await timestream.rows(`SELECT value ${FROM} ORDER BY 1`)).toEqual([['1.0'], ['7.0'], ['8.0']]);
  });

  test('with a lower version and the same data is accepted and leaves the version', async () => {
    await timestream.createTable();
    await timestream.write([reading('1', { Version: 5 })]);
    await timestream.write([reading('1', { Version: 2 })]);
    expect(await rejected(timestream.write([reading('2', { Version: 3 })]))).toMatchObject([{ ExistingVersion: 5 }]);
  });

  test('with the same data and a higher version raises the version', async () => {
    await timestream.createTable();
    await timestream.write([reading('1')]);
    await timestream.write([reading('1', { Version: 9 })]);
    expect(await rejected(timestream.write([reading('2', { Version: 8 })]))).toMatchObject([{ ExistingVersion: 9 }]);
  });

  test('within one request is taken in the order of the request', async () => {
    await timestream.createTable();
    const rejections = await rejected(timestream.write([reading('1'), reading('2'), reading('3', { Version: 2 })]));
    expect(rejections).toMatchObject([{ RecordIndex: 1, ExistingVersion: 1 }]);
    expect(await timestream.rows(`SELECT value ${FROM}`)).toEqual([['3.0']]);
  });

  test('is found whatever the order of its dimensions', async () => {
    await timestream.createTable();
    const Dimensions = [
      { Name: 'device_id', Value: 'a' },
      { Name: 'b', Value: 'c' },
    ];
    await timestream.write([reading('1', { Dimensions })]);
    expect(await rejected(timestream.write([reading('2', { Dimensions: Dimensions.toReversed() })]))).toHaveLength(1);
  });

  test('is found among those that arrive at the same time', async () => {
    await timestream.createTable();
    const outcomes = await Promise.allSettled(['1', '2', '3', '4'].map((value) => timestream.write([reading(value)])));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await timestream.value(`SELECT count(*) ${FROM}`)).toBe('1');
  });
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

describe('limits', () => {
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
  await using delayed = await startHarness({ clock: () => nowMs, visibilityDelayMs: 500 });
  await delayed.createTable();
  await delayed.write([reading('1')]);
  nowMs += 499;
  expect(await delayed.rows(`SELECT value ${FROM}`)).toEqual([]);
  nowMs += 1;
  expect(await delayed.rows(`SELECT value ${FROM}`)).toEqual([['1.0']]);
  await delayed.write([reading('2', { Version: 2 })]);
  expect(await delayed.rows(`SELECT value ${FROM}`)).toEqual([['2.0']]);
});
