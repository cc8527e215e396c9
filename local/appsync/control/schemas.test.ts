import {
  GetIntrospectionSchemaCommand,
  GetSchemaCreationStatusCommand,
  GetTypeCommand,
  ListTypesCommand,
  StartSchemaCreationCommand,
} from '@aws-sdk/client-appsync';
import { buildClientSchema, type IntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testService, type TestService } from '../testing/service.ts';

let service: TestService;
let apiId: string;
beforeAll(async () => {
  service = await testService();
});
afterAll(() => service.close());

async function send(schema: string) {
  const answer = await service.client.send(new StartSchemaCreationCommand({ apiId, definition: Buffer.from(schema) }));
  expect(answer.status).toBe('PROCESSING');
  const { status, details } = await service.client.send(new GetSchemaCreationStatusCommand({ apiId }));
  return { status, details };
}

describe('a schema', () => {
  it('is none at first', async () => {
    const { graphqlApi } = (await service.appsync.call('CreateGraphqlApi', {
      name: 'empty',
      authenticationType: 'AWS_IAM',
    })) as { graphqlApi: { apiId: string } };
    const { status } = await service.client.send(new GetSchemaCreationStatusCommand({ apiId: graphqlApi.apiId }));
    expect(status).toBe('NOT_APPLICABLE');
    await expect(
      service.client.send(new GetIntrospectionSchemaCommand({ apiId: graphqlApi.apiId, format: 'SDL' })),
    ).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  it('can be read again', async () => {
    apiId = await service.createApi();
    const schema = '"Asks" type Query { now: AWSDateTime @aws_iam device: Device } type Device { id: ID! }';
    expect(await send(schema)).toEqual({ status: 'SUCCESS', details: 'Successfully created schema with 2 types.' });
    const read = async (format: 'SDL' | 'JSON') => {
      const answer = await service.client.send(new GetIntrospectionSchemaCommand({ apiId, format }));
      return Buffer.from(answer.schema!).toString();
    };
    expect(await read('SDL')).toBe(schema);
    const { data } = JSON.parse(await read('JSON')) as { data: IntrospectionQuery };
    expect(buildClientSchema(data).getType('Device')).toBeDefined();
    const { types } = await service.client.send(new ListTypesCommand({ apiId, format: 'SDL' }));
    expect(types?.map(({ name }) => name)).toEqual(['Device', 'Query']);
    const { type } = await service.client.send(new GetTypeCommand({ apiId, typeName: 'Query', format: 'SDL' }));
    expect(type).toMatchObject({ name: 'Query', description: 'Asks', format: 'SDL' });
    expect(type?.definition).toContain('device: Device');
    await expect(
      service.client.send(new GetTypeCommand({ apiId, typeName: 'None', format: 'SDL' })),
    ).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  it.each([
    ['does not parse', 'type Query {', 'Failed to parse schema document', 'Line 1'],
    ['has an unknown type', 'type Query { a: Date }', 'Unknown type', 'Date'],
    ['has an unknown directive', 'type Query { a: Int @model }', 'Unknown directive', '@model'],
    [
      'has a directive of OpenID Connect',
      'type Query { a: Int\n b: Int @aws_oidc }',
      'Line 2: not supported here: @aws_oidc with its mode OPENID_CONNECT',
      'use @aws_cognito_user_pools, @aws_iam or @aws_api_key',
    ],
    ['has a directive of a Lambda authorizer', 'type Query @aws_lambda { a: Int }', '@aws_lambda', 'AWS_LAMBDA'],
    [
      'has an empty list of groups',
      'type Query { a: Int @aws_auth(cognito_groups: []) }',
      'Line 1: not supported here: an empty list as cognito_groups of @aws_auth',
      '',
    ],
    [
      'has a group that is no text',
      'type Query { a: Int @aws_cognito_user_pools(cognito_groups: ["A", null]) }',
      'cognito_groups of @aws_cognito_user_pools is a list of names of groups',
      '',
    ],
    [
      'subscribes to what is no text',
      'type Query { a: Int } type Mutation { m: Int } type Subscription { b: Int @aws_subscribe(mutations: [m]) }',
      'Line 1: mutations of @aws_subscribe is a list of names of mutations',
      '',
    ],
    [
      'subscribes to null',
      'type Query { a: Int } type Mutation { m: Int } type Subscription { b: Int @aws_subscribe(mutations: null) }',
      'Line 1: mutations of @aws_subscribe is a list of names of mutations',
      '',
    ],
    ['has groups of a mode without any', 'type Query { a: Int @aws_iam(cognito_groups: ["A"]) }', 'cognito_groups', ''],
    ['has a directive on an input', 'type Query { a: Int } input I @aws_iam { a: Int }', '@aws_iam', 'INPUT_OBJECT'],
    [
      'has a directive on an interface',
      'type Query { a: Int } interface I @aws_iam { a: Int }',
      '@aws_iam',
      'INTERFACE',
    ],
    ['has a directive on an enum', 'type Query { a: Int } enum E @aws_api_key { A }', '@aws_api_key', 'ENUM'],
    [
      'extends a type',
      'type Query { a: Int }\nextend type Query { b: Int }',
      'Line 2: AppSync knows no extensions',
      'put what extends Query into type Query',
    ],
    ['has no query', 'type Device { id: ID }', 'Query root type must be provided', ''],
    ['breaks an interface', 'interface A { a: Int } type Query implements A { b: Int }', 'Line 1', 'A.a'],
    ['defines what AppSync has', 'scalar AWSJSON type Query { a: AWSJSON }', 'AWSJSON', ''],
    [
      'subscribes to no mutation',
      'type Query { a: Int } type Subscription { b: Int @aws_subscribe(mutations: ["c"]) }',
      'Subscription.b subscribes to c, which is no mutation',
      '',
    ],
  ])('that %s fails, and the one before is served on', async (_, schema, ...parts) => {
    apiId = await service.createApi('type Query { a: String }');
    const { status, details } = await send(schema);
    expect(status).toBe('FAILED');
    for (const part of parts) expect(details).toContain(part);
    expect(await service.ask(`/apis/${apiId}/graphql`, '{ a }')).toEqual({ data: { a: null } });
  });

  it('must be base64', async () => {
    apiId = await service.createApi();
    await expect(service.appsync.call('StartSchemaCreation', { apiId, definition: '{}' })).rejects.toMatchObject({
      code: 'BadRequestException',
    });
  });
});
