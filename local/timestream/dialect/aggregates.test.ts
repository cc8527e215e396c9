import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTimestream } from '../testing/service.ts';
import type { Harness } from '../testing/service.ts';

let timestream: Harness;
beforeAll(async () => {
  timestream = await startTimestream();
});
afterAll(async () => {
  await timestream[Symbol.asyncDispose]();
});

/** Values that the Timestream Developer Guide states, "Aggregate functions". */
describe('the documentation', () => {
  const numbers = '(VALUES 1, 2, 3, 4) AS t(c)';
  const booleans = '(VALUES true, true, false, true) AS t(c)';
  const pairs = "(VALUES ('a', 1), ('b', 2), ('c', 3), ('d', 4)) AS t(c1, c2)";
  test.each([
    ['arbitrary(t.c)', numbers, '1'],
    ['array_agg(t.c)', numbers, '["1","2","3","4"]'],
    ['avg(t.c)', numbers, '2.5'],
    ['bool_and(t.c)', booleans, 'false'],
    ['every(t.c)', booleans, 'false'],
    ['bool_or(t.c)', booleans, 'true'],
    ['count(t.c)', booleans, '4'],
    ['count_if(t.c)', booleans, '3'],
    ['geometric_mean(t.c)', numbers, '2.213363839400643'],
    ['max_by(t.c1, t.c2)', pairs, 'd'],
    ['max_by(t.c1, t.c2, 2)', pairs, '["d","c"]'],
    ['max(t.c)', numbers, '4'],
    ['max(t.c, 2)', numbers, '["4","3"]'],
    ['min_by(t.c1, t.c2)', pairs, 'a'],
    ['min_by(t.c1, t.c2, 2)', pairs, '["a","b"]'],
    ['min(t.c)', numbers, '1'],
    ['min(t.c, 2)', numbers, '["1","2"]'],
    ['sum(t.c)', numbers, '10'],
    ['bitwise_and_agg(t.c)', '(VALUES 1, -3) AS t(c)', '1'],
    ['bitwise_or_agg(t.c)', '(VALUES 1, -3) AS t(c)', '-3'],
    ['approx_distinct(t.c)', '(VALUES 1, 2, 3, 4, 8) AS t(c)', '5'],
    ['approx_percentile(t.c, 0.4)', numbers, '2'],
    ['approx_percentile(t.c, ARRAY[0.1, 0.8, 0.8])', numbers, '["1","4","4"]'],
  ])('%s FROM %s is %s', async (expression, from, expected) => {
    expect(await timestream.value(`SELECT ${expression} FROM ${from}`)).toBe(expected);
  });
});

describe('NULL and single values', () => {
  const one = '(VALUES (1.5, NULL)) AS t(c, n)';
  const two = '(VALUES (NULL, 1), (2.5, 3), (7.5, NULL)) AS t(c, n)';
  test.each([
    ['stddev(c)', one, null],
    ['stddev_pop(c)', one, '0.0'],
    ['var_samp(c)', one, null],
    ['sum(n)', one, null],
    ['count(n)', one, '0'],
    ['approx_percentile(c, 0.99)', one, '1.5'],
    ['min_by(c, n)', one, null],
    // The first value may be NULL; a row without an order is left out.
    ['min_by(c, n)', two, null],
    ['max_by(c, n)', two, '2.5'],
    ['avg(c)', two, '5.0'],
    ['min(c) FILTER (WHERE c > 3)', two, '7.5'],
    ['max(t.x)', "(VALUES 'Z', 'a', 'é') AS t(x)", 'é'],
    ['sum(x) / count(*)', '(VALUES 7, 8) AS t(x)', '7'],
  ])('%s FROM %s is %s', async (expression, from, expected) => {
    expect(await timestream.value(`SELECT ${expression} FROM ${from}`)).toBe(expected);
  });

  test.each([
    ['', ['1', '2', null]],
    ['DESC', ['2', '1', null]],
    ['NULLS FIRST', [null, '1', '2']],
  ])('NULL is last in ORDER BY x %s, unless it is said', async (order, expected) => {
    const rows = await timestream.rows(`SELECT x FROM (VALUES 1, NULL, 2) AS t(x) ORDER BY x ${order}`);
    expect(rows.map(([x]) => x)).toEqual(expected);
  });

  test('a sum beyond 64 bits ends the query', async () => {
    const sql = 'SELECT sum(x) FROM (VALUES 9223372036854775807, 1) AS t(x)';
    await expect(timestream.rows(sql)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

test('a time before 1970 is no result', async () => {
  await expect(timestream.rows("SELECT TIMESTAMP '1969-12-31 23:59:59'")).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('before 1970') as string,
  });
});

test('names of columns are the same in any case', async () => {
  expect(await timestream.rows('SELECT ABC, "abc" FROM (VALUES 1) AS t(Abc)')).toEqual([['1', '1']]);
});
