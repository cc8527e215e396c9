import {
  CreateDatabaseCommand,
  CreateTableCommand,
  DeleteDatabaseCommand,
  DeleteTableCommand,
  DescribeDatabaseCommand,
  DescribeEndpointsCommand,
  DescribeTableCommand,
  ListDatabasesCommand,
  ListTablesCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  TimestreamWriteClient,
  UntagResourceCommand,
  UpdateDatabaseCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-timestream-write';
import {
  DescribeEndpointsCommand as DescribeQueryEndpointsCommand,
  QueryCommand,
  TimestreamQueryClient,
} from '@aws-sdk/client-timestream-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { clientOptions } from '../shared/testing/serve.ts';
import { startTimestream } from './testing/service.ts';
import type { Harness } from './testing/service.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const DATABASE_ARN = 'arn:aws:timestream:eu-west-1:000000000000:database/data';

let timestream: Harness;
beforeEach(async () => {
  timestream = await startTimestream({ clock: () => NOW });
  await timestream.writing.send(
    new CreateDatabaseCommand({ DatabaseName: 'data', Tags: [{ Key: 'Project', Value: 'sonde' }] }),
  );
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await timestream[Symbol.asyncDispose]();
});

test('a database is described, listed, changed and deleted', async () => {
  const { writing } = timestream;
  const { Database } = await writing.send(new DescribeDatabaseCommand({ DatabaseName: 'data' }));
  expect(Database).toMatchObject({ Arn: DATABASE_ARN, TableCount: 0, CreationTime: new Date(NOW) });
  await writing.send(new UpdateDatabaseCommand({ DatabaseName: 'data', KmsKeyId: 'key' }));
  await writing.send(new CreateDatabaseCommand({ DatabaseName: 'more' }));
  const first = await writing.send(new ListDatabasesCommand({ MaxResults: 1 }));
  expect(first.Databases).toMatchObject([{ DatabaseName: 'data', KmsKeyId: 'key' }]);
  const second = await writing.send(new ListDatabasesCommand({ MaxResults: 1, NextToken: first.NextToken }));
  expect(second).toMatchObject({ Databases: [{ DatabaseName: 'more' }] });
  expect(second.NextToken).toBeUndefined();
  await writing.send(new DeleteDatabaseCommand({ DatabaseName: 'data' }));
  await expect(writing.send(new DescribeDatabaseCommand({ DatabaseName: 'data' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('a table has the defaults of the service, and is changed, listed and deleted', async () => {
  const { writing } = timestream;
  const table = { DatabaseName: 'data', TableName: 'table' };
  await writing.send(new CreateTableCommand(table));
  expect((await writing.send(new DescribeTableCommand(table))).Table).toMatchObject({
    Arn: `${DATABASE_ARN}/table/table`,
    TableStatus: 'ACTIVE',
    RetentionProperties: { MemoryStoreRetentionPeriodInHours: 6, MagneticStoreRetentionPeriodInDays: 73_000 },
    MagneticStoreWriteProperties: { EnableMagneticStoreWrites: false },
    Schema: { CompositePartitionKey: [{ Type: 'MEASURE' }] },
    CreationTime: new Date(NOW),
  });
  const RetentionProperties = { MemoryStoreRetentionPeriodInHours: 24, MagneticStoreRetentionPeriodInDays: 7 };
  const updated = await writing.send(new UpdateTableCommand({ ...table, RetentionProperties }));
  expect(updated.Table).toMatchObject({
    RetentionProperties,
    MagneticStoreWriteProperties: { EnableMagneticStoreWrites: false },
  });
  expect((await writing.send(new ListTablesCommand({ DatabaseName: 'data' }))).Tables).toMatchObject([table]);
  await expect(writing.send(new DeleteDatabaseCommand({ DatabaseName: 'data' }))).rejects.toMatchObject({
    name: 'ValidationException',
  });
  await writing.send(new DeleteTableCommand(table));
  expect((await writing.send(new ListTablesCommand({}))).Tables).toEqual([]);
  await expect(writing.send(new DeleteTableCommand(table))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('a table that is made again is empty', async () => {
  const { writing } = timestream;
  const table = { DatabaseName: 'data', TableName: 'table' };
  const record = { Dimensions: [{ Name: 'd', Value: 'a' }], MeasureName: 'm', MeasureValue: '1', Time: String(NOW) };
  await writing.send(new CreateTableCommand(table));
  await timestream.write([record], table);
  await writing.send(new DeleteTableCommand(table));
  await expect(timestream.rows('SELECT * FROM "data"."table"')).rejects.toMatchObject({ name: 'ValidationException' });
  await writing.send(new CreateTableCommand(table));
  expect(await timestream.rows('SELECT * FROM "data"."table"')).toEqual([]);
  await timestream.write([record], table);
  expect(await timestream.value('SELECT measure_value::double FROM "data"."table"')).toBe('1.0');
});

test('names that are taken, malformed or of the engine are refused', async () => {
  const create = (DatabaseName: string) => timestream.writing.send(new CreateDatabaseCommand({ DatabaseName }));
  await expect(create('data')).rejects.toMatchObject({ name: 'ConflictException' });
  for (const name of ['ab', 'a b', 'a"b', 'DATA', 'main', 'information_schema', 'x'.repeat(257)])
    await expect(create(name)).rejects.toMatchObject({ name: 'ValidationException' });
});

test('the partition key is kept, and cannot be changed but in its enforcement', async () => {
  const { writing } = timestream;
  const table = { DatabaseName: 'data', TableName: 'table' };
  const schema = (EnforcementInRecord: 'REQUIRED' | 'OPTIONAL', Name = 'device_id') => ({
    Schema: { CompositePartitionKey: [{ Type: 'DIMENSION' as const, Name, EnforcementInRecord }] },
  });
  await writing.send(new CreateTableCommand({ ...table, ...schema('REQUIRED') }));
  const optional = schema('OPTIONAL');
  expect((await writing.send(new UpdateTableCommand({ ...table, ...optional }))).Table).toMatchObject(optional);
  await expect(writing.send(new UpdateTableCommand({ ...table, ...schema('REQUIRED', 'x') }))).rejects.toMatchObject({
    name: 'ValidationException',
  });
});

test('tags are listed, added, replaced and removed', async () => {
  const { writing } = timestream;
  const list = async () => (await writing.send(new ListTagsForResourceCommand({ ResourceARN: DATABASE_ARN }))).Tags;
  expect(await list()).toEqual([{ Key: 'Project', Value: 'sonde' }]);
  const Tags = [
    { Key: 'Project', Value: 'other' },
    { Key: 'Stage', Value: 'dev' },
  ];
  await writing.send(new TagResourceCommand({ ResourceARN: DATABASE_ARN, Tags }));
  expect(await list()).toEqual(Tags);
  await writing.send(new UntagResourceCommand({ ResourceARN: DATABASE_ARN, TagKeys: ['Project'] }));
  expect(await list()).toEqual([{ Key: 'Stage', Value: 'dev' }]);
  await expect(
    writing.send(new ListTagsForResourceCommand({ ResourceARN: `${DATABASE_ARN}/table/none` })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('DescribeEndpoints answers where it was asked: without the port to the clients that keep it', async () => {
  const expected = { Endpoints: [{ Address: '127.0.0.1', CachePeriodInMinutes: 1440 }] };
  expect(await timestream.writing.send(new DescribeEndpointsCommand({}))).toMatchObject(expected);
  expect(await timestream.querying.send(new DescribeQueryEndpointsCommand({}))).toMatchObject(expected);
});

test('DescribeEndpoints answers with the port to the clients that take an address as it stands', async () => {
  const answer = await fetch(timestream.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'Timestream_20181101.DescribeEndpoints',
      'user-agent': 'APN/1.0 HashiCorp/1.0 Terraform/1.12 aws-sdk-go-v2/1.36.5 ua/2.1 os/linux lang/go#1.24',
    },
    body: '{}',
  });
  expect(await answer.json()).toEqual({
    Endpoints: [{ Address: new URL(timestream.url).host, CachePeriodInMinutes: 1440 }],
  });
});

test('clients that have the endpoint from the environment, as functions have, find the service', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL', timestream.url);
  const { region, credentials, maxAttempts } = clientOptions(timestream.url);
  const writing = new TimestreamWriteClient({ region, credentials, maxAttempts });
  const querying = new TimestreamQueryClient({ region, credentials, maxAttempts });
  for (const _ of ['first', 'again'])
    expect(await writing.send(new ListDatabasesCommand({}))).toMatchObject({ Databases: [{ DatabaseName: 'data' }] });
  expect(await querying.send(new QueryCommand({ QueryString: 'SELECT 1' }))).toMatchObject({
    Rows: [{ Data: [{ ScalarValue: '1' }] }],
  });
  writing.destroy();
  querying.destroy();
});
