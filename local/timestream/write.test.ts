import type { _Record } from '@aws-sdk/client-timestream-write';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DATABASE, NOW, reading, rejected, startTimestream, TABLE } from './testing/service.ts';
import type { Harness } from './testing/service.ts';

const FROM = `FROM "${DATABASE}"."${TABLE}"`;

let timestream: Harness;
beforeEach(async () => {
  timestream = await startTimestream({ clock: () => NOW });
});
afterEach(async () => {
  await timestream[Symbol.asyncDispose]();
});

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
