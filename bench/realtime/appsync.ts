import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { createAppSync } from '../../local/appsync/index.ts';
import { consoleLog } from '../../local/shared/log.ts';
import { listen } from '../../local/stack/http-server.ts';
import { serveBench } from './server-process.ts';

/** AppSync with one API: a mutation that answers what it is given, and a subscription with an enhanced filter for one group. */

const SCHEMA = `
  type Query { none: String }
  type Reading { group: String! sequence: Int! sentAt: Float! note: String! }
  type Mutation { publish(group: String!, sequence: Int!, sentAt: Float!, note: String!): Reading }
  type Subscription { onReading(group: String!): Reading @aws_subscribe(mutations: ["publish"]) }
`;
const ECHO = `
  export function request(ctx) { return { payload: ctx.args }; }
  export function response(ctx) { return ctx.result; }
`;
const FILTER = `
  import { extensions, util } from '@aws-appsync/utils';
  export function request(ctx) { return { payload: null }; }
  export function response(ctx) {
    extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter({ group: { eq: ctx.args.group } }));
    return null;
  }
`;

const directory = await mkdtemp(join(tmpdir(), 'sonde-bench-'));
const unused = () => Promise.reject(new Error('This API asks no other service'));
const appsync = await createAppSync({
  directory,
  log: consoleLog,
  siteUrl: () => 'http://127.0.0.1',
  dynamodb: unused,
  lambda: { invoke: unused },
  roles: { find: () => undefined },
  principals: { find: () => undefined },
  userPools: { find: () => undefined },
});
const { call } = appsync;
const { graphqlApi } = v.parse(
  v.object({ graphqlApi: v.object({ apiId: v.string() }) }),
  await call('CreateGraphqlApi', { name: 'bench', authenticationType: 'API_KEY' }),
);
const { apiId } = graphqlApi;
const { apiKey } = v.parse(v.object({ apiKey: v.object({ id: v.string() }) }), await call('CreateApiKey', { apiId }));
await call('StartSchemaCreation', { apiId, definition: Buffer.from(SCHEMA).toString('base64') });
await call('CreateDataSource', { apiId, name: 'none', type: 'NONE' });
const runtime = { name: 'APPSYNC_JS', runtimeVersion: '1.0.0' };
for (const [typeName, fieldName, code] of [
  ['Mutation', 'publish', ECHO],
  ['Subscription', 'onReading', FILTER],
])
  await call('CreateResolver', { apiId, typeName, fieldName, dataSourceName: 'none', runtime, code });

const server = await listen(0, '', () => (request) => appsync.fetch(request));
appsync.attach(server.server);
serveBench({ port: server.port, path: '/graphql', key: apiKey.id }, async () => {
  await appsync.close();
  await server.close();
  await rm(directory, { recursive: true, force: true });
});
