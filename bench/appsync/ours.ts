import { join } from 'node:path';
import { marshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import { createAppSync } from '../../local/appsync/index.ts';
import { createDynamoDb } from '../../local/dynamodb/index.ts';
import { consoleLog } from '../../local/shared/log.ts';
import { LOCAL_REGION } from '../../local/shared/service.ts';
import { anyRole } from '../../local/shared/testing/roles.ts';
import { awsEndpoint } from '../../local/stack/endpoint.ts';
import { listen } from '../../local/stack/http-server.ts';
import { code, DEVICES, deviceItem, schema, TABLE } from './api.ts';

/**
 * AppSync and DynamoDB in one process, as `make dev` has them, on the folder that is the argument. Tells the ports of both, the path of the API and its
 * key, and ends when it is disconnected.
 */
const [, , directory = ''] = process.argv;
const dynamodb = await createDynamoDb({ directory: join(directory, 'dynamodb'), log: consoleLog });
const aws = await listen(0, '', () => awsEndpoint([dynamodb]));
await dynamodb.call('CreateTable', {
  TableName: TABLE,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['organizationId', 'id'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  KeySchema: [
    { AttributeName: 'organizationId', KeyType: 'HASH' },
    { AttributeName: 'id', KeyType: 'RANGE' },
  ],
});
for (let index = 0; index < DEVICES; index++) {
  await dynamodb.call('PutItem', { TableName: TABLE, Item: marshall(deviceItem(index)) });
}

const appsync = await createAppSync({
  directory: join(directory, 'appsync'),
  log: consoleLog,
  siteUrl: () => 'http://127.0.0.1',
  dynamodb: dynamodb.call,
  lambda: { invoke: () => Promise.reject(new Error('There is no Lambda')) },
  roles: anyRole,
  principals: { find: () => undefined },
  userPools: { find: () => undefined },
});
const { call } = appsync;
const createdApi = v.object({ graphqlApi: v.object({ apiId: v.string() }) });
const createdKey = v.object({ apiKey: v.object({ id: v.string() }) });
const { apiId } = v.parse(
  createdApi,
  await call('CreateGraphqlApi', { name: 'bench', authenticationType: 'API_KEY' }),
).graphqlApi;
const apiKey = v.parse(createdKey, await call('CreateApiKey', { apiId })).apiKey.id;
await call('StartSchemaCreation', { apiId, definition: Buffer.from(schema).toString('base64') });
await call('CreateDataSource', {
  apiId,
  name: 'devices',
  type: 'AMAZON_DYNAMODB',
  serviceRoleArn: 'arn:aws:iam::000000000000:role/bench',
  dynamodbConfig: { tableName: TABLE, awsRegion: LOCAL_REGION },
});
for (const [fieldName, text] of Object.entries(code)) {
  const runtime = { name: 'APPSYNC_JS', runtimeVersion: '1.0.0' };
  await call('CreateResolver', { apiId, typeName: 'Query', fieldName, dataSourceName: 'devices', runtime, code: text });
}

const web = await listen(0, '', () => (request) => appsync.fetch(request));
process.send?.({ port: web.port, path: new URL(appsync.url(apiId)).pathname, apiKey, dynamodbPort: aws.port });
process.once('disconnect', () => {
  void Promise.all([web.close(), aws.close()])
    .then(() => appsync.close())
    .then(() => dynamodb.close());
});
