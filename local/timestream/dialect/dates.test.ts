import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTimestream } from '../testing/service.ts';
import type { Harness } from '../testing/service.ts';

let timestream: Harness;
beforeAll(async () => {
  timestream = await startTimestream({ clock: () => Date.parse('2022-07-07T17:42:32.939Z') });
});
afterAll(async () => {
  await timestream[Symbol.asyncDispose]();
});

const NS_PER_MS = 1_000_000n;
/** From 1970 to 2200, so that nothing that a test adds leaves the range of timestamps. */
const moment = fc.bigInt(0n, BigInt(Date.UTC(2200, 0)) * NS_PER_MS);

describe('bin', () => {
  const HOUR = 3_600_000_000_000n;

  test('begins bins at multiples of its interval from 1970, to the nanosecond', async () => {
    await fc.assert(
      fc.asyncProperty(moment, fc.constantFrom(1_000_000n, 1_000_000_000n, HOUR, 7n * 24n * HOUR), async (ns, span) => {
        const duration = `parse_duration('${(span / NS_PER_MS).toString()}ms')`;
        const sql = `SELECT to_nanoseconds(bin(from_nanoseconds(${ns.toString()}), ${duration}))`;
        expect(await timestream.value(sql)).toBe((ns - (ns % span)).toString());
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    // 1970 began on a Thursday.
    ["bin(TIMESTAMP '2026-03-01 12:00:00', 7d)", '2026-02-26 00:00:00.000000000'],
    ["bin(TIMESTAMP '2026-03-01 12:00:00.000000001', 1s)", '2026-03-01 12:00:00.000000000'],
    ["bin(TIMESTAMP '2026-03-01 12:00:00', 1h)", '2026-03-01 12:00:00.000000000'],
    ["bin(TIMESTAMP '2026-03-01 11:59:59.999999999', 1h)", '2026-03-01 11:00:00.000000000'],
    ["bin(DATE '2026-03-01', 10day)", '2026-02-26 00:00:00.000000000'],
    ['bin(CAST(NULL AS TIMESTAMP), 1h)', null],
  ])('%s is %s', async (expression, expected) => {
    expect(await timestream.value(`SELECT ${expression}`)).toBe(expected);
  });
});

describe('date_trunc', () => {
  const t = "TIMESTAMP '2026-05-17 17:44:43.771234567'";
  test.each([
    ['second', '2026-05-17 17:44:43.000000000'],
    ['minute', '2026-05-17 17:44:00.000000000'],
    ['hour', '2026-05-17 17:00:00.000000000'],
    ['day', '2026-05-17 00:00:00.000000000'],
    // A Sunday: its week began on Monday.
    ['week', '2026-05-11 00:00:00.000000000'],
    ['month', '2026-05-01 00:00:00.000000000'],
    ['quarter', '2026-04-01 00:00:00.000000000'],
    ['year', '2026-01-01 00:00:00.000000000'],
    ['MONTH', '2026-05-01 00:00:00.000000000'],
  ])('%s is %s', async (unit, expected) => {
    expect(await timestream.value(`SELECT date_trunc('${unit}', ${t})`)).toBe(expected);
  });
});

describe('date_diff counts complete units', () => {
  const day = (text: string) => `TIMESTAMP '${text}'`;
  test.each([
    ['second', '2020-01-01 00:00:00.000000001', '2020-01-01 00:00:01', '0'],
    ['second', '2020-01-01 00:00:00.000000001', '2020-01-01 00:00:01.000000001', '1'],
    ['nanosecond', '2020-01-01 00:00:00', '2020-01-01 00:00:00.000000007', '7'],
    ['microsecond', '2020-01-01 00:00:00', '2020-01-01 00:00:00.000007999', '7'],
    ['millisecond', '2020-01-01 00:00:00', '2020-01-01 00:00:01.5', '1500'],
    ['minute', '2020-01-01 00:00:59', '2020-01-01 00:01:00', '0'],
    ['hour', '2020-01-01 01:00:00', '2020-01-01 00:00:01', '0'],
    ['hour', '2020-01-01 01:00:00', '2020-01-01 00:00:00', '-1'],
    ['day', '2020-03-01 23:00:00', '2020-03-02 01:00:00', '0'],
    ['week', '2020-01-01 00:00:00', '2020-01-14 23:59:59', '1'],
    ['month', '2020-01-31 00:00:00', '2020-02-29 00:00:00', '1'],
    ['month', '2020-01-15 00:00:00', '2020-02-14 23:59:59.999999999', '0'],
    ['month', '2020-01-15 00:00:00.000000900', '2020-02-15 00:00:00.000000899', '0'],
    ['month', '2020-01-15 00:00:00.000000900', '2020-02-15 00:00:00.000000900', '1'],
    ['month', '2020-02-15 00:00:00.000000900', '2020-01-15 00:00:00.000000901', '0'],
    ['month', '2020-02-15 00:00:00.000000900', '2020-01-15 00:00:00.000000900', '-1'],
    ['quarter', '2020-01-15 00:00:00', '2020-07-15 00:00:00', '2'],
    ['year', '2020-01-15 00:00:00', '2022-01-14 00:00:00', '1'],
  ])('%s from %s to %s: %s', async (unit, from, to, expected) => {
    expect(await timestream.value(`SELECT date_diff('${unit}', ${day(from)}, ${day(to)})`)).toBe(expected);
  });

  test('what date_add added', async () => {
    const unit = fc.constantFrom('nanosecond', 'microsecond', 'millisecond', 'second', 'minute', 'hour', 'day', 'week');
    await fc.assert(
      fc.asyncProperty(unit, moment, fc.integer({ min: 0, max: 3_000 }), async (each, ns, amount) => {
        const from = `from_nanoseconds(${ns.toString()})`;
        const sql = `SELECT date_diff('${each}', ${from}, date_add('${each}', ${amount}, ${from}))`;
        expect(await timestream.value(sql)).toBe(String(amount));
      }),
      { numRuns: 60 },
    );
  });
});

describe('date_add', () => {
  test.each([
    ["date_add('month', 1, TIMESTAMP '2024-01-31 10:00:00')", '2024-02-29 10:00:00.000000000'],
    ["date_add('YEAR', -1, TIMESTAMP '2024-02-29 10:00:00')", '2023-02-28 10:00:00.000000000'],
    ["date_add('quarter', 1, TIMESTAMP '2024-02-29 10:00:00.000000001')", '2024-05-29 10:00:00.000000001'],
    ["date_add('week', 1, TIMESTAMP '2024-02-29 10:00:00')", '2024-03-07 10:00:00.000000000'],
    ["date_add('millisecond', -1, TIMESTAMP '2024-02-29 10:00:00')", '2024-02-29 09:59:59.999000000'],
  ])('%s is %s', async (expression, expected) => {
    expect(await timestream.value(`SELECT ${expression}`)).toBe(expected);
  });
});

describe('fields of ISO weeks', () => {
  test.each([
    ["week(TIMESTAMP '2021-01-03 00:00:00')", '53'],
    ["year_of_week(TIMESTAMP '2021-01-03 00:00:00')", '2020'],
    ["day_of_week(TIMESTAMP '2021-01-03 00:00:00')", '7'],
    ["dow(TIMESTAMP '2021-01-04 00:00:00')", '1'],
  ])('%s is %s', async (expression, expected) => {
    expect(await timestream.value(`SELECT ${expression}`)).toBe(expected);
  });
});

test.each(["date_trunc('decade', now())", "date_add('century', 1, now())", "date_diff('fortnight', now(), now())"])(
  'a unit that is none is refused: %s',
  async (expression) => {
    await expect(timestream.rows(`SELECT ${expression}`)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('is not one of') as string,
    });
  },
);
