import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Roles } from '../shared/ports.ts';
import { signedHeaders } from './testing/callers.ts';
import { Client } from './testing/server.ts';
import { answering, POOL_ID, ROLE, RUNTIME, testService, type TestService } from './testing/service.ts';

let service: TestService;
beforeEach(async () => {
  service = await testService();
});
afterEach(() => service.close());

const call = (operation: string, input: object) => service.appsync.call(operation, input);
const path = (apiId: string) => `/apis/${apiId}/graphql`;

/** An API whose field `a` answers an expression. */
async function answeringApi(expression: string, settings: object = {}): Promise<string> {
  const apiId = await service.createApi(undefined, settings);
  await call('CreateDataSource', { apiId, name: 'none', type: 'NONE' });
  await call('CreateResolver', resolver(apiId, expression));
  return apiId;
}

const resolver = (apiId: string, expression: string) => ({
  apiId,
  typeName: 'Query',
  fieldName: 'a',
  dataSourceName: 'none',
  runtime: RUNTIME,
  code: answering(expression),
});

describe('two APIs', () => {
  it('answer side by side, each at its own address', async () => {
    const [one, two] = [await answeringApi('"one"'), await answeringApi('"two"')];
    expect(await service.ask(path(one), '{ a }')).toEqual({ data: { a: 'one' } });
    expect(await service.ask(path(two), '{ a }')).toEqual({ data: { a: 'two' } });
    expect(await service.ask('/graphql', '{ a }')).toMatchObject({ errors: [{ errorType: 'NotFoundException' }] });
    await call('DeleteGraphqlApi', { apiId: one });
    expect(await service.ask('/graphql', '{ a }')).toEqual({ data: { a: 'two' } });
    expect(await service.ask(path(one), '{ a }')).toMatchObject({ errors: [{ errorType: 'NotFoundException' }] });
  });
});

describe('a change', () => {
  it('of code is there at the next request, and after a restart', async () => {
    const apiId = await answeringApi('"before"');
    expect(await service.ask('/graphql', '{ a }')).toEqual({ data: { a: 'before' } });
    await call('UpdateResolver', resolver(apiId, '"after"'));
    expect(await service.ask('/graphql', '{ a }')).toEqual({ data: { a: 'after' } });
    await service.restart();
    expect(await service.ask(path(apiId), '{ a }')).toEqual({ data: { a: 'after' } });
  });

  it('of a pipeline’s function is too', async () => {
    const apiId = await answeringApi('"unit"');
    const step = { apiId, name: 'step', dataSourceName: 'none', runtime: RUNTIME };
    const { functionConfiguration } = (await call('CreateFunction', { ...step, code: answering('1') })) as {
      functionConfiguration: { functionId: string };
    };
    const { functionId } = functionConfiguration;
    const { dataSourceName: _, ...rest } = resolver(apiId, 'ctx.prev.result');
    await call('UpdateResolver', { ...rest, kind: 'PIPELINE', pipelineConfig: { functions: [functionId] } });
    expect(await service.ask('/graphql', '{ a }')).toEqual({ data: { a: '1' } });
    await call('UpdateFunction', { ...step, functionId, code: answering('2') });
    expect(await service.ask('/graphql', '{ a }')).toEqual({ data: { a: '2' } });
  });

  it('of the schema leaves the resolvers of lost fields, which do no harm, and answer again with their fields', async () => {
    const apiId = await answeringApi('"one"');
    const schema = (text: string) =>
      call('StartSchemaCreation', { apiId, definition: Buffer.from(text).toString('base64') });
    await schema('type Query { other: String }');
    expect(await service.ask('/graphql', '{ other }')).toEqual({ data: { other: null } });
    expect(await call('GetResolver', { apiId, typeName: 'Query', fieldName: 'a' })).toHaveProperty('resolver');
    await schema('type Query { a: String }');
    expect(await service.ask('/graphql', '{ a }')).toEqual({ data: { a: 'one' } });
  });

  it('of settings is acted by', async () => {
    const apiId = await answeringApi('ctx.env.stage');
    const settings = {
      apiId,
      name: 'test',
      authenticationType: 'AMAZON_COGNITO_USER_POOLS',
      userPoolConfig: { userPoolId: POOL_ID, awsRegion: 'eu-west-1', defaultAction: 'ALLOW' },
    };
    await call('PutGraphqlApiEnvironmentVariables', { apiId, environmentVariables: { stage: 'test' } });
    expect(await service.ask('/graphql', '{ a }')).toEqual({ data: { a: 'test' } });
    expect(await service.ask('/graphql', '{ __schema { queryType { name } } }')).not.toHaveProperty('errors');

    await call('UpdateGraphqlApi', { ...settings, introspectionConfig: 'DISABLED', resolverCountLimit: 1 });
    expect(await service.ask('/graphql', '{ __schema { queryType { name } } }')).toHaveProperty('errors');
    expect(await service.ask('/graphql', '{ a b: a }')).toMatchObject({
      errors: [{ errorType: 'ResolverExecutionLimitReached' }],
    });

    const denied = { errors: [{ errorType: 'UnauthorizedException' }] };
    const withPool = (more: object) => ({ ...settings, userPoolConfig: { ...settings.userPoolConfig, ...more } });
    await call('UpdateGraphqlApi', withPool({ appIdClientRegex: 'other|none' }));
    expect(await service.ask('/graphql', '{ a }')).toMatchObject(denied);
    await call('UpdateGraphqlApi', withPool({ appIdClientRegex: 'cli.*' }));
    expect(await service.ask('/graphql', '{ a }')).toEqual({ data: { a: 'test' } });
    await call('UpdateGraphqlApi', withPool({ defaultAction: 'DENY' }));
    expect(await service.ask('/graphql', '{ a }')).toMatchObject({ errors: [{ errorType: 'Unauthorized' }] });
    await call('UpdateGraphqlApi', { apiId, name: 'test', authenticationType: 'AWS_IAM' });
    expect(await service.ask('/graphql', '{ a }')).toMatchObject({
      errors: [{ errorType: 'IncompleteSignatureException' }],
    });
  });

  it('of the depth limit is, too', async () => {
    const schema = 'type Query { node: Node } type Node { node: Node }';
    await service.createApi(schema, { queryDepthLimit: 1 });
    const { call: callNow } = service.appsync;
    const { graphqlApis } = (await callNow('ListGraphqlApis', {})) as { graphqlApis: { apiId: string }[] };
    const [{ apiId } = { apiId: '' }] = graphqlApis;
    await callNow('CreateDataSource', { apiId, name: 'none', type: 'NONE' });
    await callNow('CreateResolver', { ...resolver(apiId, '{ node: {} }'), fieldName: 'node' });
    expect(await service.ask('/graphql', '{ node { node { __typename } } }')).toMatchObject({
      errors: [{ errorType: 'QueryDepthLimitReached' }],
    });
  });
});

it('answers nothing while an API has no schema', async () => {
  await call('CreateGraphqlApi', { name: 'empty', authenticationType: 'AWS_IAM' });
  expect(await service.ask('/graphql', '{ a }')).toMatchObject({ errors: [{ errorType: 'GraphQLSchemaException' }] });
});

it('lets a data source do what its role may, as it may at that moment', async () => {
  const allowed = new Set<string>();
  const roles: Roles = {
    find: (arn) => ({ arn, trusts: () => true, allows: (action, resource) => allowed.has(`${action} ${resource}`) }),
  };
  const own = await testService({ roles, dynamodb: () => Promise.resolve({ Item: { id: { S: '1' } } }) });
  const apiId = await own.createApi();
  const dynamodbConfig = { tableName: 'posts', awsRegion: 'eu-west-1' };
  const source = { apiId, name: 'posts', type: 'AMAZON_DYNAMODB', serviceRoleArn: ROLE, dynamodbConfig };
  await own.appsync.call('CreateDataSource', source);
  const code = `import { util } from '@aws-appsync/utils';
export function request(ctx) { return { operation: 'GetItem', key: util.dynamodb.toMapValues({ id: '1' }) }; }
export function response(ctx) { if (ctx.error) util.error(ctx.error.message, ctx.error.type); return ctx.result.id; }`;
  await own.appsync.call('CreateResolver', { ...resolver(apiId, ''), dataSourceName: 'posts', code });
  expect(await own.ask('/graphql', '{ a }')).toMatchObject({
    errors: [
      {
        errorType: 'DynamoDB:DynamoDbException',
        message: expect.stringContaining(
          'APPSYNC_ASSUME_ROLE is not authorized to perform: dynamodb:GetItem',
        ) as string,
      },
    ],
  });
  allowed.add('dynamodb:GetItem arn:aws:dynamodb:eu-west-1:000000000000:table/posts');
  expect(await own.ask('/graphql', '{ a }')).toEqual({ data: { a: '1' } });
  await own.close();
});

describe('over WebSocket', () => {
  let server: Server;
  let host: string;
  let apiId: string;
  beforeEach(async () => {
    server = createServer((_request, response) => response.writeHead(404).end());
    service.appsync.attach(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const schema = `
      type Query { a: String }
      type Mutation { publish: String @aws_iam @aws_cognito_user_pools }
      type Subscription { on: String @aws_subscribe(mutations: ["publish"]) @aws_iam @aws_cognito_user_pools }`;
    apiId = await service.createApi(schema, { additionalAuthenticationProviders: [{ authenticationType: 'AWS_IAM' }] });
    await call('CreateDataSource', { apiId, name: 'none', type: 'NONE' });
    await call('CreateResolver', { ...resolver(apiId, '"news"'), typeName: 'Mutation', fieldName: 'publish' });
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  function connect(at: string, headers: Readonly<Record<string, string>>): Client {
    const encoded = `header-${Buffer.from(JSON.stringify(headers)).toString('base64url')}`;
    return new Client(`ws://${host}${at}/realtime`, ['graphql-ws', encoded]);
  }

  it('subscriptions stay open over a change, and end with their API', async () => {
    const authorization = { host, Authorization: await service.pool.token() };
    const client = connect(path(apiId), authorization);
    expect((await client.init()).type).toBe('connection_ack');
    expect((await client.start('1', 'subscription { on }', authorization)).type).toBe('start_ack');
    await call('UpdateResolver', { ...resolver(apiId, '"newer"'), typeName: 'Mutation', fieldName: 'publish' });
    await service.ask(path(apiId), 'mutation { publish }');
    expect(await client.next()).toMatchObject({ type: 'data', id: '1', payload: { data: { on: 'newer' } } });
    await call('DeleteGraphqlApi', { apiId });
    await client.closed;
  });

  it.each(['/graphql', 'its own address'])('a handshake that IAM signs is for %s', async (where) => {
    const at = where === '/graphql' ? where : path(apiId);
    const client = connect(at, await signedHeaders('{}', { path: `${at}/connect`, host }));
    expect((await client.init()).type).toBe('connection_ack');
    const data = JSON.stringify({ query: 'subscription { on }', variables: {} });
    // Its policy allows `publish` alone.
    const refused = await client.start('1', 'subscription { on }', await signedHeaders(data, { path: at, host }));
    expect(refused).toMatchObject({
      type: 'error',
      payload: { errors: [{ errorType: 'UnauthorizedException', message: 'Permission denied' }] },
    });
    client.socket.close();
    const elsewhere = connect(at, await signedHeaders('{}', { path: '/other/connect', host }));
    expect((await elsewhere.init()).type).toBe('connection_error');
    await elsewhere.closed;
  });

  it('an address of no API is refused', async () => {
    const socket = new WebSocket(`ws://${host}/apis/none/graphql/realtime`, ['graphql-ws']);
    const [error] = await new Promise<Error[]>((resolve) => {
      socket.once('error', (cause) => {
        resolve([cause]);
      });
    });
    expect(error?.message).toContain('404');
  });
});
