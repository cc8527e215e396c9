import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLog } from '../shared/log.ts';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import { createDynamoDb, type DynamoDb } from './index.ts';

let root: string;
let remove: () => Promise<void>;

beforeEach(async () => {
  ({ directory: root, remove } = await temporaryDirectory());
});

afterEach(async () => {
  await remove();
});

const open = (directory: string) => createDynamoDb({ directory, log: silentLog });
const accounts = {
  TableName: 'accounts',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'S' },
    { AttributeName: 'amount', AttributeType: 'N' },
  ],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-amount',
      KeySchema: [{ AttributeName: 'amount', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
};

const page = v.object({
  Items: v.array(v.object({ id: v.object({ S: v.string() }), amount: v.object({ N: v.string() }) })),
});

/** Amounts by account, by way of the table or of its index. */
async function amounts(dynamoDb: DynamoDb, IndexName?: string): Promise<Map<string, number>> {
  const { Items } = v.parse(page, await dynamoDb.call('Scan', { TableName: 'accounts', IndexName }));
  expect(new Set(Items.map(({ id }) => id.S)).size).toBe(Items.length);
  return new Map(Items.map(({ id, amount }) => [id.S, Number(amount.N)]));
}

it('keeps everything over a close and a new start', async () => {
  const directory = join(root, 'made', 'when', 'missing');
  const first = await open(directory);
  await first.call('CreateTable', { ...accounts, DeletionProtectionEnabled: true, Tags: [{ Key: 'a', Value: 'b' }] });
  await first.call('PutItem', { TableName: 'accounts', Item: { id: { S: '1' }, amount: { N: '5' } } });
  const token = { ClientRequestToken: 'once' };
  const increment = {
    TransactItems: [
      {
        Update: {
          TableName: 'accounts',
          Key: { id: { S: '1' } },
          UpdateExpression: 'ADD amount :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        },
      },
    ],
  };
  await first.call('TransactWriteItems', { ...increment, ...token });
  const described = await first.call('DescribeTable', { TableName: 'accounts' });
  await first.close();
  await first.close();

  const second = await open(directory);
  expect(await second.call('DescribeTable', { TableName: 'accounts' })).toEqual(described);
  await second.call('TransactWriteItems', { ...increment, ...token });
  expect(await amounts(second)).toEqual(new Map([['1', 6]]));
  expect(await amounts(second, 'by-amount')).toEqual(new Map([['1', 6]]));
  await second.close();
});

it('lets one process at a time into a directory', async () => {
  const dynamoDb = await open(root);
  await expect(open(root)).rejects.toThrow(`${root} is in use: another Sonde is running there`);
  await dynamoDb.close();
  await (await open(root)).close();
});

it('has a transaction as a whole or not at all, wherever the writing of it was cut off', async () => {
  const directory = join(root, 'whole');
  const dynamoDb = await open(directory);
  await dynamoDb.call('CreateTable', accounts);
  const ids = ['1', '2', '3'];
  for (const id of ids)
    await dynamoDb.call('PutItem', { TableName: 'accounts', Item: { id: { S: id }, amount: { N: '1' } } });
  const [log = ''] = (await readdir(directory)).filter((name) => name.endsWith('.log'));
  const before = (await stat(join(directory, log))).size;
  await dynamoDb.call('TransactWriteItems', {
    TransactItems: ids.map((id) => ({ Put: { TableName: 'accounts', Item: { id: { S: id }, amount: { N: '2' } } } })),
  });
  const after = (await stat(join(directory, log))).size;
  expect(after).toBeGreaterThan(before);
  const stopped = join(root, 'stopped');
  await cp(directory, stopped, { recursive: true });
  await dynamoDb.close();

  for (let size = before; size <= after; size = size === after ? after + 1 : Math.min(size + 23, after)) {
    const cut = join(root, 'cut', String(size));
    await mkdir(join(root, 'cut'), { recursive: true });
    await cp(stopped, cut, { recursive: true });
    await truncate(join(cut, log), size);
    const restarted = await open(cut);
    const expected = new Map(ids.map((id) => [id, size === after ? 2 : 1]));
    expect(await amounts(restarted)).toEqual(expected);
    expect(await amounts(restarted, 'by-amount')).toEqual(expected);
    await restarted.close();
  }
});

it('loses no acknowledged transaction and keeps no half one when it is killed', async () => {
  const setUp = await open(root);
  await setUp.call('CreateTable', accounts);
  await setUp.close();

  let transactions = 0;
  for (let round = 0; round < 5; round++) {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', join(import.meta.dirname, 'testing', 'transfers.ts'), root],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const exit = once(child, 'exit');
    let acknowledged = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged = Number(line);
      // Some time after an answer, for right after it the child is not yet writing again.
      if (acknowledged === 20) setTimeout(() => child.kill('SIGKILL'), 5 + 3 * round);
    }
    await exit;
    expect(child.signalCode).toBe('SIGKILL');

    const dynamoDb = await open(root);
    const balances = await amounts(dynamoDb);
    expect(await amounts(dynamoDb, 'by-amount')).toEqual(balances);
    const counted = balances.get('-1') ?? 0;
    expect(counted).toBeGreaterThanOrEqual(transactions + acknowledged);
    transactions = counted;
    balances.delete('-1');
    expect([...balances.values()].reduce((sum, amount) => sum + amount, 0)).toBe(0);
    await dynamoDb.close();
  }
});
