import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTimestream } from '../testing/service.ts';
import type { Harness } from '../testing/service.ts';

let timestream: Harness;
beforeAll(async () => {
  timestream = await startTimestream({ clock: () => Date.parse('2026-03-01T12:00:00Z') });
});
afterAll(async () => {
  await timestream[Symbol.asyncDispose]();
});

describe('arrays', () => {
  test.each([
    ['ARRAY[1, NULL]', '["1",null]'],
    ['ARRAY[5, 6][2]', '6'],
    ['ARRAY[1] || ARRAY[2]', '["1","2"]'],
    ['concat(ARRAY[1], ARRAY[2])', '["1","2"]'],
    ['sequence(1, 5, 2)', '["1","3","5"]'],
    ['sequence(3, 1)', '["3","2","1"]'],
    [
      "sequence(TIMESTAMP '2026-03-01 00:00:00.000000001', TIMESTAMP '2026-03-01 00:00:01', 1s)",
      '["2026-03-01 00:00:00.000000001"]',
    ],
    ['cardinality(sequence(ago(1h), now(), 1m))', '61'],
    ['cardinality(ARRAY[1, 2])', '2'],
    ['element_at(ARRAY[1, 2], 3)', null],
    ['element_at(ARRAY[1, 2], -1)', '2'],
    ['array_distinct(ARRAY[2, 1, 2, NULL, NULL])', '["2","1",null]'],
    ["array_join(ARRAY['a', NULL, 'b'], '-')", 'a-b'],
    ["array_join(ARRAY[1e7, 1.0], ',')", '1.0E7,1.0'],
    ['array_max(ARRAY[1, 3, 2])', '3'],
    ['array_max(ARRAY[1, NULL])', null],
    ['array_min(ARRAY[3, 1])', '1'],
    ['array_position(ARRAY[3, 1], 1)', '2'],
    ['array_position(ARRAY[3, 1], 9)', '0'],
    ['array_remove(ARRAY[3, 1, 3], 3)', '["1"]'],
    ['array_sort(ARRAY[3, NULL, 1])', '["1","3",null]'],
    ['slice(ARRAY[1, 2, 3], 2, 2)', '["2","3"]'],
    ['contains(ARRAY[1, 2], 2)', 'true'],
    ['filter(ARRAY[1, 2, 3], x -> x % 2 = 1)', '["1","3"]'],
    ['transform(ARRAY[1, 2], x -> x * 10)', '["10","20"]'],
    ['reduce(ARRAY[1, 2, 3], 0, (s, x) -> s + x)', '6'],
  ])('%s is %s', async (expression, expected) => {
    expect(await timestream.value(`SELECT ${expression}`)).toBe(expected);
  });

  test.each([
    ['ARRAY[5, 6][3]', 'out of bounds'],
    ['sequence(1, 20000)', 'at most 10000'],
    ['sequence(1, 5, -1)', 'does not lead'],
    ['reduce(ARRAY[1], 0, (s, x) -> s + x, s -> s)', 'reduce'],
  ])('%s is refused', async (expression, message) => {
    await expect(timestream.rows(`SELECT ${expression}`)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message) as string,
    });
  });
});

test('rows have the types of their fields, and names where they have any', async () => {
  const [unnamed, cast, array] = await timestream.columns(
    "SELECT ROW(1, 'a'), CAST(ROW(1, 'a') AS ROW(n BIGINT, t VARCHAR)), ARRAY[ROW(1.5)]",
  );
  expect(unnamed?.Type?.RowColumnInfo).toEqual([
    { Type: { ScalarType: 'INTEGER' } },
    { Type: { ScalarType: 'VARCHAR' } },
  ]);
  expect(cast?.Type?.RowColumnInfo).toMatchObject([{ Name: 'n', Type: { ScalarType: 'BIGINT' } }, { Name: 't' }]);
  expect(array?.Type?.ArrayColumnInfo?.Type?.RowColumnInfo).toEqual([{ Type: { ScalarType: 'DOUBLE' } }]);
  expect(
    await timestream.rows("SELECT ROW(1, 'a'), CAST(ROW(1, 'a') AS ROW(n BIGINT, t VARCHAR)), ARRAY[ROW(1.5)]"),
  ).toEqual([['["1","a"]', '["1","a"]', '["[\\"1.5\\"]"]']]);
});

/** Values that the Timestream Developer Guide states, "Date / time functions", Formatting and parsing. */
describe('formats of dates', () => {
  const t = "TIMESTAMP '2019-10-20 09:05:07.123456789'";
  test.each([
    ["date_format(TIMESTAMP '2019-10-20 10:20:20', '%Y-%m-%d %H:%i:%s')", '2019-10-20 10:20:20'],
    ["date_parse('2019-10-20 10:20:20', '%Y-%m-%d %H:%i:%s')", '2019-10-20 10:20:20.000000000'],
    ["format_datetime(parse_datetime('1968-01-13 12', 'yyyy-MM-dd HH'), 'yyyy-MM-dd HH')", '1968-01-13 12'],
    [
      `date_format(${t}, '%a %b %c %e %k %l %p %T %W %M %y %j %f %%')`,
      'Sun Oct 10 20 9 9 AM 09:05:07 Sunday October 19 293 123456 %',
    ],
    [`format_datetime(${t}, 'yyyy-MM-dd''T''HH:mm:ss.SSS')`, '2019-10-20T09:05:07.123'],
    [`format_datetime(${t}, 'd MMM yy h a EEEE 100%')`, '20 Oct 19 9 AM Sunday 100%'],
    ["extract(day_of_week FROM TIMESTAMP '2019-10-12 23:10:34')", '6'],
    ["extract(DOY FROM TIMESTAMP '2019-10-12 23:10:34')", '285'],
  ])('%s is %s', async (expression, expected) => {
    expect(await timestream.value(`SELECT ${expression}`)).toBe(expected);
  });
});
