import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METRIC_NAME } from '../../names.ts';
import { EARLIEST, LATEST } from '../../time.ts';
import type { ExtractionJob } from '../store.ts';
import { exportColumns } from '../export-columns.ts';
import { exportSql, unloadSql } from './export-sql.ts';

const name = { database: 'sonde_local', table: 'readings' };
const all = { value: true, text: true };
const job: ExtractionJob = {
  organizationId: '01JZ8Q6V5X3M9T2B7C4D1E0F8G',
  exportId: '01JZ8Q6V5X3M9T2B7C4D1E0F8X',
  owner: 'worker',
  devices: () => Promise.resolve([]),
  deviceIds: null,
  metrics: null,
  from: 1_000n,
  to: 9_000n,
  aggregation: null,
  layout: 'LONG',
  format: 'CSV',
};
const destination = { bucket: 'sonde-local-unload', prefix: `${job.organizationId}/${job.exportId}/1` };
const quarterHours = { window: 900_000_000_000n, statistics: ['AVG', 'COUNT', 'FIRST', 'P95'] } as const;

describe('exportSql', () => {
  it('selects the readings of an organization and a period', () => {
    expect(exportSql(name, job, all)).toBe(
      [
        'SELECT time,\n  device_id,\n  measure_name AS "metric",\n  value,\n  text',
        'FROM "sonde_local"."readings"',
        "WHERE organization_id = '01JZ8Q6V5X3M9T2B7C4D1E0F8G' AND time >= from_nanoseconds(1000) AND time < from_nanoseconds(9000)",
      ].join('\n'),
    );
  });

  it('names devices and metrics', () => {
    const deviceIds = ['01JZ8Q6V5X3M9T2B7C4D1E0F8H', '01JZ8Q6V5X3M9T2B7C4D1E0F8J'];
    const sql = exportSql(name, { ...job, deviceIds, metrics: ['temperature', 'a.b'] }, all);
    expect(sql).toContain(" AND device_id IN ('01JZ8Q6V5X3M9T2B7C4D1E0F8H', '01JZ8Q6V5X3M9T2B7C4D1E0F8J') AND time >=");
    expect(sql).toContain(" AND measure_name IN ('temperature', 'a.b')");
  });

  it('selects statistics of windows', () => {
    const sql = exportSql(name, { ...job, aggregation: quarterHours }, all);
    expect(sql).toContain(
      `SELECT bin(time, parse_duration('900s')) AS "time",
  device_id,
  measure_name AS "metric",
  avg(value) AS "avg",
  count(*) AS "count",
  min_by(value, CASE WHEN value IS NOT NULL THEN time END) AS "first",
  approx_percentile(value, 0.95) AS "p95"
`,
    );
    expect(sql).toContain("\nGROUP BY bin(time, parse_duration('900s')), device_id, measure_name");
  });

  it('makes a column of each metric', () => {
    const sql = exportSql(name, { ...job, layout: 'WIDE', metrics: ['temperature', 'state'] }, all);
    expect(sql).toContain(
      `  max(CASE WHEN measure_name = 'state' THEN coalesce(CAST(value AS varchar), text) END) AS "state"\n`,
    );
    expect(sql).toContain('\nGROUP BY time, device_id');
  });

  it('makes a column of each metric and statistic', () => {
    const sql = exportSql(name, { ...job, layout: 'WIDE', metrics: ['t', 'u'], aggregation: quarterHours }, all);
    expect(sql).toContain(`avg(CASE WHEN measure_name = 'u' THEN value END) AS "u_avg"`);
    expect(sql).toContain(`count(CASE WHEN measure_name = 'u' THEN 1 END) AS "u_count"`);
    expect(sql).toContain(
      `min_by(value, CASE WHEN measure_name = 'u' AND value IS NOT NULL THEN time END) AS "u_first"`,
    );
  });

  it('asks for no measure that the table has no column for', () => {
    const none = { value: false, text: false };
    expect(exportSql(name, job, none)).toContain('CAST(NULL AS double) AS "value",\n  CAST(NULL AS varchar) AS "text"');
    for (const layout of ['LONG', 'WIDE'] as const)
      for (const aggregation of [null, quarterHours]) {
        const sql = exportSql(name, { ...job, layout, aggregation, metrics: ['m'] }, none);
        expect(sql.replace(/"\w+"/g, '')).not.toMatch(/\b(?:value|text)\b/);
      }
  });

  it.each<Partial<ExtractionJob>>([
    { deviceIds: [] },
    { metrics: [] },
    { layout: 'WIDE' },
    { from: EARLIEST - 1n },
    { to: LATEST + 1n },
    { aggregation: { window: 0n, statistics: ['AVG'] } },
    { aggregation: { window: 1_500_000_000n, statistics: ['AVG'] } },
  ])('refuses %o', (change) => {
    expect(() => exportSql(name, { ...job, ...change }, all)).toThrow(RangeError);
  });

  it('lets no string change its structure: it is refused, or stands in its literals and names', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom("'", '"', "x' OR '1'='1", 'x" FROM y', 'x; DROP TABLE readings', 'x--', 'x\0', 'temperature\n'),
      fc.stringMatching(METRIC_NAME),
    );
    const shapeOf = (sql: string) => sql.replace(/'[^']*'/g, '?').replace(/"[^"]*"/g, '!');
    const wide = { ...job, layout: 'WIDE', metrics: ['m'] } as const;
    const shape = shapeOf(unloadSql(name, wide, all, destination));
    fc.assert(
      fc.property(hostile, (text) => {
        for (const attempt of [
          () => unloadSql(name, { ...wide, organizationId: text }, all, destination),
          () => unloadSql(name, { ...wide, metrics: [text] }, all, destination),
          () => unloadSql(name, wide, all, { ...destination, prefix: text }),
          () => unloadSql(name, wide, all, { ...destination, bucket: text }),
        ]) {
          let sql: string;
          try {
            sql = attempt();
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError);
            continue;
          }
          expect(shapeOf(sql)).toBe(shape);
        }
        expect(() => unloadSql(name, { ...wide, deviceIds: [text] }, all, destination)).toThrow(RangeError);
      }),
      { numRuns: 300 },
    );
  });
});

describe('unloadSql', () => {
  it('writes small compressed CSV files without a header', () => {
    expect(unloadSql(name, job, all, destination)).toMatch(
      /^UNLOAD \(\nSELECT [^]*\n\)\nTO 's3:\/\/sonde-local-unload\/01JZ8Q6V5X3M9T2B7C4D1E0F8G\/01JZ8Q6V5X3M9T2B7C4D1E0F8X\/1'\nWITH \(format = 'CSV', compression = 'GZIP', include_header = 'false', max_file_size = '64MB'\)$/,
    );
  });

  it('writes Parquet files', () => {
    expect(unloadSql(name, { ...job, format: 'PARQUET' }, all, destination)).toContain("WITH (format = 'PARQUET', ");
  });
});

describe('exportColumns', () => {
  const names = (change: Partial<ExtractionJob>) => exportColumns({ ...job, ...change }).map(({ name }) => name);

  it('calls columns by what they hold', () => {
    expect(names({})).toEqual(['time', 'device_id', 'metric', 'value', 'text']);
    expect(names({ aggregation: quarterHours })).toEqual([
      'time',
      'device_id',
      'metric',
      'avg',
      'count',
      'first',
      'p95',
    ]);
    expect(
      names({ layout: 'WIDE', metrics: ['b', 'a'], aggregation: { window: 1n, statistics: ['MIN', 'MAX'] } }),
    ).toEqual(['time', 'device_id', 'b_min', 'b_max', 'a_min', 'a_max']);
  });

  it('gives no two columns names that SQL takes for one', () => {
    expect(names({ layout: 'WIDE', metrics: ['Time', 'temp', 'TEMP', 'temp_2', 'device_id'] })).toEqual([
      'time',
      'device_id',
      'Time_2',
      'temp',
      'TEMP_2',
      'temp_2_2',
      'device_id_2',
    ]);
  });
});
