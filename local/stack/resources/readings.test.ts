import { DescribeTableCommand, DescribeTimeToLiveCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, it, onTestFinished } from 'vitest';
import { createReadingsTable } from '../../../functions/shared/readings/dynamodb/testing/start-table.ts';
import { fakeClientOptions } from '../../../functions/shared/testing/fake-aws.ts';
import { createDynamoDb } from '../../dynamodb/index.ts';
import { silentLog } from '../../shared/log.ts';
import { serve } from '../../shared/testing/serve.ts';
import { temporaryDirectory } from '../../shared/testing/temporary-directory.ts';
import { physicalName } from '../names.ts';
import { ensureReadingsTable } from './readings.ts';

it('makes the table of readings that the adapter is tested on, once', async () => {
  const { directory, remove } = await temporaryDirectory();
  const service = await createDynamoDb({ directory, log: silentLog });
  const { url, close } = await serve(service);
  const client = new DynamoDBClient(fakeClientOptions(url));
  onTestFinished(async () => {
    client.destroy();
    await close();
    await service.close();
    await remove();
  });
  await createReadingsTable(client, 'tested');
  await ensureReadingsTable(service.call);
  await ensureReadingsTable(service.call);

  const described = async (TableName: string) => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
    return {
      keys: Table?.KeySchema,
      attributes: Table?.AttributeDefinitions,
      billing: Table?.BillingModeSummary?.BillingMode,
      indexes: Table?.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
        IndexName,
        KeySchema,
        Projection,
      })),
      timeToLive: TimeToLiveDescription,
    };
  };
  expect(await described(physicalName('readings'))).toEqual(await described('tested'));
});
