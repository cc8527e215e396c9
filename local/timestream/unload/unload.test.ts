import { CancelQueryCommand, QueryCommand } from '@aws-sdk/client-timestream-query';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AwsError } from '../../shared/aws-error.ts';
import { temporaryDirectory } from '../../shared/testing/temporary-directory.ts';
import { BUCKET, MemoryObjects, parseCsv } from '../testing/objects.ts';
import { DATABASE, NOW, startTimestream, TABLE, textOf } from '../testing/service.ts';
import type { Harness } from '../testing/service.ts';
import type { UnloadSettings } from './settings.ts';

const FROM = `FROM "${DATABASE}"."${TABLE}"`;
const ROWS = 5_000;
const TO = `TO 's3://${BUCKET}/folder'`;

const manifestSchema = v.strictObject({
  result_files: v.array(
    v.strictObject({
      url: v.string(),
      file_metadata: v.strictObject({ content_length_in_bytes: v.number(), row_count: v.number() }),
    }),
  ),
  query_metadata: v.strictObject({
    total_content_length_in_bytes: v.number(),
    total_row_count: v.number(),
    result_format: v.picklist(['CSV', 'PARQUET']),
    result_version: v.literal('Amazon Timestream version 1.0.0'),
  }),
  author: v.strictObject({ name: v.literal('Amazon Timestream'), manifest_file_version: v.literal('1.0') }),
});

const settings: UnloadSettings = {};
let nowMs = NOW;
let objects: MemoryObjects;
let timestream: Harness;
beforeAll(async () => {
  objects = new MemoryObjects();
  timestream = await startTimestream({ clock: () => nowMs, objects, unload: settings });
  await timestream.createTable();
  for (let start = 0; start < ROWS; start += 100)
    await timestream.service.call('WriteRecords', {
      DatabaseName: DATABASE,
      TableName: TABLE,
      CommonAttributes: { MeasureName: 'm', MeasureValueType: 'MULTI' },
      Records: Array.from({ length: 100 }, (_, index) => ({
        Dimensions: [{ Name: 'device_id', Value: `d${(start + index) % 3}` }],
        Time: String(NOW - start - index),
        MeasureValues: [{ Name: 'n', Type: 'BIGINT', Value: String(start + index) }],
      })),
    });
});
afterAll(async () => {
  await timestream[Symbol.asyncDispose]();
});
beforeEach(() => {
  for (const name of ['pollWaitMs', 'minimumPolls', 'perSecond', 'afterFile'] as const)
    Reflect.deleteProperty(settings, name);
  objects.byUrl.clear();
});

const send = (QueryString: string, more: { NextToken?: string | undefined; ClientToken?: string } = {}) =>
  timestream.querying.send(new QueryCommand({ QueryString, ...more }));

async function unload(sql: string) {
  const [row] = await timestream.rows(sql);
  const [rows, metadataFile, manifestFile] = v.parse(v.tuple([v.string(), v.string(), v.string()]), row);
  const manifest = v.parse(manifestSchema, JSON.parse(objects.text(manifestFile)));
  const files = manifest.result_files.map(({ url }) => url);
  return { rows: Number(rows), metadataFile, manifestFile, manifest, files };
}

const unloaded = (files: readonly string[]) => files.flatMap((url) => parseCsv(objects.text(url)));
const numbers = (rows: (string | null)[][]) => rows.map(([n]) => Number(n)).toSorted((a, b) => a - b);
const every = Array.from({ length: ROWS }, (_, index) => index);

test('answers empty pages and then one row, and writes results, metadata and manifest', async () => {
  const sql = `UNLOAD (SELECT n, device_id ${FROM}) ${TO} WITH (format = 'CSV', compression = 'GZIP')`;
  const first = await send(sql);
  expect(first).toMatchObject({ Rows: [], QueryStatus: { ProgressPercentage: expect.any(Number) as number } });
  expect(first.NextToken).toBeDefined();
  const { rows, manifest, manifestFile, metadataFile, files } = await unload(sql);
  expect(rows).toBe(ROWS);
  expect(manifest.query_metadata).toMatchObject({ total_row_count: ROWS, result_format: 'CSV' });
  expect(files.length).toBeGreaterThan(1);
  for (const { url, file_metadata } of manifest.result_files) {
    expect(url).toMatch(new RegExp(`^s3://${BUCKET}/folder/results/[A-Z0-9]+_[0-9a-f-]{36}\\.gz$`));
    expect(file_metadata.content_length_in_bytes).toBe(objects.byUrl.get(url)?.length);
    expect(file_metadata.row_count).toBe(parseCsv(objects.text(url)).length);
  }
  expect(numbers(unloaded(files))).toEqual(every);
  expect(manifestFile).toMatch(new RegExp(`^s3://${BUCKET}/folder/[A-Z0-9]+_[0-9a-f-]{36}_manifest\\.json$`));
  expect(metadataFile).toMatch(new RegExp(`^s3://${BUCKET}/folder/[A-Z0-9]+_[0-9a-f-]{36}_metadata\\.json$`));
  expect(JSON.parse(objects.text(metadataFile))).toEqual({
    ColumnInfo: [
      { Name: 'n', Type: { ScalarType: 'BIGINT' } },
      { Name: 'device_id', Type: { ScalarType: 'VARCHAR' } },
    ],
    Author: { Name: 'Amazon Timestream', MetadataFileVersion: '1.0' },
  });
  expect(await readdir(`${timestream.directory}/unload`)).toEqual([]);
});

/** A promise that is kept when the test says so. */
function gate(): { promise: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

describe('the files', () => {
  test('have their rows in another order at each UNLOAD', async () => {
    const sql = `UNLOAD (SELECT n ${FROM} ORDER BY n) ${TO}`;
    const orders = [unloaded((await unload(sql)).files), unloaded((await unload(sql)).files)];
    expect(orders[0]).not.toEqual(orders[1]);
    const small = `UNLOAD (SELECT n ${FROM} WHERE n < 20) ${TO} WITH (compression = 'NONE')`;
    const { files } = await unload(small);
    expect(numbers(unloaded(files))).toEqual(every.slice(0, 20));
    expect(unloaded(files)).not.toEqual(unloaded((await unload(small)).files));
  });

  test('are none where there are no rows', async () => {
    const { rows, manifest } = await unload(`UNLOAD (SELECT n ${FROM} WHERE n < 0) ${TO}`);
    expect([rows, manifest.result_files, manifest.query_metadata.total_content_length_in_bytes]).toEqual([0, [], 0]);
    for (const partitionedBy of ['', ", partitioned_by = ARRAY['device_id']"])
      expect(
        await unload(
          `UNLOAD (SELECT n, device_id ${FROM} WHERE n < 0) ${TO} WITH (format = 'PARQUET'${partitionedBy})`,
        ),
      ).toMatchObject({ rows: 0, files: [] });
  });

  test('begin with the names of the columns where that is asked for, each of them', async () => {
    const { files, rows } = await unload(
      `UNLOAD (SELECT n, device_id AS "a,b""c\\d", n + 1 ${FROM}) ${TO} WITH (include_header = 'true', compression = 'NONE')`,
    );
    expect(rows).toBe(ROWS);
    expect(files.length).toBeGreaterThan(1);
    for (const url of files) {
      expect(url).toMatch(/\.csv$/);
      expect(objects.text(url)).toMatch(/^n,"a,b\\"c\\\\d",_col2\n\d/);
      expect(parseCsv(objects.text(url))[0]).toEqual(['n', 'a,b"c\\d', '_col2']);
    }
  });

  test('take another delimiter and escape character', async () => {
    const { files } = await unload(
      `UNLOAD (SELECT n, 'a-b|c%"' , CAST(-1.5 AS double) ${FROM} WHERE n = 1) ${TO} WITH (field_delimiter = '-', escaped_by = '%', compression = 'NONE')`,
    );
    expect(files.map((url) => objects.text(url))).toEqual(['1-"a-b|c%%%""-"-1.5"\n']);
  });

  test('are in a folder for each partition, without its columns', async () => {
    const { files, rows } = await unload(
      `UNLOAD (SELECT n, device_id, n % 2 AS "odd or even" ${FROM}) ${TO} WITH (partitioned_by = ARRAY['device_id', 'odd or even'])`,
    );
    expect(rows).toBe(ROWS);
    const folders = files.map((url) => /results\/(.*)\/[^/]+$/.exec(url)?.[1] ?? '');
    expect([...new Set(folders)].toSorted()).toEqual(
      ['d0', 'd1', 'd2'].flatMap((device) => [0, 1].map((odd) => `device_id=${device}/odd or even=${odd}`)),
    );
    expect(numbers(unloaded(files))).toEqual(every);
    for (const [index, url] of files.entries())
      for (const row of parseCsv(objects.text(url)))
        expect([row.length, `device_id=d${Number(row[0]) % 3}/odd or even=${Number(row[0]) % 2}`]).toEqual([
          1,
          folders[index],
        ]);
  });
});

describe('a poll', () => {
  const sql = `UNLOAD (SELECT n ${FROM}) ${TO}`;

  test('gets an empty page as often as a test wants it', async () => {
    settings.minimumPolls = 3;
    let { NextToken } = await send(sql);
    for (let poll = 0; poll < 3; poll += 1) {
      const page = await send(sql, { NextToken });
      expect([page.Rows, page.NextToken === undefined]).toEqual([[], false]);
      NextToken = page.NextToken;
    }
    const last = await send(sql, { NextToken });
    expect(last.ColumnInfo?.map(({ Name }) => Name)).toEqual(['rows', 'metadataFile', 'manifestFile']);
    expect(last.QueryStatus?.ProgressPercentage).toBe(100);
    expect(textOf(last.Rows?.[0]?.Data?.[0] ?? {})).toBe(String(ROWS));
    expect((await send(sql, { NextToken })).Rows).toEqual(last.Rows);
  });

  test('sees the progress, and its token is bound to the query and lives an hour', async () => {
    settings.pollWaitMs = 0;
    const hold = gate();
    settings.afterFile = () => hold.promise;
    const first = await send(sql);
    let page = first;
    while (objects.byUrl.size === 0 || page.QueryStatus?.ProgressPercentage === 0)
      page = await send(sql, { NextToken: page.NextToken });
    expect(page.Rows).toEqual([]);
    expect(page.QueryStatus?.ProgressPercentage).toBeGreaterThanOrEqual(50);
    expect(page.QueryStatus?.ProgressPercentage).toBeLessThan(100);
    const { NextToken } = page;
    await expect(send(`${sql} `, { NextToken })).rejects.toMatchObject({ name: 'ValidationException' });
    nowMs += 3_600_000;
    await expect(send(sql, { NextToken })).rejects.toMatchObject({ name: 'ValidationException' });
    // Nobody can ask for it any more, and it goes on to its end.
    hold.open();
    await expect.poll(() => [...objects.byUrl.keys()].filter((url) => url.endsWith('_manifest.json'))).toHaveLength(1);
  });
});

describe('an UNLOAD that does not come to its end leaves files and no manifest', () => {
  const sql = `UNLOAD (SELECT n ${FROM}) ${TO}`;
  const jsons = () => [...objects.byUrl.keys()].filter((url) => url.endsWith('.json'));

  test.each([
    [new Error('the disk is on fire'), 'QueryExecutionException'],
    [new AwsError('ThrottlingException', 'Rate exceeded'), 'ThrottlingException'],
  ])('when it fails with %s', async (error, name) => {
    settings.afterFile = (files) => (files === 1 ? Promise.reject(error) : Promise.resolve());
    const { NextToken } = await send(sql);
    await expect(send(sql, { NextToken })).rejects.toMatchObject({ name });
    expect(objects.byUrl.size).toBeGreaterThan(0);
    expect(jsons()).toEqual([]);
    expect(await readdir(`${timestream.directory}/unload`)).toEqual([]);
  });

  test('when the query fails while it runs', async () => {
    const failing = `UNLOAD (SELECT CAST(device_id AS bigint) ${FROM}) ${TO}`;
    await expect(timestream.rows(failing)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining("Could not convert string 'd") as string,
    });
    expect(objects.byUrl.size).toBe(0);
  });

  test('when it is cancelled', async () => {
    const stored = gate();
    const hold = gate();
    settings.afterFile = () => {
      stored.open();
      return hold.promise;
    };
    const { NextToken, QueryId } = await send(sql);
    await stored.promise;
    await timestream.querying.send(new CancelQueryCommand({ QueryId }));
    hold.open();
    await expect(send(sql, { NextToken })).rejects.toMatchObject({ name: 'ConflictException' });
    await expect.poll(() => readdir(`${timestream.directory}/unload`)).toEqual([]);
    expect(jsons()).toEqual([]);
  });

  test('when the service ends', async () => {
    const more = new MemoryObjects();
    const hold = gate();
    const first = await startTimestream({ objects: more, unload: { afterFile: () => hold.promise } });
    await first.querying.send(new QueryCommand({ QueryString: `UNLOAD (SELECT 1) ${TO}` }));
    await expect.poll(() => more.byUrl.size).toBeGreaterThan(0);
    await first[Symbol.asyncDispose]();
    hold.open();
    expect([...more.byUrl.keys()].filter((url) => url.endsWith('.json'))).toEqual([]);
  });
});

test('temporary files that an end without notice has left are gone after a start', async () => {
  const { directory, remove } = await temporaryDirectory();
  await mkdir(join(directory, 'unload'));
  await writeFile(join(directory, 'unload', 'rows.csv'), 'left');
  const started = await startTimestream({ directory });
  expect(await readdir(directory)).not.toContain('unload');
  await started.stop();
  await remove();
});

describe('a ClientToken', () => {
  test('that comes again within five minutes starts nothing new', async () => {
    const sql = `UNLOAD (SELECT n ${FROM} WHERE n < 10) ${TO}`;
    const ClientToken = 'u'.repeat(32);
    const first = await send(sql, { ClientToken });
    const again = await send(sql, { ClientToken });
    expect(again.QueryId).toBe(first.QueryId);
    const [one, two] = [
      await send(sql, { NextToken: first.NextToken }),
      await send(sql, { NextToken: again.NextToken }),
    ];
    expect(two.Rows).toEqual(one.Rows);
    expect([...objects.byUrl.keys()].filter((url) => url.endsWith('_manifest.json'))).toHaveLength(1);
    await expect(send(`${sql};`, { ClientToken })).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

test('more UNLOADs a second than allowed are throttled', async () => {
  settings.perSecond = 1;
  nowMs += 1_000;
  const sql = `UNLOAD (SELECT n ${FROM} WHERE n < 10) ${TO}`;
  const started = await send(sql);
  const second = timestream.service.call('Query', { QueryString: sql });
  await expect(second).rejects.toMatchObject({ code: 'ThrottlingException' });
  nowMs += 1_000;
  await unload(sql);
  await send(sql, { NextToken: started.NextToken });
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
  ])('%s', async (sql, message) => {
    const statement = sql.startsWith('UNLOAD') ? sql : `UNLOAD (${select}) ${TO} WITH (${sql})`;
    await expect(send(statement)).rejects.toMatchObject({
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
    await expect(timestream.rows(sql)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message) as string,
    });
    expect(objects.byUrl.size).toBe(0);
  });
});

test('takes what the documentation shows: no space after UNLOAD, encryption, a bucket without a folder, comments, no WITH', async () => {
  const inner = `SELECT n ${FROM} WHERE n < 5 -- ) not the end\n`;
  expect(
    await unload(
      `-- a comment\n unload(${inner}) to 's3://${BUCKET}/' with (encryption = 'SSE_KMS', kms_key = 'alias/a', max_file_size = '24.7MB');`,
    ),
  ).toMatchObject({
    rows: 5,
    manifestFile: expect.stringMatching(new RegExp(`^s3://${BUCKET}/[A-Z0-9]+_`)) as string,
  });
  expect(await unload(`UNLOAD (WITH w AS (SELECT 1 AS a) SELECT a FROM w) TO 's3://${BUCKET}'`)).toMatchObject({
    rows: 1,
  });
});
