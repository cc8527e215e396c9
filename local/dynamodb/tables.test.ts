import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../shared/log.ts';
import { clientOptions, serve } from '../shared/testing/serve.ts';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import { createDynamoDb } from './index.ts';
import { tableInput } from './testing/service.ts';

let client: DynamoDBClient;
let end: () => Promise<void>;
/** Milliseconds since the epoch, as DynamoDB has it. */
let now = Date.UTC(2024, 0, 1);

beforeAll(async () => {
  const { directory, remove } = await temporaryDirectory();
  const dynamoDb = await createDynamoDb({ directory, log: silentLog, clock: () => now, sweepInterval: 5 });
  const server = await serve(dynamoDb);
  client = new DynamoDBClient(clientOptions(server.url));
  end = async () => {
    client.destroy();
    await server.close();
    await dynamoDb.close();
    await remove();
  };
});

afterAll(async () => {
  await end();
});

async function createTable(name: string): Promise<string> {
  await client.send(new CreateTableCommand(tableInput(name)));
  return name;
}

describe('a table', () => {
  it('is active in the answer that creates it, with the ARN that AWS would give it', async () => {
    const { TableDescription } = await client.send(
      new CreateTableCommand({
        ...tableInput('described'),
        TableClass: 'STANDARD',
        SSESpecification: { Enabled: true },
      }),
    );
    expect(TableDescription).toMatchObject({
      TableStatus: 'ACTIVE',
      TableArn: 'arn:aws:dynamodb:eu-west-1:000000000000:table/described',
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      DeletionProtectionEnabled: false,
      SSEDescription: { Status: 'ENABLED' },
      CreationDateTime: new Date(now),
    });
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'described' }));
    expect(Table).toEqual(TableDescription);
    await expect(client.send(new CreateTableCommand(tableInput('described')))).rejects.toMatchObject({
      name: 'ResourceInUseException',
    });
  });

  it('is gone with the answer that deletes it, and its items do not come back', async () => {
    const TableName = await createTable('deleted');
    await client.send(new PutItemCommand({ TableName, Item: { pk: { S: 'a' }, sk: { S: 'b' } } }));
    await client.send(new DeleteTableCommand({ TableName }));
    await expect(client.send(new DescribeTableCommand({ TableName }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found: Table: deleted not found',
    });
    await createTable('deleted');
    expect((await client.send(new ScanCommand({ TableName }))).Count).toBe(0);
  });

  it('that is protected is deleted only without its protection', async () => {
    const TableName = await createTable('protected');
    const { TableDescription } = await client.send(
      new UpdateTableCommand({ TableName, DeletionProtectionEnabled: true }),
    );
    expect(TableDescription?.DeletionProtectionEnabled).toBe(true);
    await expect(client.send(new DeleteTableCommand({ TableName }))).rejects.toThrow(
      'Resource cannot be deleted as it is currently protected against deletion',
    );
    await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
    await client.send(new DeleteTableCommand({ TableName }));
  });

  it('on demand has limits where it is given some, until they are lifted', async () => {
    const OnDemandThroughput = { MaxWriteRequestUnits: 5 };
    await client.send(new CreateTableCommand({ ...tableInput('limited'), OnDemandThroughput }));
    const limits = async () =>
      (await client.send(new DescribeTableCommand({ TableName: 'limited' }))).Table?.OnDemandThroughput;
    const limit = (read: number) =>
      client.send(new UpdateTableCommand({ TableName: 'limited', OnDemandThroughput: { MaxReadRequestUnits: read } }));
    expect(await limits()).toEqual({ MaxReadRequestUnits: -1, MaxWriteRequestUnits: 5 });
    await limit(7);
    expect(await limits()).toEqual({ MaxReadRequestUnits: 7, MaxWriteRequestUnits: 5 });
    await limit(-1);
    expect(await limits()).toEqual({ MaxReadRequestUnits: -1, MaxWriteRequestUnits: 5 });
    await expect(limit(0)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('outside of valid range') as string,
    });
  });

  it('is listed in pages, by name', async () => {
    const names = await Promise.all(['list-c', 'list-a', 'list-b'].map(createTable));
    const first = await client.send(new ListTablesCommand({ Limit: 2, ExclusiveStartTableName: 'list' }));
    expect(first).toMatchObject({ TableNames: ['list-a', 'list-b'], LastEvaluatedTableName: 'list-b' });
    for (const TableName of names) await client.send(new DeleteTableCommand({ TableName }));
    expect((await client.send(new ListTablesCommand({ ExclusiveStartTableName: 'list' }))).TableNames).not.toContain(
      'list-c',
    );
  });

  it('keeps tags', async () => {
    const { TableDescription } = await client.send(
      new CreateTableCommand({ ...tableInput('tagged'), Tags: [{ Key: 'project', Value: 'sonde' }] }),
    );
    const ResourceArn = TableDescription?.TableArn ?? '';
    const list = async () => (await client.send(new ListTagsOfResourceCommand({ ResourceArn }))).Tags;
    await client.send(
      new TagResourceCommand({
        ResourceArn,
        Tags: [
          { Key: 'project', Value: 'new' },
          { Key: 'é', Value: '' },
        ],
      }),
    );
    expect(await list()).toEqual([
      { Key: 'project', Value: 'new' },
      { Key: 'é', Value: '' },
    ]);
    await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['project', 'none'] }));
    expect(await list()).toEqual([{ Key: 'é', Value: '' }]);
    await expect(
      client.send(new ListTagsOfResourceCommand({ ResourceArn: 'arn:aws:dynamodb:eu-west-1:1:table/tagged' })),
    ).rejects.toThrow('Invalid TableArn');
  });

  it('keeps whether it is backed up continuously', async () => {
    const TableName = await createTable('backed-up');
    const describeBackups = async () =>
      (await client.send(new DescribeContinuousBackupsCommand({ TableName }))).ContinuousBackupsDescription
        ?.PointInTimeRecoveryDescription;
    expect(await describeBackups()).toEqual({ PointInTimeRecoveryStatus: 'DISABLED' });
    await client.send(
      new UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    );
    expect(await describeBackups()).toMatchObject({ PointInTimeRecoveryStatus: 'ENABLED', RecoveryPeriodInDays: 35 });
    await expect(
      client.send(new DescribeContinuousBackupsCommand({ TableName: 'sonde-test-none' })),
    ).rejects.toMatchObject({ name: 'TableNotFoundException' });
  });

  it('gets and loses indexes, and a new one has the items that were there', async () => {
    const TableName = await createTable('indexed');
    const item = (sk: string, color: AttributeValue) => ({ pk: { S: 'p' }, sk: { S: sk }, color });
    for (const Item of [item('1', { S: 'red' }), item('2', { S: 'blue' }), item('3', { N: '1' }), item('4', { S: '' })])
      await client.send(new PutItemCommand({ TableName, Item }));
    const create = new UpdateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'color', AttributeType: 'S' }],
      GlobalSecondaryIndexUpdates: [
        {
          Create: {
            IndexName: 'by-color',
            KeySchema: [{ AttributeName: 'color', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
          },
        },
      ],
    });
    const { TableDescription } = await client.send(create);
    expect(TableDescription?.GlobalSecondaryIndexes).toMatchObject([
      { IndexName: 'by-color', IndexStatus: 'ACTIVE', IndexArn: `${TableDescription?.TableArn ?? ''}/index/by-color` },
    ]);
    expect((await client.send(new ScanCommand({ TableName, IndexName: 'by-color' }))).Count).toBe(2);
    const red = new QueryCommand({
      TableName,
      IndexName: 'by-color',
      KeyConditionExpression: 'color = :color',
      ExpressionAttributeValues: { ':color': { S: 'red' } },
    });
    expect((await client.send(red)).Items).toEqual([item('1', { S: 'red' })]);
    await expect(client.send(create)).rejects.toMatchObject({ name: 'ValidationException' });
    expect(TableDescription?.AttributeDefinitions).toHaveLength(3);
    const deleted = await client.send(
      new UpdateTableCommand({ TableName, GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'by-color' } }] }),
    );
    expect(deleted.TableDescription?.AttributeDefinitions).toEqual(tableInput('').AttributeDefinitions);
    await expect(client.send(red)).rejects.toThrow('The table does not have the specified index: by-color');
  });
});

describe('time to live', () => {
  it('deletes what is past, and nothing else', async () => {
    const TableName = await createTable('expiring');
    const seconds = now / 1000;
    const expiries = {
      past: { N: String(seconds - 1) },
      future: { N: String(seconds + 60) },
      'of another type': { S: String(seconds - 1) },
      'past by more than five years': { N: '1' },
    };
    for (const [sk, expires] of Object.entries(expiries))
      await client.send(new PutItemCommand({ TableName, Item: { pk: { S: 'p' }, sk: { S: sk }, expires } }));
    const specification = { AttributeName: 'expires', Enabled: true };
    const { TimeToLiveSpecification } = await client.send(
      new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: specification }),
    );
    expect(TimeToLiveSpecification).toEqual(specification);
    const keys = async () => (await client.send(new ScanCommand({ TableName }))).Items?.map(({ sk }) => sk?.S).sort();
    await vi.waitFor(async () => {
      expect(await keys()).toEqual(['future', 'of another type', 'past by more than five years']);
    }, 10_000);
    now += 61_000;
    await vi.waitFor(async () => {
      expect(await keys()).toEqual(['of another type', 'past by more than five years']);
    }, 10_000);
  });

  it('is described, and refuses a change to what it is already', async () => {
    const TableName = await createTable('described-expiry');
    const update = (AttributeName: string, Enabled: boolean) =>
      client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { AttributeName, Enabled } }));
    const status = async () => (await client.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;
    expect(await status()).toEqual({ TimeToLiveStatus: 'DISABLED' });
    await expect(update('expires', false)).rejects.toThrow('TimeToLive is already disabled');
    await update('expires', true);
    expect(await status()).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' });
    await expect(update('expires', true)).rejects.toThrow('TimeToLive is already enabled');
    await expect(update('other', false)).rejects.toThrow('current AttributeName is expires');
    await update('expires', false);
    expect(await status()).toEqual({ TimeToLiveStatus: 'DISABLED' });
  });
});

describe('what is not supported', () => {
  it('is refused by name', async () => {
    await expect(client.send(new ExecuteStatementCommand({ Statement: 'SELECT' }))).rejects.toThrow(
      'The operation ExecuteStatement is not supported here',
    );
    await expect(
      client.send(
        new CreateTableCommand({
          ...tableInput('streaming'),
          StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
        }),
      ),
    ).rejects.toThrow('StreamSpecification');
    await expect(
      client.send(new CreateTableCommand({ ...tableInput('policed'), ResourcePolicy: '{}' })),
    ).rejects.toThrow('ResourcePolicy of CreateTable is not supported here');
  });
});
