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

/** Where DuckDB's own answer would be another one. */
describe('numbers', () => {
  test.each([
    ['-7 / 2', '-3'],
    ['-7 % 2', '-1'],
    ['mod(-7, 2)', '-1'],
    ['CAST(2.5 AS bigint)', '3'],
    ['CAST(-2.5 AS bigint)', '-3'],
    ['CAST(3.5 AS integer)', '4'],
    ['CAST(9007199254740993 AS bigint)', '9007199254740993'],
    ['CAST(1.0 AS varchar)', '1.0'],
    ['CAST(21.5 AS varchar)', '21.5'],
    ['CAST(-0.001 AS varchar)', '-0.001'],
    ['CAST(0.00099 AS varchar)', '9.9E-4'],
    ['CAST(0.0001 AS varchar)', '1.0E-4'],
    ['CAST(1.5e-5 AS varchar)', '1.5E-5'],
    ['CAST(9999999.0 AS varchar)', '9999999.0'],
    ['CAST(10000000.0 AS varchar)', '1.0E7'],
    ['CAST(-123456789.125 AS varchar)', '-1.23456789125E8'],
    ['CAST(1e20 AS varchar)', '1.0E20'],
    ['CAST(9.007199254740993e18 AS varchar)', '9.007199254740993E18'],
    ['CAST(nan() AS varchar)', 'NaN'],
    ['CAST(-infinity() AS varchar)', '-Infinity'],
    ['CAST(7 AS varchar)', '7'],
    ['CAST(true AS varchar)', 'true'],
    ["CAST(TIMESTAMP '2026-03-01 12:00:00' AS varchar)", '2026-03-01 12:00:00.000000000'],
    ["CAST(DATE '2026-03-01' AS varchar)", '2026-03-01'],
    ['CAST(CAST(NULL AS double) AS varchar)', null],
    ['ln(0)', '-Infinity'],
    ['log10(-1)', 'NaN'],
    ['sqrt(-1)', 'NaN'],
    ['acos(2)', 'NaN'],
    ['round(-2.5)', '-3.0'],
    ['round(123.456, 1)', '123.5'],
    ['to_base(255, 16)', 'ff'],
    ['bitwise_and(6, 3)', '2'],
    ['bitwise_or(6, 3)', '7'],
    ['bitwise_xor(6, 3)', '5'],
    ['bitwise_not(0)', '-1'],
    ['random(1)', '0'],
    ['random(5, 6)', '5'],
  ])('%s is %s', async (expression, expected) => {
    expect(await timestream.value(`SELECT ${expression}`)).toBe(expected);
  });

  test('a double divided by zero is refused', async () => {
    await expect(timestream.rows('SELECT 1.0 / (2 - 2)')).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('double by zero is not supported') as string,
    });
  });

  test.each(['7 / 0', '7 % 0', 'mod(7, 0)', '7 / (1 - 1)', 'sum(1) / (count(*) - 1)'])(
    '%s ends the query',
    async (expression) => {
      await expect(timestream.rows(`SELECT ${expression}`)).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining('Division by zero') as string,
      });
    },
  );
});

describe('text', () => {
  test.each([
    ["substr('abc', 0)", ''],
    ["substr('abc', 0, 2)", ''],
    ["substr('abc', -2)", 'bc'],
    ["substr('abc', -2, 1)", 'b'],
    ["substr('abc', 2)", 'bc'],
    ["substr('abc', 4)", ''],
    ["substr('abc', -4)", ''],
    ["substr('abc', 1, -1)", ''],
    ["substring('abc', 2, 1)", 'b'],
    ['substr(CAST(NULL AS varchar), 1)', null],
    ["split_part('a,b', ',', 2)", 'b'],
    ["split_part('a,b', ',', 3)", null],
    ["replace('abcab', 'ab')", 'c'],
    ["replace('abcab', 'ab', 'x')", 'xcx'],
    ["strpos('abc', 'd')", '0'],
    ["strpos('ébc', 'b')", '2'],
    ["position('b' IN 'abc')", '2'],
    ["length('é€')", '2'],
    ["codepoint('é')", '233'],
    ['chr(233)', 'é'],
    ["hamming_distance('ab', 'ac')", '1'],
    ["levenshtein_distance('kitten', 'sitting')", '3'],
    ["lpad('abc', 2, 'x')", 'ab'],
    ["rpad('a', 3, 'xy')", 'axy'],
    ["if(1 > 2, 'a')", null],
    ["try(CAST('a' AS bigint))", null],
    ["'a' IS DISTINCT FROM NULL", 'true'],
    ["'B' < 'a'", 'true'],
  ])('%s is %s', async (expression, expected) => {
    expect(await timestream.value(`SELECT ${expression}`)).toBe(expected);
  });

  test('a part before the first is none', async () => {
    await expect(timestream.rows(`SELECT split_part('a', ',', 0)`)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('greater than zero') as string,
    });
  });
});

/** Values that the Timestream Developer Guide states, "Regular expression functions". */
describe('regular expressions', () => {
  test.each([
    [String.raw`regexp_extract_all('example expect complex', 'ex\w')`, '["exa","exp"]'],
    [String.raw`regexp_extract_all('example expect complex', '(ex)(\w)', 2)`, '["a","p"]'],
    [String.raw`regexp_extract('example expect', 'ex\w')`, 'exa'],
    [String.raw`regexp_extract('example expect', '(ex)(\w)', 2)`, 'a'],
    [String.raw`regexp_extract('none', '\d')`, null],
    [String.raw`regexp_like('example', 'ex')`, 'true'],
    [String.raw`regexp_replace('example expect', 'expect')`, 'example '],
    [String.raw`regexp_replace('example expect', 'ex', 'EX')`, 'EXample EXpect'],
    [String.raw`regexp_replace('ab12', '([a-z]+)(\d+)', '$2-$1')`, '12-ab'],
    [String.raw`regexp_replace('a', 'a', '\$1')`, '$1'],
    [String.raw`regexp_split('example', 'x')`, '["e","ample"]'],
  ])('%s is %s', async (expression, expected) => {
    expect(await timestream.value(`SELECT ${expression}`)).toBe(expected);
  });

  test('what the engine has not is refused', async () => {
    await expect(timestream.rows(`SELECT regexp_like('aa', '(a)\\1')`)).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});
