import { describe, expect, it, onTestFinished } from 'vitest';
import { createDynamoDb } from '../../dynamodb/index.ts';
import { silentLog } from '../../shared/log.ts';
import { temporaryDirectory } from '../../shared/testing/temporary-directory.ts';
import { physicalName } from '../names.ts';
import { ensureTables } from './tables.ts';

const tables = {
  exports: {
    partitionKey: 'organizationId',
    sortKey: 'id',
    timeToLive: 'removeAt',
    indexes: { due: { partitionKey: 'shard', sortKey: 'dueAt' } },
    purpose: 'Exports',
  },
  organizations: { partitionKey: 'id', purpose: 'Tenants' },
} as const;

async function dynamodb() {
  const { directory, remove } = await temporaryDirectory();
  const service = await createDynamoDb({ directory, log: silentLog });
  onTestFinished(async () => {
    await service.close();
    await remove();
  });
  return service.call;
}

describe('ensureTables', () => {
  it('makes every table with its keys, its indexes and its expiry', async () => {
    const call = await dynamodb();
    await ensureTables(call, tables);
    const describe = (name: string) => call('DescribeTable', { TableName: physicalName(name) });
    expect(await describe('exports')).toMatchObject({
      Table: {
        KeySchema: [
          { AttributeName: 'organizationId', KeyType: 'HASH' },
          { AttributeName: 'id', KeyType: 'RANGE' },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'due',
            KeySchema: [
              { AttributeName: 'shard', KeyType: 'HASH' },
              { AttributeName: 'dueAt', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'KEYS_ONLY' },
          },
        ],
      },
    });
    expect(await call('DescribeTimeToLive', { TableName: physicalName('exports') })).toMatchObject({
      TimeToLiveDescription: { AttributeName: 'removeAt', TimeToLiveStatus: 'ENABLED' },
    });
    expect(await describe('organizations')).toHaveProperty('Table.GlobalSecondaryIndexes', undefined);
  });

  it('leaves alone what is there', async () => {
    const call = await dynamodb();
    await ensureTables(call, tables);
    const TableName = physicalName('exports');
    const Item = { organizationId: { S: 'o' }, id: { S: '1' }, shard: { S: '0' }, dueAt: { S: '2026' } };
    await call('PutItem', { TableName, Item: { ...Item, status: { S: 'RUNNING' } } });
    await call('PutItem', { TableName, Item: { organizationId: { S: 'o' }, id: { S: '2' }, shard: { S: '0' } } });
    await ensureTables(call, tables);
    // The index has the keys alone, and only of the rows that have both of its own.
    const due = {
      TableName,
      IndexName: 'due',
      KeyConditionExpression: '#shard = :shard AND dueAt <= :now',
      ExpressionAttributeNames: { '#shard': 'shard' },
      ExpressionAttributeValues: { ':shard': { S: '0' }, ':now': { S: '2027' } },
    };
    expect(await call('Query', due)).toHaveProperty('Items', [Item]);
  });
});
