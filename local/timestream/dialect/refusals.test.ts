import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUCKET, MemoryObjects } from '../testing/objects.ts';
import { DATABASE, startTimestream, TABLE } from '../testing/service.ts';
import type { Harness } from '../testing/service.ts';

const FROM = `FROM "${DATABASE}"."${TABLE}"`;
const NOW = Date.parse('2026-03-01T12:00:00Z');

const objects = new MemoryObjects();
let timestream: Harness;
beforeAll(async () => {
  timestream = await startTimestream({ clock: () => NOW, objects });
  await timestream.createTable();
  await timestream.write(
    ['mine', 'theirs'].map((Value) => ({
      Dimensions: [{ Name: 'organization_id', Value }],
      MeasureName: 'm',
      MeasureValueType: 'MULTI',
      MeasureValues: [{ Name: 'value', Type: 'DOUBLE', Value: '1' }],
      Time: String(NOW),
    })),
  );
  await writeFile(join(timestream.directory, 'secret.csv'), 'secret\n1\n');
  // The engine itself may read here.
  await mkdir(join(timestream.directory, 'unload'));
  await writeFile(join(timestream.directory, 'unload', 'secret.csv'), 'secret\n1\n');
});
afterAll(async () => {
  await timestream[Symbol.asyncDispose]();
});

async function refused(sql: string): Promise<string> {
  const error: unknown = await timestream.rows(sql).then(
    (rows) => new Error(`not refused: ${JSON.stringify(rows)}`),
    (failure: unknown) => failure,
  );
  expect(error).toMatchObject({ name: 'ValidationException' });
  return error instanceof Error ? error.message : '';
}

describe('nothing but one SELECT runs', () => {
  test.each([
    'SELECT 1; SELECT 2',
    'SELECT 1;;',
    `SELECT 1; DROP TABLE main.ts_rows_1`,
    "COPY (SELECT 1) TO 'x.csv'",
    "ATTACH 'x.db'",
    'PRAGMA database_list',
    'SET threads = 1',
    'RESET threads',
    'INSTALL httpfs',
    'CREATE TABLE t (a INT)',
    `INSERT INTO "${DATABASE}"."${TABLE}" VALUES (1)`,
    `DELETE ${FROM}`,
    `UPDATE "${DATABASE}"."${TABLE}" SET value = 1`,
    `DROP VIEW "${DATABASE}"."${TABLE}"`,
    'EXPLAIN SELECT 1',
    'DESCRIBE x',
    'SHOW TABLES',
    'CALL pragma_version()',
    'VACUUM',
    'CHECKPOINT',
    'BEGIN',
    `FROM "${DATABASE}"."${TABLE}"`,
    'VALUES (1)',
    `SELECT * FROM (FROM "${DATABASE}"."${TABLE}")`,
    `UNLOAD (SELECT 1); COPY (SELECT 1) TO 'x.csv'`,
    `UNLOAD (COPY (SELECT 1) TO 'x.csv') TO 's3://${BUCKET}'`,
    `UNLOAD (DELETE ${FROM}) TO 's3://${BUCKET}'`,
    `UNLOAD (SELECT 1) TO 'x.csv'`,
    'WITH x AS (DELETE FROM main.ts_tables RETURNING *) SELECT * FROM x',
    '',
    '-- nothing',
  ])('%s', async (sql) => {
    await refused(sql);
  });
});

describe('nothing beyond the tables of Timestream is read', () => {
  const file = () => join(timestream.directory, 'secret.csv');
  const unloading = () => join(timestream.directory, 'unload', 'secret.csv');
  test.each([
    () => `SELECT * FROM read_csv('${unloading()}')`,
    () => `SELECT * FROM '${unloading()}'`,
    () => `SELECT * FROM "${unloading()}"`,
    () => `SELECT * FROM "main"."${unloading()}"`,
    () => `SELECT * FROM glob('${timestream.directory}/unload/*')`,
    () => `UNLOAD (SELECT * FROM read_csv('${unloading()}')) TO 's3://${BUCKET}'`,
    () => `UNLOAD (SELECT * FROM '${unloading()}') TO 's3://${BUCKET}'`,
    () => `UNLOAD (SELECT * FROM main.ts_tables) TO 's3://${BUCKET}'`,
    () => `SELECT * FROM read_csv('${file()}')`,
    () => `SELECT * FROM '${file()}'`,
    () => `SELECT * FROM "${file()}"`,
    () => `SELECT * FROM read_text('${file()}')`,
    () => `SELECT * FROM read_blob('${file()}')`,
    () => `SELECT * FROM glob('/*')`,
    () => 'SELECT * FROM main.ts_rows_1',
    () => 'SELECT * FROM ts_rows_1',
    () => 'SELECT * FROM main.ts_tables',
    () => 'SELECT * FROM information_schema.tables',
    () => 'SELECT * FROM duckdb_settings()',
    () => 'SELECT * FROM pragma_database_list()',
    () => 'SELECT * FROM range(10)',
    () => 'SELECT * FROM system.main.range(10)',
    () => `SELECT * FROM timestream."${DATABASE}"."${TABLE}"`,
    () => `SELECT getenv('HOME')`,
    () => `SELECT getvariable('ts_now_ms')`,
    () => `SELECT current_setting('threads')`,
    () => 'SELECT version()',
    () => 'SELECT current_user',
    () => 'SELECT user',
    () => `SELECT query('SELECT 1')`,
    () => `SELECT * FROM query('SELECT 1')`,
    () => `SELECT * FROM query_table('x')`,
    () => `SELECT main.now()`,
    () => `SELECT rowid ${FROM}`,
    () => `SELECT ts_version ${FROM}`,
    () => `SELECT ts_shift(now(), 1h)`,
  ])('%s', async (sql) => {
    await refused(sql());
  });
});

/** What DuckDB would take, in its own meaning or beyond Timestream's language. */
describe('what Timestream does not know is refused by its name', () => {
  test.each([
    ['SELECT 1 LIMIT 1 OFFSET 1', 'OFFSET'],
    ['SELECT a.* EXCLUDE (value) ' + FROM + ' a', 'exclude list'],
    [`SELECT * ${FROM} QUALIFY row_number() OVER () = 1`, 'qualify'],
    [`SELECT value ${FROM} GROUP BY ALL`, 'aggregate handling'],
    [`SELECT * ${FROM} TABLESAMPLE 10%`, 'sample'],
    [`SELECT * ${FROM} USING SAMPLE 10`, 'sample'],
    [`SELECT COLUMNS('v.*') ${FROM}`, 'columns'],
    ['SELECT median(1)', 'Function median'],
    ['SELECT list_value(1)', 'Function list_value'],
    ['SELECT arg_max_null(1, 2)', 'Function arg_max_null'],
    ['SELECT strftime(now(), 1)', 'Function strftime'],
    ["SELECT '1'::INT", 'syntax'],
    ['SELECT CAST(1 AS TINYINT)', 'TINYINT'],
    ['SELECT CAST(1 AS DECIMAL(4, 1))', 'DECIMAL'],
    ['SELECT 99999999999999999999', 'HUGEINT'],
    ["SELECT E'\\n'", 'syntax'],
    ["SELECT x'00'", 'syntax'],
    ['SELECT $$a$$', 'syntax'],
    ['SELECT ?', 'syntax'],
    ['SELECT $1', 'syntax'],
    ['SELECT #1', 'syntax'],
    ["SELECT {'a': 1}", 'syntax'],
    ['SELECT [1, 2]', 'Function list_value'],
    ['SELECT 1x', "'1x' is not a valid duration"],
    ['SELECT 1day2', 'not a valid duration'],
    ['SELECT 100ns', '100ns'],
    ["SELECT parse_duration('1' || 'h')", 'parse_duration'],
    ['SELECT bin(now(), 1month)', 'bin'],
    ['SELECT EXTRACT(EPOCH FROM now())', 'EXTRACT(EPOCH'],
    ['SELECT CAST(ROW(1) AS ROW(t TIMESTAMP))', 'type TIMESTAMP'],
    ['SELECT CAST(ROW(1) AS ROW(a INTEGER, b INTEGER))', 'as many fields'],
    ['SELECT 1year', 'months or years'],
    [`SELECT * ${FROM} a ASOF JOIN "${DATABASE}"."${TABLE}" b ON a.time >= b.time`, 'ref type'],
    ['WITH RECURSIVE x AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM x) SELECT n FROM x', 'RECURSIVE'],
    ['SELECT * FROM UNNEST(ARRAY[1])', 'names of all its columns'],
    ['SELECT unnest(ARRAY[1])', 'Function unnest'],
    ["SELECT array_agg(1) -> 'x'", 'LAMBDA'],
    ["SELECT filter(ARRAY['a'], getenv('HOME') -> 'x')", 'LAMBDA'],
    ["SELECT reduce(ARRAY[1], row(getenv('HOME'), 1) -> 'x', (s, x) -> s)", 'LAMBDA'],
    ["SELECT filter(ARRAY[1], x -> getenv('HOME') = '')", 'Function getenv'],
    ['SELECT interpolate_spline_cubic(1, 2)', 'Function interpolate_spline_cubic'],
    ['SELECT correlate_pearson(1, 2)', 'Function correlate_pearson'],
    ['SELECT approx_percentile(1, 2, 0.5)', 'approx_percentile'],
    ["SELECT date_format(now(), '%U')", "'%U'"],
    ["SELECT format_datetime(now(), 'yyyy z')", "'z'"],
    ["SELECT date_format(now(), 'a' || 'b')", 'string constant'],
    ['SELECT x -> x + 1', ''],
    ["SELECT now() AT TIME ZONE 'CET'", 'timezone'],
    [`SELECT n FROM ${TABLE}`, 'needs the name of its database'],
    ['SELECT "unfinished', 'syntax'],
    ["SELECT 'unfinished", 'syntax'],
    ['SELECT /* unfinished', 'syntax'],
  ])('%s', async (sql, name) => {
    expect(await refused(sql)).toContain(name);
  });
});

test('hostile strings never leave their quotes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.string({
          unit: fc.constantFrom("'", '"', '\\', ';', '-', '*', '/', '$', ' OR ', '1=1', '\n', '\0', 'E', '%'),
        }),
      ),
      async (hostile) => {
        const quoted = `'${hostile.replaceAll("'", "''")}'`;
        const sql = `SELECT count(*) ${FROM} WHERE organization_id = 'mine' AND measure_name <> ${quoted} AND '' <> ${quoted} || '.'`;
        if (hostile.includes('\0')) await refused(sql);
        else expect(await timestream.value(sql)).toBe(hostile === 'm' ? '0' : '1');
      },
    ),
    { numRuns: 300 },
  );
});

test('text that is no query is refused, never more than refused', async () => {
  const fragments = fc.constantFrom(
    ...[
      'SELECT',
      'FROM',
      '*',
      'x',
      '(',
      ')',
      ',',
      "'a'",
      '"b"',
      '1',
      '1h',
      'WHERE',
      '=',
      '::',
      '[',
      ';',
      '--',
      '.',
      'AND',
      'WITH',
    ],
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fragments, { maxLength: 12 }), async (parts) => {
      await timestream.rows(parts.join(' ')).catch((error: unknown) => {
        expect(error).toMatchObject({ name: 'ValidationException' });
      });
    }),
    { numRuns: 300 },
  );
});

test('no query leaves a file behind', async () => {
  const files = await readdir(timestream.directory);
  expect(files.filter((name) => !name.startsWith('timestream.duckdb'))).toEqual(['secret.csv', 'unload']);
  expect(await readdir(join(timestream.directory, 'unload'))).toEqual(['secret.csv']);
  expect(objects.byUrl.size).toBe(0);
});
