import { CancelQueryCommand, QueryCommand, TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DATABASE, startTimestream, TABLE, textOf } from './testing/service.ts';
import type { Harness } from './testing/service.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-03-01T00:00:00Z');
const ROWS = 30_000;
const FROM = `FROM "${DATABASE}"."${TABLE}"`;
const ALL = `SELECT n, note ${FROM}`;

let timestream: Harness;
let nowMs = START;
beforeAll(async () => {
  timestream = await startTimestream({ clock: () => nowMs });
  await timestream.createTable();
  const batches = Array.from({ length: ROWS / 100 }, (_, batch) =>
    timestream.service.call('WriteRecords', {
      DatabaseName: DATABASE,
      TableName: TABLE,
      CommonAttributes: {
        Dimensions: [{ Name: 'device_id', Value: 'a' }],
        MeasureName: 'm',
        MeasureValueType: 'MULTI',
        TimeUnit: 'NANOSECONDS',
      },
      Records: Array.from({ length: 100 }, (_, index) => ({
        Time: (BigInt(START) * 1_000_000n + BigInt(batch * 100 + index)).toString(),
        MeasureValues: [
          { Name: 'n', Type: 'BIGINT', Value: String(batch * 100 + index) },
          { Name: 'note', Type: 'VARCHAR', Value: 'é'.repeat(index) },
        ],
      })),
    }),
  );
  await Promise.all(batches);
});
afterAll(async () => {
  await timestream[Symbol.asyncDispose]();
});

const send = (
  QueryString: string,
  more: { NextToken?: string | undefined; MaxRows?: number; ClientToken?: string } = {},
) => timestream.querying.send(new QueryCommand({ QueryString, ...more }));

const every = Array.from({ length: ROWS }, (_, index) => String(index));

describe('pages', () => {
  test('hold at most 1 MB each, and together every row once', async () => {
    const seen: string[] = [];
    let NextToken: string | undefined;
    let pages = 0;
    do {
      const page = await send(ALL, { NextToken });
      expect(Buffer.byteLength(JSON.stringify(page.Rows))).toBeLessThanOrEqual(1.05 * 1024 * 1024);
      seen.push(...(page.Rows ?? []).map(({ Data }) => textOf(Data?.[0] ?? {}) ?? ''));
      NextToken = page.NextToken;
      pages += 1;
    } while (NextToken !== undefined);
    expect(pages).toBeGreaterThan(3);
    expect(seen.toSorted((a, b) => Number(a) - Number(b))).toEqual(every);
  });

  test('with MaxRows: the first is empty where the result does not fit', async () => {
    const first = await send(ALL, { MaxRows: 1000 });
    expect(first.Rows).toEqual([]);
    const second = await send(ALL, { MaxRows: 1000, NextToken: first.NextToken });
    expect(second.Rows).toHaveLength(1000);
    const rows = await timestream.rows(ALL, { MaxRows: 1000 });
    expect(rows.map(([n]) => n).toSorted((a, b) => Number(a) - Number(b))).toEqual(every);
    const small = await send(`${ALL} LIMIT 3`, { MaxRows: 1000 });
    expect(small.Rows).toHaveLength(3);
    expect(small.NextToken).toBeUndefined();
  });

  test('do not change while rows are written', async () => {
    const first = await send(ALL);
    const before = await timestream.value(`SELECT count(*) ${FROM}`);
    await timestream.write([
      {
        Dimensions: [{ Name: 'device_id', Value: 'new' }],
        MeasureName: 'm',
        MeasureValueType: 'MULTI',
        MeasureValues: [{ Name: 'added_later', Type: 'DOUBLE', Value: '1' }],
        Time: String(START),
      },
    ]);
    let count = first.Rows?.length ?? 0;
    for (let { NextToken } = first; NextToken !== undefined;) {
      const page = await send(ALL, { NextToken });
      count += page.Rows?.length ?? 0;
      NextToken = page.NextToken;
    }
    expect(String(count)).toBe(before);
  });
});

describe('a NextToken', () => {
  test('answers the same page again, until the next one is used', async () => {
    const { NextToken } = await send(ALL);
    const second = await send(ALL, { NextToken });
    const again = await send(ALL, { NextToken });
    expect(again.Rows).toEqual(second.Rows);
    expect(again.NextToken).toBe(second.NextToken);
    await send(ALL, { NextToken: second.NextToken });
    await expect(send(ALL, { NextToken })).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('serves five calls', async () => {
    const { NextToken } = await send(ALL);
    for (let call = 0; call < 5; call += 1) await send(ALL, { NextToken });
    await expect(send(ALL, { NextToken })).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('is bound to the text of its query and to the caller', async () => {
    const { NextToken } = await send(ALL);
    await expect(send(`${ALL} `, { NextToken })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Invalid pagination token',
    });
    const { endpoint } = timestream.querying.config;
    const { protocol, hostname, port } = (await endpoint?.()) ?? { protocol: '', hostname: '', port: 0 };
    const other = new TimestreamQueryClient({
      endpoint: `${protocol}//${hostname}:${port ?? 0}`,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'other', secretAccessKey: 'x' },
    });
    await expect(other.send(new QueryCommand({ QueryString: ALL, NextToken }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
    other.destroy();
    await expect(send(ALL, { NextToken: 'made-up' })).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('lives an hour', async () => {
    const { NextToken } = await send(ALL);
    nowMs += HOUR;
    await expect(send(ALL, { NextToken })).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

test('a ClientToken comes back with the same request only, and within five minutes', async () => {
  const ClientToken = 't'.repeat(32);
  const sql = `SELECT count(*) ${FROM} WHERE device_id = 'a'`;
  await send(sql, { ClientToken });
  const again = await send(sql, { ClientToken });
  expect(again.Rows).toHaveLength(1);
  await expect(send(ALL, { ClientToken })).rejects.toMatchObject({ name: 'ValidationException' });
  nowMs += 5 * 60_000;
  await expect(send(sql, { ClientToken })).rejects.toMatchObject({ name: 'ValidationException' });
  nowMs += 4 * HOUR;
  await send(sql, { ClientToken });
});

test('CancelQuery ends a query that has pages to come, and may be repeated', async () => {
  const { QueryId, NextToken } = await send(ALL);
  const cancel = () => timestream.querying.send(new CancelQueryCommand({ QueryId }));
  expect((await cancel()).CancellationMessage).toBeUndefined();
  expect((await cancel()).CancellationMessage).toEqual(expect.any(String));
  await expect(send(ALL, { NextToken })).rejects.toMatchObject({ name: 'ConflictException' });
  await expect(timestream.querying.send(new CancelQueryCommand({ QueryId: 'UNKNOWN' }))).rejects.toMatchObject({
    name: 'ValidationException',
  });
});

test('the status tells the progress and the bytes', async () => {
  const { QueryStatus } = await send(`SELECT count(*) ${FROM}`);
  expect(QueryStatus).toMatchObject({ ProgressPercentage: 100, CumulativeBytesMetered: 10_000_000 });
  expect(QueryStatus?.CumulativeBytesScanned).toBeGreaterThan(0);
});

test('columns have their names and types, expressions a number', async () => {
  const columns = await timestream.columns(
    `SELECT n, avg(n), count(*) AS total, now(), DATE '2022-01-01', ARRAY[1], 2h, 1 = 1 ${FROM} GROUP BY n LIMIT 1`,
  );
  expect(columns.map(({ Name, Type }) => [Name, Type?.ScalarType])).toEqual([
    ['n', 'BIGINT'],
    ['_col1', 'DOUBLE'],
    ['total', 'BIGINT'],
    ['_col3', 'TIMESTAMP'],
    ['_col4', 'DATE'],
    ['_col5', undefined],
    ['_col6', 'INTERVAL_DAY_TO_SECOND'],
    ['_col7', 'BOOLEAN'],
  ]);
  expect(columns[5]?.Type?.ArrayColumnInfo?.Type?.ScalarType).toBe('INTEGER');
  const star = await timestream.columns(`SELECT *, n + 1 ${FROM} LIMIT 1`);
  expect(star.map(({ Name }) => Name)).toEqual([
    'device_id',
    'measure_name',
    'time',
    'n',
    'note',
    'added_later',
    '_col6',
  ]);
});

describe('a mistake in the query is named with its place', () => {
  test.each([
    [`SELECT missing ${FROM}`, "line 1:8: Column 'missing' does not exist"],
    [`SELECT n\n${FROM}\nWHERE nothing = 1`, "line 3:7: Column 'nothing' does not exist"],
    [`SELECT r.nothing ${FROM} r`, "line 1:10: Column 'nothing' does not exist"],
    ['SELECT 1 FROM "abc"."sampleDB"', "Requested database 'abc' not found for identifier 'abc.sampleDB' at line 1:16"],
    [
      `SELECT 1 FROM "${DATABASE}"."others"`,
      `Requested table 'others' not found for identifier '${DATABASE}.others' at line 1:30`,
    ],
    [`SELECT bin(time, 1h) AS hour, count(*) ${FROM} GROUP BY hour`, "Column 'hour' does not exist"],
    [`SELECT n + 1 AS more ${FROM} WHERE more > 2`, "Column 'more' does not exist"],
    [`WITH w AS (SELECT n ${FROM}) SELECT n + 1 AS more, more + 1 FROM w`, "Column 'more' does not exist"],
    [`SELECT n, ${FROM} WHERE`, 'The query syntax is invalid at line 1:'],
    [`SELEC 1`, 'line 1:1: only SELECT is supported here, and SELEC is not'],
    [`SELECT n, count(*) ${FROM}`, 'must appear in the GROUP BY clause'],
    [`SELECT CAST('x' AS DOUBLE)`, "Could not convert string 'x' to DOUBLE"],
    [`SELECT sum(note) ${FROM}`, 'sum('],
    ['', ''],
    ['  ', 'empty'],
  ])('%s', async (sql, message) => {
    await expect(send(sql)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message) as string,
    });
  });
});
