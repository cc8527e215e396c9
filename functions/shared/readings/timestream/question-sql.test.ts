import fc from 'fast-check';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EARLIEST, LATEST } from '../../time.ts';
import type { AggregateQuery, OutlineQuery, PageQuery, Statistic, Windows } from '../store.ts';
import { aggregateSql } from './aggregate-sql.ts';
import { outlineSql } from './outline-sql.ts';
import { periodSql } from './period-sql.ts';
import { pageSql } from './sql.ts';

const name = { database: 'sonde_local', table: 'readings' };
const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const deviceId = '01JZ8Q6V5X3M9T2B7C4D1E0F8H';
const period = { from: 1_000n, to: 9_000n };
const aggregate: AggregateQuery = {
  organizationId,
  deviceIds: [deviceId],
  metrics: ['temperature'],
  ...period,
  windows: { kind: 'FIXED', length: 900_000_000_000n },
  statistics: ['AVG', 'COUNT', 'FIRST', 'P95'],
};
const outline: OutlineQuery = { organizationId, deviceId, metrics: ['temperature'], ...period, bin: 1_500_000_000n };
const page: PageQuery = {
  organizationId,
  deviceId,
  metrics: ['temperature'],
  ...period,
  order: 'ASC',
  after: { time: 5_000n, metric: 'temperature' },
  limit: 10,
};

describe('aggregateSql', () => {
  it('bounds time, and names the organization, devices and metrics, where it reads', () => {
    expect(aggregateSql(name, aggregate)).toBe(
      [
        'SELECT device_id, measure_name, window_begin, avg(value) AS "avg", count(value) AS "count",' +
          ' min_by(value, time) AS "first", approx_percentile(value, 0.95) AS "p95"',
        'FROM (',
        "  SELECT device_id, measure_name, time, value, to_nanoseconds(bin(time, parse_duration('900s'))) AS window_begin",
        '  FROM "sonde_local"."readings"',
        `  WHERE organization_id = '${organizationId}' AND device_id IN ('${deviceId}')` +
          ' AND time >= from_nanoseconds(1000) AND time < from_nanoseconds(9000)' +
          " AND measure_name IN ('temperature') AND value IS NOT NULL",
        ')',
        'GROUP BY device_id, measure_name, window_begin',
        'ORDER BY device_id, measure_name, window_begin',
      ].join('\n'),
    );
  });

  it.each<Partial<AggregateQuery>>([
    { deviceIds: [] },
    { metrics: [] },
    { statistics: [] },
    { from: EARLIEST - 1n },
    { to: LATEST + 1n },
  ])('refuses %o', (change) => {
    expect(() => aggregateSql(name, { ...aggregate, ...change })).toThrow(RangeError);
  });
});

describe('periodSql', () => {
  it('bounds time to what can be stored', () => {
    expect(periodSql(name, { organizationId, deviceId })).toContain(
      `WHERE organization_id = '${organizationId}' AND device_id IN ('${deviceId}')` +
        ` AND time >= from_nanoseconds(0) AND time < from_nanoseconds(${LATEST})\n`,
    );
  });
});

describe('outlineSql', () => {
  it('cuts bins of whole milliseconds', () => {
    expect(outlineSql(name, outline)).toContain("bin(time, parse_duration('1500ms')) AS bin_begin");
    expect(() => outlineSql(name, { ...outline, bin: 1_500_000n })).toThrow(RangeError);
    expect(() => outlineSql(name, { ...outline, bin: 0n })).toThrow(RangeError);
  });
});

/** The kinds of a statement's tokens; words as they are. */
function structure(sql: string): string {
  return sql.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\d+(?:\.\d+)?|[A-Za-z_][A-Za-z0-9_]*|['"]/g, (token) => {
    if (token.startsWith("'")) return token.length > 1 ? 'S' : 'BROKEN';
    if (token.startsWith('"')) return token.length > 1 ? 'N' : 'BROKEN';
    return /^\d/.test(token) ? '0' : token;
  });
}

/** What no type would let through. */
const AnyStatistic = v.custom<Statistic>(() => true);
const AnyUnit = v.custom<'WEEK'>(() => true);

const strings = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 4,
    arbitrary: fc
      .array(
        fc.constantFrom(
          "'",
          "''",
          '"',
          '--',
          '/*',
          '*/',
          ';',
          '\\',
          '\0',
          '\n',
          ')',
          ' OR 1=1',
          'x',
          deviceId,
          'temperature',
          '’',
          'ʼ',
        ),
        { maxLength: 6 },
      )
      .map((parts) => parts.join('')),
  },
  { weight: 2, arbitrary: fc.stringMatching(/^[A-Za-z0-9:._/-]{1,64}$/) },
  { weight: 1, arbitrary: fc.stringMatching(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/) },
);
const numbers = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(1, 7, 366, 3600, 1e21, 2 ** 53));
const times = fc.oneof(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), fc.bigInt({ min: 1n, max: 4_000n }));

const base = {
  aggregate: structure(aggregateSql(name, aggregate)),
  month: structure(aggregateSql(name, { ...aggregate, windows: zoned('MONTH', 3600, 0n) })),
  days: structure(aggregateSql(name, { ...aggregate, windows: zoned({ days: 1 }, 3600, 0n) })),
  outline: structure(outlineSql(name, outline)),
  period: structure(periodSql(name, { organizationId, deviceId })),
  page: structure(pageSql(name, page)),
};

function zoned(unit: Extract<Windows, { kind: 'CALENDAR' }>['unit'], seconds: number, from: bigint): Windows {
  return { kind: 'CALENDAR', unit, offsets: [{ from, seconds }] };
}

/** What can be asked with a text at a place where a text goes, or where only a name of Sonde's own goes. */
function textual(text: string): [string | null, () => string][] {
  return [
    [base.aggregate, () => aggregateSql(name, { ...aggregate, organizationId: text })],
    [base.aggregate, () => aggregateSql(name, { ...aggregate, deviceIds: [text] })],
    [base.aggregate, () => aggregateSql(name, { ...aggregate, metrics: [text] })],
    [null, () => aggregateSql(name, { ...aggregate, statistics: [v.parse(AnyStatistic, text)] })],
    [null, () => aggregateSql(name, { ...aggregate, windows: zoned(v.parse(AnyUnit, text), 0, 0n) })],
    [base.outline, () => outlineSql(name, { ...outline, organizationId: text })],
    [base.outline, () => outlineSql(name, { ...outline, deviceId: text })],
    [base.outline, () => outlineSql(name, { ...outline, metrics: [text] })],
    [base.period, () => periodSql(name, { organizationId: text, deviceId })],
    [base.period, () => periodSql(name, { organizationId, deviceId: text })],
    [base.page, () => pageSql(name, { ...page, organizationId: text })],
    [base.page, () => pageSql(name, { ...page, deviceId: text })],
    [base.page, () => pageSql(name, { ...page, metrics: [text] })],
    [base.page, () => pageSql(name, { ...page, after: { time: 5_000n, metric: text } })],
  ];
}

function numeric(time: bigint, number: number): [string | null, () => string][] {
  return [
    [base.aggregate, () => aggregateSql(name, { ...aggregate, from: time })],
    [base.aggregate, () => aggregateSql(name, { ...aggregate, to: time })],
    [base.aggregate, () => aggregateSql(name, { ...aggregate, windows: { kind: 'FIXED', length: time } })],
    [base.month, () => aggregateSql(name, { ...aggregate, windows: zoned('MONTH', 3600, time) })],
    [base.days, () => aggregateSql(name, { ...aggregate, windows: zoned({ days: 1 }, number, 0n) })],
    [base.days, () => aggregateSql(name, { ...aggregate, windows: zoned({ days: number }, 3600, 0n) })],
    [base.outline, () => outlineSql(name, { ...outline, from: time })],
    [base.outline, () => outlineSql(name, { ...outline, to: time })],
    [base.outline, () => outlineSql(name, { ...outline, bin: time })],
    [base.page, () => pageSql(name, { ...page, from: time })],
    [base.page, () => pageSql(name, { ...page, to: time })],
    [base.page, () => pageSql(name, { ...page, limit: number })],
  ];
}

/** Whether the statement was made. Plain throws: an `expect` for each of more than a million attempts takes a minute. */
function attempt([expected, build]: [string | null, () => string]): boolean {
  let sql: string;
  try {
    sql = build();
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
  if (structure(sql) !== expected) throw new Error(`This is not the structure that it has to have: ${sql}`);
  return true;
}

describe('the structure of a statement', () => {
  // Nobody looks at the stacks of a million refusals, and to note them takes most of the time.
  const { stackTraceLimit } = Error;
  beforeAll(() => {
    Error.stackTraceLimit = 0;
  });
  afterAll(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });

  it('is changed by none of 100,000 strings: each is refused, or stands in one literal', () => {
    let made = 0;
    fc.assert(
      fc.property(strings, (text) => {
        made += textual(text).filter(attempt).length;
      }),
      { numRuns: 100_000 },
    );
    expect(made).toBeGreaterThan(10_000);
  }, 120_000);

  it('is changed by no time and no number', () => {
    let made = 0;
    fc.assert(
      fc.property(times, numbers, (time, number) => {
        made += numeric(time, number).filter(attempt).length;
      }),
      { numRuns: 10_000 },
    );
    expect(made).toBeGreaterThan(1_000);
  }, 60_000);
});
