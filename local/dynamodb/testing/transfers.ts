/**
 * Moves amounts between accounts by transactions until it is killed: `node --import tsx transfers.ts <directory>`.
 * Writes the number of transactions that were acknowledged, a line each time.
 */
import { silentLog } from '../../shared/log.ts';
import { createDynamoDb } from '../index.ts';

const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error('Usage: transfers.ts <directory>');

const dynamoDb = await createDynamoDb({ directory, log: silentLog });
const change = (id: number, amount: number) => ({
  Update: {
    TableName: 'accounts',
    Key: { id: { S: String(id) } },
    UpdateExpression: 'ADD amount :amount',
    ExpressionAttributeValues: { ':amount': { N: String(amount) } },
  },
});

for (let done = 1; ; done++) {
  const from = done % 10;
  const to = (from + 1 + (done % 8)) % 10;
  await dynamoDb.call('TransactWriteItems', {
    TransactItems: [change(from, -done), change(to, done), change(-1, 1)],
  });
  process.stdout.write(`${done}\n`);
}
