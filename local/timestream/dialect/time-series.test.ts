import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DATABASE, startTimestream, TABLE } from '../testing/service.ts';
import type { Harness } from '../testing/service.ts';

const NOW = Date.parse('2022-07-07T17:00:00Z');
const FROM = `FROM "${DATABASE}"."${TABLE}"`;
const SERIES = 'create_time_series(time, measure_value::double)';

let timestream: Harness;
beforeAll(async () => {
  timestream = await startTimestream({ clock: () => NOW });
  await timestream.createTable();
  const minutes = { a: [0, 1, 3], b: [0, 2] };
  await timestream.write(
    Object.entries(minutes).flatMap(([Value, times]) =>
      times.toReversed().map((minute) => ({
        Dimensions: [{ Name: 'device_id', Value }],
        MeasureName: 'temperature',
        MeasureValueType: 'DOUBLE' as const,
        MeasureValue: String(minute * 10),
        Time: String(NOW + minute * 60_000),
      })),
    ),
  );
});
afterAll(async () => {
  await timestream[Symbol.asyncDispose]();
});

const at = (minute: number, seconds = '00') => `2022-07-07 17:0${minute}:${seconds}.000000000`;
const moment = (minute: number, seconds = '00') => `TIMESTAMP '${at(minute, seconds)}'`;
const points = async (expression: string, where = "device_id = 'a'") => {
  const text = await timestream.value(`SELECT ${expression} ${FROM} WHERE ${where}`);
  const parsed: unknown = JSON.parse(text ?? 'null');
  return parsed;
};

describe('create_time_series', () => {
  test('gives the points of each group in order of time', async () => {
    expect(await timestream.rows(`SELECT device_id, ${SERIES} ${FROM} GROUP BY device_id ORDER BY device_id`)).toEqual([
      [
        'a',
        JSON.stringify([
          [at(0), '0.0'],
          [at(1), '10.0'],
          [at(3), '30.0'],
        ]),
      ],
      [
        'b',
        JSON.stringify([
          [at(0), '0.0'],
          [at(2), '20.0'],
        ]),
      ],
    ]);
  });

  test('has the type of its values', async () => {
    const [series] = await timestream.columns(`SELECT ${SERIES} AS series ${FROM} WHERE device_id = 'a'`);
    expect(series).toMatchObject({
      Name: 'series',
      Type: { TimeSeriesMeasureValueColumnInfo: { Type: { ScalarType: 'DOUBLE' } } },
    });
  });

  test('takes what FILTER leaves', async () => {
    expect(await points(`${SERIES} FILTER (WHERE measure_value::double > 5)`)).toEqual([
      [at(1), '10.0'],
      [at(3), '30.0'],
    ]);
  });

  test.each([
    ['two values at the same time', SERIES, 'true'],
    ['no NULL', 'create_time_series(time, CAST(NULL AS double))', "device_id = 'a'"],
  ])('%s', async (message, expression, where) => {
    await expect(timestream.rows(`SELECT ${expression} ${FROM} WHERE ${where}`)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message) as string,
    });
  });
});

describe('interpolation', () => {
  const steps = 'sequence(min(time), max(time), 30s)';

  test('is linear between the neighbours', async () => {
    expect(await points(`interpolate_linear(${SERIES}, ${steps})`)).toEqual(
      [at(0), at(0, '30'), at(1), at(1, '30'), at(2), at(2, '30'), at(3)].map((time, index) => [
        time,
        `${index * 5}.0`,
      ]),
    );
  });

  test('carries the last value forward', async () => {
    expect(await points(`interpolate_locf(${SERIES}, ARRAY[${moment(0, '59')}, ${moment(2)}, ${moment(5)}])`)).toEqual([
      [at(0, '59'), '0.0'],
      [at(2), '10.0'],
      [at(5), '30.0'],
    ]);
  });

  test('fills with a constant', async () => {
    expect(await points(`interpolate_fill(${SERIES}, sequence(min(time), max(time), 1m), -1.0)`)).toEqual([
      [at(0), '0.0'],
      [at(1), '10.0'],
      [at(2), '-1.0'],
      [at(3), '30.0'],
    ]);
  });

  test.each([
    [`interpolate_linear(${SERIES}, ${moment(2)})`, '20.0'],
    [`interpolate_linear(${SERIES}, min(time))`, '0.0'],
    [`interpolate_locf(${SERIES}, ${moment(2)})`, '10.0'],
    [`interpolate_fill(${SERIES}, ${moment(2)}, 7.0)`, '7.0'],
  ])('at one time is a value: %s', async (expression, expected) => {
    expect(await timestream.value(`SELECT ${expression} ${FROM} WHERE device_id = 'a'`)).toBe(expected);
  });

  test.each([`interpolate_linear(${SERIES}, ${moment(4)})`, `interpolate_locf(${SERIES}, ${moment(0)} - 1s)`])(
    'beyond the time series is refused: %s',
    async (expression) => {
      await expect(timestream.rows(`SELECT ${expression} ${FROM} WHERE device_id = 'a'`)).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining('not supported here at a time before') as string,
      });
    },
  );

  /** The shape of the Developer Guide's own examples, "Interpolation functions". */
  test('of binned values, unnested again', async () => {
    const sql = `WITH binned_timeseries AS (
        SELECT device_id, BIN(time, 1m) AS binned_timestamp, ROUND(AVG(measure_value::double), 2) AS avg_value
        ${FROM} WHERE measure_name = 'temperature' AND device_id = 'b' AND time > ago(2h)
        GROUP BY device_id, BIN(time, 1m)
      ), interpolated_timeseries AS (
        SELECT device_id,
          INTERPOLATE_LINEAR(
            CREATE_TIME_SERIES(binned_timestamp, avg_value),
            SEQUENCE(min(binned_timestamp), max(binned_timestamp), 1m)) AS interpolated
        FROM binned_timeseries GROUP BY device_id
      )
      SELECT time, ROUND(value, 2) AS interpolated_value FROM interpolated_timeseries CROSS JOIN UNNEST(interpolated)`;
    await expect(timestream.rows(sql)).rejects.toMatchObject({ name: 'ValidationException' });
    expect(await timestream.rows(`${sql} AS t (time, value) ORDER BY time`)).toEqual([
      [at(0), '0.0'],
      [at(1), '10.0'],
      [at(2), '20.0'],
    ]);
  });
});

describe('functions of a time series', () => {
  test.each<[string, unknown]>([
    [
      `derivative_linear(${SERIES}, 1m)`,
      [
        [at(1), '10.0'],
        [at(3), '10.0'],
      ],
    ],
    [
      `non_negative_derivative_linear(${SERIES}, 1s)`,
      [
        [at(1), String(10 / 60)],
        [at(3), String(20 / 120)],
      ],
    ],
    [`integral_trapezoidal(${SERIES}, 1m)`, 45],
    [`integral_trapezoidal(${SERIES})`, 2700],
    [
      `filter(${SERIES}, x -> x.value > 5)`,
      [
        [at(1), '10.0'],
        [at(3), '30.0'],
      ],
    ],
    [`transform(${SERIES}, x -> x.value * 2)`, ['0.0', '20.0', '60.0']],
    [`reduce(transform(${SERIES}, x -> x.value), 1.0, (s, x) -> s + x)`, 41],
    [`cardinality(${SERIES})`, 3],
  ])('%s', async (expression, expected) => {
    expect(await points(expression)).toEqual(expected);
  });
});

describe('UNNEST', () => {
  test.each<[string, (string | null)[][]]>([
    ['SELECT x FROM UNNEST(ARRAY[3, 1]) AS t(x)', [['3'], ['1']]],
    [
      'SELECT x, n FROM UNNEST(ARRAY[3, 1]) WITH ORDINALITY AS t(x, n)',
      [
        ['3', '1'],
        ['1', '2'],
      ],
    ],
    [
      'SELECT x, y FROM UNNEST(ARRAY[3], ARRAY[1, 2]) AS t(x, y)',
      [
        ['3', '1'],
        [null, '2'],
      ],
    ],
    ["SELECT a, b FROM UNNEST(ARRAY[ROW(1, 'x')]) AS t(a, b)", [['1', 'x']]],
    [
      `SELECT device_id, t.value FROM (SELECT device_id, ${SERIES} AS s ${FROM} GROUP BY device_id) r, UNNEST(s) AS t(time, value)
       WHERE t.value > 15 ORDER BY 1`,
      [
        ['a', '30.0'],
        ['b', '20.0'],
      ],
    ],
    ['SELECT x FROM (SELECT 1 AS one) r LEFT JOIN UNNEST(ARRAY[2]) AS t(x) ON true', [['2']]],
  ])('%s', async (sql, expected) => {
    expect(await timestream.rows(sql)).toEqual(expected);
  });
});
