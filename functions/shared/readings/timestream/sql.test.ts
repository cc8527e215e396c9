import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METRIC_NAME } from '../../names.ts';
import { EARLIEST, LATEST } from '../../time.ts';
import type { PageQuery } from '../store.ts';
import { pageSql } from './sql.ts';

const name = { database: 'sonde_local', table: 'readings' };
const query: PageQuery = {
  organizationId: '01JZ8Q6V5X3M9T2B7C4D1E0F8G',
  deviceId: '01JZ8Q6V5X3M9T2B7C4D1E0F8H',
  metrics: null,
  from: 1_000n,
  to: 9_000n,
  order: 'ASC',
  after: null,
  limit: 101,
};

describe('pageSql', () => {
  it('bounds the period and names the organization and the device', () => {
    expect(pageSql(name, query)).toBe(
      [
        'SELECT time, measure_name, value, text',
        'FROM "sonde_local"."readings"',
        "WHERE organization_id = '01JZ8Q6V5X3M9T2B7C4D1E0F8G' AND device_id = '01JZ8Q6V5X3M9T2B7C4D1E0F8H'" +
          ' AND time >= from_nanoseconds(1000) AND time < from_nanoseconds(9000)',
        'ORDER BY time ASC, measure_name ASC',
        'LIMIT 101',
      ].join('\n'),
    );
  });

  it('names the metrics that are asked for', () => {
    expect(pageSql(name, { ...query, metrics: ['temperature', 'a.b:c-d_1'] })).toContain(
      " AND measure_name IN ('temperature', 'a.b:c-d_1')\n",
    );
  });

  it('goes on after a position, forwards', () => {
    expect(pageSql(name, { ...query, after: { time: 5_000n, metric: 'wind' } })).toContain(
      " AND time >= from_nanoseconds(5000) AND time < from_nanoseconds(9000) AND (time > from_nanoseconds(5000) OR measure_name > 'wind')\n",
    );
  });

  it('goes on after a position, backwards', () => {
    const sql = pageSql(name, { ...query, order: 'DESC', after: { time: 5_000n, metric: 'wind' } });
    expect(sql).toContain(
      " AND time >= from_nanoseconds(1000) AND time <= from_nanoseconds(5000) AND (time < from_nanoseconds(5000) OR measure_name < 'wind')\n",
    );
    expect(sql).toContain('ORDER BY time DESC, measure_name DESC');
  });

  it('selects nulls for a measure that the table has no column for', () => {
    expect(pageSql(name, query, { value: true, text: false })).toContain(
      'SELECT time, measure_name, value, CAST(NULL AS varchar) AS text\n',
    );
  });

  it.each([0, -1, 1.5, NaN, Infinity])('refuses a limit of %d', (limit) => {
    expect(() => pageSql(name, { ...query, limit })).toThrow(RangeError);
  });

  it('refuses times that no reading has', () => {
    expect(() => pageSql(name, { ...query, from: EARLIEST - 1n })).toThrow(RangeError);
    expect(() => pageSql(name, { ...query, to: LATEST + 1n })).toThrow(RangeError);
  });

  it('lets no string change its structure: it is refused, or stands in one literal', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        "'",
        "''",
        "x' OR '1'='1",
        'x; DROP TABLE readings',
        'x--',
        'x/*',
        '\\',
        'x\0',
        "x'\n",
        'temperature\n',
      ),
      fc.stringMatching(METRIC_NAME),
    );
    const shape = pageSql(name, { ...query, metrics: ['m'], after: { time: 5n, metric: 'm' } }).replace(
      /'[^']*'/g,
      '?',
    );
    fc.assert(
      fc.property(hostile, hostile, hostile, hostile, (organizationId, deviceId, metric, last) => {
        const attempts: PageQuery[] = [
          { ...query, organizationId, metrics: ['m'], after: { time: 5n, metric: 'm' } },
          { ...query, deviceId, metrics: ['m'], after: { time: 5n, metric: 'm' } },
          { ...query, metrics: [metric], after: { time: 5n, metric: 'm' } },
          { ...query, metrics: ['m'], after: { time: 5n, metric: last } },
        ];
        for (const attempt of attempts) {
          let sql: string;
          try {
            sql = pageSql(name, attempt);
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError);
            continue;
          }
          expect(sql.replace(/'[^']*'/g, '?')).toBe(shape);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
