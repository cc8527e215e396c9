import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTimestream } from '../testing/service.ts';
import { FROM, startUnloading, TO } from '../testing/unloading.ts';

let context: Awaited<ReturnType<typeof startUnloading>>;
beforeAll(async () => {
  context = await startUnloading();
});
afterAll(async () => {
  await context.timestream[Symbol.asyncDispose]();
});
beforeEach(() => {
  context.reset();
});

describe('is refused before it runs', () => {
  const select = `SELECT n, device_id ${FROM}`;
  test.each([
    ['UNLOAD', 'syntax is invalid at line 1:7'],
    [`UNLOAD ${select} ${TO}`, 'syntax is invalid at line 1:8'],
    [`UNLOAD (${select}`, 'syntax'],
    [`UNLOAD (${select}) ${TO} WITH ()`, 'syntax'],
    [`UNLOAD (${select}) ${TO} WITH (format = 'CSV',)`, 'syntax'],
    [`UNLOAD (${select}) ${TO} WITH (format 'CSV')`, 'syntax'],
    [`UNLOAD (${select}) ${TO}; SELECT 1`, 'syntax'],
    [`UNLOAD (${select}) TO 'folder'`, 's3://bucket/folder'],
    [`UNLOAD (${select}) TO 's3://no-such-bucket/folder'`, "'no-such-bucket' does not exist"],
    [`UNLOAD (DELETE ${FROM}) ${TO}`, 'line 1:9: only SELECT is supported here'],
    [`UNLOAD (UNLOAD (${select}) ${TO}) ${TO}`, 'only SELECT'],
    [`UNLOAD (COPY (${select}) TO 'x') ${TO}`, 'only SELECT'],
    [`UNLOAD (SELECT 1); DROP TABLE x; --) ${TO}`, 'syntax'],
    [`UNLOAD (SELECT 1 FROM main.ts_tables) ${TO}`, "database 'main' not found"],
    [`UNLOAD (\n  SELECT missing ${FROM}) ${TO}`, "line 2:10: Column 'missing' does not exist"],
    [`UNLOAD (SELECT current_time) ${TO}`, 'TIME'],
    [`UNLOAD (SELECT ARRAY[1]) ${TO}`, 'INTEGER[]'],
    ["format = 'csv'", 'format'],
    ["format = 'CSV', format = 'CSV'", 'given twice'],
    ["compression = 'SNAPPY'", 'compression'],
    ["encryption = 'NONE'", 'encryption'],
    ["kms_key = 'alias/a'", 'SSE_KMS'],
    ["include_header = 'yes'", 'include_header'],
    ["max_file_size = '15MB'", 'at least 16MB'],
    ["max_file_size = '78.1GB'", 'at most 78GB'],
    ["max_file_size = '1TB'", 'max_file_size'],
    ["field_delimiter = ',,'", 'single ASCII'],
    ["field_delimiter = 'é'", 'single ASCII'],
    ["field_delimiter = '\n'", 'line break'],
    ["field_delimiter = '\\'", 'must differ'],
    ["escaped_by = '\"'", 'must differ'],
    ["format = 'PARQUET', include_header = 'true'", "include_header is for format = 'CSV'"],
    ["partitioned_by = ARRAY['n']", 'must be the last ones'],
    ["partitioned_by = ARRAY['n', 'device_id']", 'not in partitioned_by'],
    ["partitioned_by = 'device_id'", 'partitioned_by'],
    ["overwrite = 'true'", 'overwrite'],
    ["format = 'PARQUET', partitioned_by = ARRAY['device_id'], max_file_size = '1GB'", 'max_file_size'],
  ])('%s', async (sql, message) => {
    const statement = sql.startsWith('UNLOAD') ? sql : `UNLOAD (${select}) ${TO} WITH (${sql})`;
    await expect(context.send(statement)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message) as string,
    });
  });

  test('where there is no S3', async () => {
    await using alone = await startTimestream();
    await expect(alone.rows(`UNLOAD (SELECT 1) ${TO}`)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('no S3') as string,
    });
  });
});

describe('is refused while it runs', () => {
  test.each([
    ['n % 101', 'at most 100 partitions'],
    ["CASE WHEN n = 0 THEN 'é' ELSE 'e' END", 'ASCII'],
    ["nullif(device_id, 'd1')", 'null'],
  ])('partitioned by %s', async (expression, message) => {
    const sql = `UNLOAD (SELECT n, ${expression} AS p ${FROM}) ${TO} WITH (partitioned_by = ARRAY['p'])`;
    await expect(context.timestream.rows(sql)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message) as string,
    });
    expect(context.objects.byUrl.size).toBe(0);
  });
});

test('an interval of months, of which a result has none, is refused while it runs', async () => {
  await expect(context.timestream.rows(`UNLOAD (SELECT 1year AS a) ${TO}`)).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'An interval of months or years is not supported here as a result',
  });
});
