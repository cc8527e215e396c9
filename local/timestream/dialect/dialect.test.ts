import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DATABASE, startTimestream, TABLE } from '../testing/service.ts';
import type { Harness } from '../testing/service.ts';

const NOW = Date.parse('2022-07-07T17:42:32.939Z');
const FROM = `FROM "${DATABASE}"."${TABLE}"`;

let timestream: Harness;
beforeAll(async () => {
  timestream = await startTimestream({ clock: () => NOW });
  await timestream.createTable();
  const at = (minute: number) => String(NOW - 3_600_000 + minute * 60_000);
  await timestream.write(
    [1, 2, 3, 4].map((value) => ({
      Dimensions: [{ Name: 'device_id', Value: value % 2 === 0 ? 'even' : 'odd' }],
      MeasureName: 'm',
      MeasureValueType: 'MULTI',
      MeasureValues: [
        { Name: 'value', Type: 'DOUBLE', Value: String(value) },
        { Name: 'n', Type: 'BIGINT', Value: String(value) },
        ...(value === 4 ? [] : [{ Name: 'text', Type: 'VARCHAR' as const, Value: `t${value}` }]),
      ],
      Time: at(value),
    })),
  );
});
afterAll(async () => {
  await timestream[Symbol.asyncDispose]();
});

/** Values that the Timestream Developer Guide states, "Date / time functions" and "Date / time operators". */
describe('the documentation', () => {
  test.each([
    ['current_date', '2022-07-07'],
    ['current_timestamp', '2022-07-07 17:42:32.939000000'],
    ['now()', '2022-07-07 17:42:32.939000000'],
    ['localtimestamp', '2022-07-07 17:42:32.939000000'],
    ['current_time', '17:42:32.939000000'],
    ['localtime', '17:42:32.939000000'],
    ['current_timezone()', 'UTC'],
    ["date(TIMESTAMP '2022-07-07 17:44:43.771000000')", '2022-07-07'],
    ["last_day_of_month(TIMESTAMP '2022-07-07 17:44:43.771000000')", '2022-07-31'],
    ["from_iso8601_timestamp('2022-06-17T08:04:05.000000000+05:00')", '2022-06-17 03:04:05.000000000'],
    ["from_iso8601_date('2022-07-17')", '2022-07-17'],
    ["to_iso8601(from_iso8601_date('2022-06-17'))", '2022-06-17'],
    ['from_milliseconds(1)', '1970-01-01 00:00:00.001000000'],
    ['from_nanoseconds(300000001)', '1970-01-01 00:00:00.300000001'],
    ['from_unixtime(1)', '1970-01-01 00:00:01.000000000'],
    ["to_milliseconds(INTERVAL '2' DAY + INTERVAL '3' HOUR)", '183600000'],
    ["to_milliseconds(TIMESTAMP '2022-06-17 17:44:43.771000000')", '1655487883771'],
    ["to_nanoseconds(INTERVAL '2' DAY + INTERVAL '3' HOUR)", '183600000000000'],
    ["to_nanoseconds(TIMESTAMP '2022-06-17 17:44:43.771000678')", '1655487883771000678'],
    ["to_unixtime('2022-06-17 17:44:43.771000000')", '1.6554878837710001E9'],
    ["date_trunc('minute', TIMESTAMP '2022-06-17 17:44:43.771000000')", '2022-06-17 17:44:00.000000000'],
    ["date_add('hour', 9, TIMESTAMP '2022-06-17 00:00:00')", '2022-06-17 09:00:00.000000000'],
    ["date_diff('day', DATE '2020-03-01', DATE '2020-03-02')", '1'],
    ["parse_duration('42.8ms')", '0 00:00:00.042800000'],
    ["parse_duration('1day')", '1 00:00:00.000000000'],
    ["parse_duration('1 day')", '1 00:00:00.000000000'],
    ['1day', '1 00:00:00.000000000'],
    ['1d', '1 00:00:00.000000000'],
    ["bin(TIMESTAMP '2022-06-17 10:15:20', 5m)", '2022-06-17 10:15:00.000000000'],
    ["bin(TIMESTAMP '2022-06-17 10:15:20', 1d)", '2022-06-17 00:00:00.000000000'],
    ["bin(TIMESTAMP '2022-06-17 10:15:20', 10day)", '2022-06-17 00:00:00.000000000'],
    ["bin(TIMESTAMP '2022-06-17 10:15:20', 30day)", '2022-05-28 00:00:00.000000000'],
    ['ago(1d)', '2022-07-06 17:42:32.939000000'],
    ["date '2022-05-21' + interval '2' day", '2022-05-23'],
    ["date '2022-05-21' + 2d", '2022-05-23'],
    ["date '2022-05-21' + 2day", '2022-05-23'],
    ["day('2019-10-12 23:10:34.000000000')", '12'],
    ["day_of_month('2019-10-12 23:10:34.000000000')", '12'],
    ["day_of_week('2019-10-12 23:10:34.000000000')", '6'],
    ["day_of_year('2019-10-12 23:10:34.000000000')", '285'],
    ["hour('2019-10-12 23:10:34.000000000')", '23'],
    ["millisecond('2019-10-12 23:10:34.000000000')", '0'],
    ["minute('2019-10-12 23:10:34.000000000')", '10'],
    ["month('2019-10-12 23:10:34.000000000')", '10'],
    ["quarter('2019-10-12 23:10:34.000000000')", '4'],
    ["second('2019-10-12 23:10:34.000000000')", '34'],
    ["week('2019-10-12 23:10:34.000000000')", '41'],
    ["year('2019-10-12 23:10:34.000000000')", '2019'],
    ["year_of_week('2019-10-12 23:10:34.000000000')", '2019'],
  ])('%s is %s', async (expression, expected) => {
    expect(await timestream.value(`SELECT ${expression}`)).toBe(expected);
  });
});

describe('time arithmetic keeps nanoseconds', () => {
  const t = "TIMESTAMP '2022-06-17 17:44:43.771000678'";
  test.each([
    [`${t} + 1h`, '2022-06-17 18:44:43.771000678'],
    [`1h + ${t}`, '2022-06-17 18:44:43.771000678'],
    [`${t} - 1h - 30m`, '2022-06-17 16:14:43.771000678'],
    [`${t} + (1h + 30m)`, '2022-06-17 19:14:43.771000678'],
    [`${t} + 2 * 1h`, '2022-06-17 19:44:43.771000678'],
    [`${t} + INTERVAL '-1' DAY`, '2022-06-16 17:44:43.771000678'],
    [`${t} + INTERVAL '1' MONTH`, '2022-07-17 17:44:43.771000678'],
    [`${t} - 1year`, '2021-06-17 17:44:43.771000678'],
    [`max(${t}) - 1h`, '2022-06-17 16:44:43.771000678'],
    [`date_add('day', -1, ${t})`, '2022-06-16 17:44:43.771000678'],
    [`date_add('month', 1, ${t})`, '2022-07-17 17:44:43.771000678'],
    [`CAST('2022-06-17 17:44:43.771000678' AS TIMESTAMP)`, '2022-06-17 17:44:43.771000678'],
    [`date_trunc('hour', max(${t}))`, '2022-06-17 17:00:00.000000000'],
    [`bin(max(${t}), 1ms)`, '2022-06-17 17:44:43.771000000'],
    [
      `date_diff('second', TIMESTAMP '2020-06-01 12:30:45.000000000', TIMESTAMP '2020-06-02 12:30:45.123456789')`,
      '86400',
    ],
    [`date_diff('hour', TIMESTAMP '2020-03-01 00:59:59', TIMESTAMP '2020-03-01 01:00:00')`, '0'],
    [`from_nanoseconds(9223372036854775806)`, '2262-04-11 23:47:16.854775806'],
    [`from_nanoseconds(1655487883771000678) + 1h`, '2022-06-17 18:44:43.771000678'],
    [`0.1 + CASE WHEN now() - 1h < now() THEN 0.2 ELSE 0.0 END`, '0.30000000000000004'],
  ])('%s is %s', async (expression, expected) => {
    expect(await timestream.value(`SELECT ${expression}`)).toBe(expected);
  });
});

describe('numbers and text are as on Timestream', () => {
  test.each([
    ['7 / 2', '3'],
    ['7 / 2.0', '3.5'],
    ['1.5', '1.5'],
    ['1e7', '1.0E7'],
    ['1.0', '1.0'],
    ['count(*)', '1'],
    ["'it''s' || '!'", "it's!"],
    ["concat('a', NULL)", null],
    ['greatest(1, NULL)', null],
    ['greatest(1, 3, 2)', '3'],
    ['least(2.5, 1)', '1.0'],
    ['coalesce(NULL, 4)', '4'],
    ['if(1 > 2, 3, 4)', '4'],
    ['nullif(1, 1)', null],
    ['try_cast(NULL AS double)', null],
    ['CASE WHEN true THEN 1 END', '1'],
    ["upper('a') || lower('B')", 'Ab'],
    ["substr('abc', 2, 1)", 'b'],
    ["regexp_like('abc', 'b')", 'true'],
    ["split('a,b', ',')", '["a","b"]'],
    ["'abc' LIKE 'a%'", 'true'],
    ['1 BETWEEN 0 AND 2', 'true'],
    ['mod(7, 3)', '1'],
    ['round(2.5)', '3.0'],
    ['infinity()', 'Infinity'],
    ['nan()', 'NaN'],
    ['EXTRACT(YEAR FROM now())', '2022'],
  ])('%s is %s', async (expression, expected) => {
    expect(await timestream.value(`SELECT ${expression}`)).toBe(expected);
  });
});

describe('queries of a table', () => {
  test.each<[string, (string | null)[][]]>([
    [
      `SELECT device_id, count(*), avg(value), sum(n), min(value), max(value) ${FROM} GROUP BY device_id ORDER BY device_id`,
      [
        ['even', '2', '3.0', '6', '2.0', '4.0'],
        ['odd', '2', '2.0', '4', '1.0', '3.0'],
      ],
    ],
    [`SELECT bin(time, 1h), count(*) ${FROM} GROUP BY bin(time, 1h)`, [['2022-07-07 16:00:00.000000000', '4']]],
    [
      `SELECT bin(time, 1h) AS time, count(*) AS n ${FROM} GROUP BY bin(time, 1h) ORDER BY time`,
      [['2022-07-07 16:00:00.000000000', '4']],
    ],
    [`WITH w AS (SELECT n AS m ${FROM}) SELECT m + 1 AS n FROM w WHERE m > 3 ORDER BY n`, [['5']]],
    [`SELECT max(n) AS n ${FROM} WHERE n < 3`, [['2']]],
    [`SELECT max_by(text, time), min_by(text, time), max_by(value, time) ${FROM}`, [[null, 't1', '4.0']]],
    [`SELECT approx_percentile(value, 0.5), stddev(value) ${FROM}`, [['2.0', '1.2909944487358056']]],
    [`SELECT approx_percentile(value, 0.5) FILTER (WHERE value > 1) ${FROM}`, [['3.0']]],
    [`SELECT count(DISTINCT device_id), approx_distinct(device_id) ${FROM}`, [['2', '2']]],
    [`SELECT n ${FROM} WHERE time > ago(58m) ORDER BY time`, [['3'], ['4']]],
    [`SELECT n ${FROM} WHERE time BETWEEN ago(59m) AND now() ORDER BY time DESC LIMIT 1`, [['4']]],
    [
      `WITH latest AS (SELECT device_id, row_number() OVER (PARTITION BY device_id ORDER BY time DESC) AS rank, n ${FROM})
       SELECT device_id, n FROM latest WHERE rank = 1 ORDER BY 1`,
      [
        ['even', '4'],
        ['odd', '3'],
      ],
    ],
    [
      `SELECT n, lag(n) OVER (ORDER BY time) - n ${FROM} ORDER BY n LIMIT 2`,
      [
        ['1', null],
        ['2', '-1'],
      ],
    ],
    [`SELECT a.n ${FROM} a JOIN "${DATABASE}"."${TABLE}" b ON a.n = b.n + 3`, [['4']]],
    [`SELECT n ${FROM} WHERE n IN (SELECT max(n) ${FROM})`, [['4']]],
    [`SELECT 1 ${FROM} WHERE n = 1 UNION ALL SELECT 2`, [['1'], ['2']]],
    [`SELECT sum(n) / count(*), avg(n) / 2, -max(n) ${FROM}`, [['2', '1.25', '-4']]],
    [
      `SELECT n -- a comment; with 'quotes'\n${FROM} /* and; this */ WHERE "device_id" = 'odd' ORDER BY n;`,
      [['1'], ['3']],
    ],
    [
      `SELECT d.day, r.n FROM (SELECT n, bin(time, 1d) AS day ${FROM}) r CROSS JOIN (SELECT date(now()) AS day) d WHERE r.n = 1`,
      [['2022-07-07', '1']],
    ],
  ])('%s', async (sql, expected) => {
    expect(await timestream.rows(sql)).toEqual(expected);
  });
});
