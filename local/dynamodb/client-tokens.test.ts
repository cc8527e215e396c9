import { expect, it } from 'vitest';
import { silentLog } from '../shared/log.ts';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import { createDynamoDb } from './index.ts';
import { tableInput } from './testing/service.ts';

it('a client token is good for ten minutes', async () => {
  const { directory, remove } = await temporaryDirectory();
  let now = 0;
  const dynamoDb = await createDynamoDb({ directory, log: silentLog, clock: () => now });
  await dynamoDb.call('CreateTable', tableInput('counters'));
  const key = { pk: { S: 'p' }, sk: { S: 's' } };
  const increment = async () => {
    await dynamoDb.call('TransactWriteItems', {
      ClientRequestToken: 'token',
      TransactItems: [
        {
          Update: {
            TableName: 'counters',
            Key: key,
            UpdateExpression: 'ADD amount :one',
            ExpressionAttributeValues: { ':one': { N: '1' } },
          },
        },
      ],
    });
    return dynamoDb.call('GetItem', { TableName: 'counters', Key: key });
  };
  expect(await increment()).toMatchObject({ Item: { amount: { N: '1' } } });
  now = 10 * 60_000 - 1;
  expect(await increment()).toMatchObject({ Item: { amount: { N: '1' } } });
  now = 10 * 60_000;
  expect(await increment()).toMatchObject({ Item: { amount: { N: '2' } } });
  await dynamoDb.close();
  await remove();
});
