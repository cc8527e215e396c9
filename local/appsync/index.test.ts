import { expect, it, vi } from 'vitest';
import type { ApiArtifact } from '../../build/artifacts.ts';
import { silentLog } from '../shared/log.ts';
import { principals, testPool } from './testing/callers.ts';
import { createAppSync } from './index.ts';

const header = `import { util } from '@aws-appsync/utils';`;
const artifact: ApiArtifact = {
  schema:
    'type Query { device(id: ID!): Device latest(id: ID!): Int me: String refused: String } type Device { id: ID! name: String }',
  authorization: ['AMAZON_COGNITO_USER_POOLS'],
  tables: { devices: { partitionKey: 'id', purpose: 'Devices' } },
  dataSources: {
    devices: { type: 'AMAZON_DYNAMODB', table: 'devices', tables: ['devices'], actions: ['dynamodb:GetItem'] },
    latest: { type: 'AWS_LAMBDA', function: 'latest' },
    none: { type: 'NONE' },
  },
  functions: {
    organization: {
      dataSource: 'none',
      code: `export function request(ctx) { ctx.stash.organization = ctx.identity.claims.organization_id ?? 'none'; return {}; }
             export function response(ctx) { return ctx.prev.result; }`,
    },
  },
  resolvers: {
    'Query.device': {
      kind: 'UNIT',
      dataSource: 'devices',
      code: `${header}
        export function request(ctx) {
          return { operation: 'GetItem', key: util.dynamodb.toMapValues({ id: ctx.args.id, table: '__TABLE_devices__' }) };
        }
        export function response(ctx) { return ctx.result; }`,
    },
    'Query.latest': {
      kind: 'UNIT',
      dataSource: 'latest',
      code: `export function request(ctx) { return { operation: 'Invoke', payload: { id: ctx.args.id } }; }
             export function response(ctx) { return ctx.result.value; }`,
    },
    'Query.me': {
      kind: 'PIPELINE',
      functions: ['organization'],
      code: `export function request(ctx) { return {}; }
             export function response(ctx) { return ctx.identity.username + ' of ' + ctx.stash.organization; }`,
    },
    'Query.refused': {
      kind: 'UNIT',
      dataSource: 'none',
      code: `${header}
        export function request(ctx) { util.error('No', 'ConflictError', { version: 2 }); }
        export function response(ctx) { return ctx.result; }`,
    },
  },
};

it('runs APPSYNC_JS code on its data sources', async () => {
  const pool = await testPool();
  const dynamodb = vi.fn(() => Promise.resolve({ Item: { id: { S: 'd1' }, name: { S: 'Roof' } } }));
  const invoke = vi.fn(() => Promise.resolve({ payload: { value: 7 } }));
  const appSync = createAppSync({
    artifact,
    pool,
    principals,
    dynamodb,
    lambda: { invoke },
    tableNames: { devices: 'sonde-local-devices' },
    functionNames: { latest: 'sonde-local-latest' },
    log: silentLog,
  });
  const response = await appSync.fetch(
    new Request('http://127.0.0.1:4000/graphql', {
      method: 'POST',
      headers: { authorization: await pool.token() },
      body: JSON.stringify({ query: '{ device(id: "d1") { id name } latest(id: "d1") me refused }' }),
    }),
  );
  expect(await response.json()).toEqual({
    data: { device: { id: 'd1', name: 'Roof' }, latest: 7, me: 'ada of none', refused: null },
    errors: [
      {
        path: ['refused'],
        data: { version: 2 },
        errorType: 'ConflictError',
        errorInfo: null,
        locations: [{ line: 1, column: 52, sourceName: null }],
        message: 'No',
      },
    ],
  });
  expect(dynamodb).toHaveBeenCalledWith(
    'GetItem',
    expect.objectContaining({
      TableName: 'sonde-local-devices',
      Key: { id: { S: 'd1' }, table: { S: 'sonde-local-devices' } },
    }),
  );
  expect(invoke).toHaveBeenCalledWith('sonde-local-latest', { id: 'd1' }, 'RequestResponse');
  appSync.close();
});

it('refuses an artifact whose names nobody gave', async () => {
  const pool = await testPool();
  const options = { artifact, pool, principals, dynamodb: vi.fn(), lambda: { invoke: vi.fn() }, log: silentLog };
  expect(() => createAppSync({ ...options, tableNames: {}, functionNames: {} })).toThrow(
    'No physical name is given for devices',
  );
});
