import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BUCKET, parseCsv } from '../testing/objects.ts';
import { EVERY, FROM, numbers, ROWS, startUnloading, TO } from '../testing/unloading.ts';

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

test('answers empty pages and then one row, and writes results, metadata and manifest', async () => {
  const sql = `UNLOAD (SELECT n, device_id ${FROM}) ${TO} WITH (format = 'CSV', compression = 'GZIP')`;
  const first = await context.send(sql);
  expect(first).toMatchObject({ Rows: [], QueryStatus: { ProgressPercentage: expect.any(Number) as number } });
  expect(first.NextToken).toBeDefined();
  const { rows, manifest, manifestFile, metadataFile, files } = await context.unload(sql);
  expect(rows).toBe(ROWS);
  expect(manifest.query_metadata).toMatchObject({ total_row_count: ROWS, result_format: 'CSV' });
  expect(files.length).toBeGreaterThan(1);
  for (const { url, file_metadata } of manifest.result_files) {
    expect(url).toMatch(new RegExp(`^s3://${BUCKET}/folder/results/[A-Z0-9]+_[0-9a-f-]{36}\\.gz$`));
    expect(file_metadata.content_length_in_bytes).toBe(context.objects.byUrl.get(url)?.length);
    expect(file_metadata.row_count).toBe(parseCsv(context.objects.text(url)).length);
  }
  expect(numbers(context.read(files))).toEqual(EVERY);
  expect(manifestFile).toMatch(new RegExp(`^s3://${BUCKET}/folder/[A-Z0-9]+_[0-9a-f-]{36}_manifest\\.json$`));
  expect(metadataFile).toMatch(new RegExp(`^s3://${BUCKET}/folder/[A-Z0-9]+_[0-9a-f-]{36}_metadata\\.json$`));
  expect(JSON.parse(context.objects.text(metadataFile))).toEqual({
    ColumnInfo: [
      { Name: 'n', Type: { ScalarType: 'BIGINT' } },
      { Name: 'device_id', Type: { ScalarType: 'VARCHAR' } },
    ],
    Author: { Name: 'Amazon Timestream', MetadataFileVersion: '1.0' },
  });
  expect(await readdir(`${context.timestream.directory}/unload`)).toEqual([]);
});

describe('the files', () => {
  test('have their rows in another order at each UNLOAD', async () => {
    const sql = `UNLOAD (SELECT n ${FROM} ORDER BY n) ${TO}`;
    const orders = [context.read((await context.unload(sql)).files), context.read((await context.unload(sql)).files)];
    expect(orders[0]).not.toEqual(orders[1]);
    const small = `UNLOAD (SELECT n ${FROM} WHERE n < 20) ${TO} WITH (compression = 'NONE')`;
    const { files } = await context.unload(small);
    expect(numbers(context.read(files))).toEqual(EVERY.slice(0, 20));
    expect(context.read(files)).not.toEqual(context.read((await context.unload(small)).files));
  });

  test('are none where there are no rows', async () => {
    const { rows, manifest } = await context.unload(`UNLOAD (SELECT n ${FROM} WHERE n < 0) ${TO}`);
    expect([rows, manifest.result_files, manifest.query_metadata.total_content_length_in_bytes]).toEqual([0, [], 0]);
    for (const partitionedBy of ['', ", partitioned_by = ARRAY['device_id']"])
      expect(
        await context.unload(
          `UNLOAD (SELECT n, device_id ${FROM} WHERE n < 0) ${TO} WITH (format = 'PARQUET'${partitionedBy})`,
        ),
      ).toMatchObject({ rows: 0, files: [] });
  });

  test('begin with the names of the columns where that is asked for, each of them', async () => {
    const { files, rows } = await context.unload(
      `UNLOAD (SELECT n, device_id AS "a,b""c\\d", n + 1 ${FROM}) ${TO} WITH (include_header = 'true', compression = 'NONE')`,
    );
    expect(rows).toBe(ROWS);
    expect(files.length).toBeGreaterThan(1);
    for (const url of files) {
      expect(url).toMatch(/\.csv$/);
      expect(context.objects.text(url)).toMatch(/^n,"a,b\\"c\\\\d",_col2\n\d/);
      expect(parseCsv(context.objects.text(url))[0]).toEqual(['n', 'a,b"c\\d', '_col2']);
    }
  });

  test('take another delimiter and escape character', async () => {
    const { files } = await context.unload(
      `UNLOAD (SELECT n, 'a-b|c%"' , CAST(-1.5 AS double) ${FROM} WHERE n = 1) ${TO} WITH (field_delimiter = '-', escaped_by = '%', compression = 'NONE')`,
    );
    expect(files.map((url) => context.objects.text(url))).toEqual(['1-"a-b|c%%%""-"-1.5"\n']);
  });

  test('are in a folder for each partition, without its columns', async () => {
    const { files, rows } = await context.unload(
      `UNLOAD (SELECT n, device_id, n % 2 AS "odd or even" ${FROM}) ${TO} WITH (partitioned_by = ARRAY['device_id', 'odd or even'])`,
    );
    expect(rows).toBe(ROWS);
    const folders = files.map((url) => /results\/(.*)\/[^/]+$/.exec(url)?.[1] ?? '');
    expect([...new Set(folders)].toSorted()).toEqual(
      ['d0', 'd1', 'd2'].flatMap((device) => [0, 1].map((odd) => `device_id=${device}/odd or even=${odd}`)),
    );
    expect(numbers(context.read(files))).toEqual(EVERY);
    for (const [index, url] of files.entries())
      for (const row of parseCsv(context.objects.text(url)))
        expect([row.length, `device_id=d${Number(row[0]) % 3}/odd or even=${Number(row[0]) % 2}`]).toEqual([
          1,
          folders[index],
        ]);
  });
});

test('takes what the documentation shows: no space after UNLOAD, encryption, a bucket without a folder, comments, no WITH', async () => {
  const inner = `SELECT n ${FROM} WHERE n < 5 -- ) not the end\n`;
  expect(
    await context.unload(
      `-- a comment\n unload(${inner}) to 's3://${BUCKET}/' with (encryption = 'SSE_KMS', kms_key = 'alias/a', max_file_size = '24.7MB');`,
    ),
  ).toMatchObject({
    rows: 5,
    manifestFile: expect.stringMatching(new RegExp(`^s3://${BUCKET}/[A-Z0-9]+_`)) as string,
  });
  expect(await context.unload(`UNLOAD (WITH w AS (SELECT 1 AS a) SELECT a FROM w) TO 's3://${BUCKET}'`)).toMatchObject({
    rows: 1,
  });
});
