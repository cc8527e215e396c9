import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ApiArtifact } from '../../build/artifacts.ts';
import { defineApi, type ApiToDefine } from './define-api.ts';
import { POOL_ID, ROLE, testService, type TestService } from './testing/service.ts';

const header = `import { util } from '@aws-appsync/utils';`;
const artifact: ApiArtifact = {
  schema:
    'type Query { device(id: ID!): Device latest(id: ID!): Int me: String refused: String } type Device { id: ID! name: String }',
  authorization: ['AMAZON_COGNITO_USER_POOLS', 'AWS_IAM'],
  tables: { devices: { partitionKey: 'id', purpose: 'Devices' } },
  dataSources: {
    devices: { type: 'AMAZON_DYNAMODB', table: 'devices', rights: { devices: ['dynamodb:GetItem'] } },
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
        export function request(ctx) { util.error('No', 'ConflictError', null, { version: 2 }); }
        export function response(ctx) { return ctx.result; }`,
    },
  },
};
const LATEST = 'arn:aws:lambda:eu-west-1:000000000000:function:sonde-local-latest';
const wanted: ApiToDefine = {
  name: 'sonde-local-api',
  artifact,
  userPoolId: POOL_ID,
  tables: { devices: { name: 'sonde-local-devices' } },
  functions: { latest: LATEST },
  dataSourceRole: () => ROLE,
};

const dynamodb = vi.fn(() => Promise.resolve({ Item: { id: { S: 'd1' }, name: { S: 'Roof' } } }));
const invoke = vi.fn(() => Promise.resolve({ payload: { value: 7 } }));
let service: TestService;
beforeEach(async () => {
  service = await testService({ dynamodb, lambda: { invoke } });
});
afterEach(() => service.close());

it('makes the API of an artifact, which runs its code on its data sources', async () => {
  await defineApi(service.appsync.call, wanted);
  expect(await service.ask('/graphql', '{ device(id: "d1") { id name } latest(id: "d1") me refused }')).toEqual({
    data: { device: { id: 'd1', name: 'Roof' }, latest: 7, me: 'ada of none', refused: null },
    errors: [
      {
        path: ['refused'],
        data: null,
        errorType: 'ConflictError',
        errorInfo: { version: 2 },
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
  expect(invoke).toHaveBeenCalledWith(LATEST, { id: 'd1' }, 'RequestResponse');
});

it('puts it in the place of one of the same name, and leaves others alone', async () => {
  const other = await defineApi(service.appsync.call, { ...wanted, name: 'other' });
  const first = await defineApi(service.appsync.call, wanted);
  const second = await defineApi(service.appsync.call, wanted);
  const { graphqlApis } = (await service.appsync.call('ListGraphqlApis', {})) as { graphqlApis: { apiId: string }[] };
  expect(graphqlApis.map(({ apiId }) => apiId).sort()).toEqual([other.apiId, second.apiId].sort());
  expect(second.apiId).not.toBe(first.apiId);
  expect(second.url).toBe(`http://127.0.0.1:4000/apis/${second.apiId}/graphql`);
});

it('says what is not given, and what AppSync refuses', async () => {
  const { call } = service.appsync;
  await expect(defineApi(call, { ...wanted, functions: {} })).rejects.toThrow('Nothing is given for latest');
  const schema = 'type Query { a: Nothing }';
  await expect(defineApi(call, { ...wanted, artifact: { ...artifact, schema } })).rejects.toThrow(
    'AppSync refuses the schema: Unknown type "Nothing".',
  );
});
