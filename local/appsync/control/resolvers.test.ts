import {
  CreateDataSourceCommand,
  CreateFunctionCommand,
  CreateResolverCommand,
  DeleteDataSourceCommand,
  DeleteFunctionCommand,
  DeleteResolverCommand,
  GetDataSourceCommand,
  GetFunctionCommand,
  GetResolverCommand,
  ListDataSourcesCommand,
  ListFunctionsCommand,
  ListResolversByFunctionCommand,
  ListResolversCommand,
  UpdateDataSourceCommand,
  UpdateFunctionCommand,
  UpdateResolverCommand,
  type BadRequestException,
  type CreateDataSourceCommandInput,
  type CreateResolverCommandInput,
} from '@aws-sdk/client-appsync';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answering, ROLE, RUNTIME, testService, type TestService } from '../testing/service.ts';

let service: TestService;
let apiId: string;
let functionId: string;
beforeAll(async () => {
  service = await testService({
    roles: {
      find: (arn) =>
        arn.includes('missing') ? undefined : { arn, trusts: () => !arn.includes('stranger'), allows: () => true },
    },
  });
});
afterAll(() => service.close());
beforeEach(async () => {
  for (const api of await apis()) await service.appsync.call('DeleteGraphqlApi', api);
  apiId = await service.createApi();
  await service.client.send(new CreateDataSourceCommand({ apiId, name: 'none', type: 'NONE' }));
  const { functionConfiguration } = await service.client.send(new CreateFunctionCommand(step('step')));
  functionId = functionConfiguration!.functionId!;
});

async function apis() {
  return ((await service.appsync.call('ListGraphqlApis', {})) as { graphqlApis: { apiId: string }[] }).graphqlApis;
}

const code = answering('"one"');
const step = (name: string) => ({ apiId, name, dataSourceName: 'none', runtime: RUNTIME, code });
const unit = (): CreateResolverCommandInput => ({
  apiId,
  typeName: 'Query',
  fieldName: 'a',
  dataSourceName: 'none',
  runtime: RUNTIME,
  code,
});
const pipeline = (functions: string[]): CreateResolverCommandInput => ({
  ...unit(),
  kind: 'PIPELINE',
  dataSourceName: undefined,
  pipelineConfig: { functions },
});
const create = (input: CreateResolverCommandInput) => service.client.send(new CreateResolverCommand(input));
const refusal = (name: string, message: string) => ({
  name,
  message: expect.stringContaining(message) as string,
  $metadata: { httpStatusCode: name === 'NotFoundException' ? 404 : 400 },
});

describe('a data source', () => {
  const table: CreateDataSourceCommandInput = {
    apiId: '',
    name: 'posts',
    type: 'AMAZON_DYNAMODB',
    description: 'Posts',
    serviceRoleArn: ROLE,
    dynamodbConfig: { tableName: 'posts', awsRegion: 'eu-west-1' },
  };
  const lambdaFunctionArn = 'arn:aws:lambda:eu-west-1:000000000000:function:readings';
  const send = (more: Partial<CreateDataSourceCommandInput>) =>
    service.client.send(new CreateDataSourceCommand({ ...table, apiId, ...more }));

  it('gives back what was set', async () => {
    const { apiId: _, ...given } = table;
    const dataSourceArn = `arn:aws:appsync:eu-west-1:000000000000:apis/${apiId}/datasources/posts`;
    expect((await send({})).dataSource).toEqual({ ...given, dataSourceArn });
    const lambda = { type: 'AWS_LAMBDA', serviceRoleArn: ROLE, lambdaConfig: { lambdaFunctionArn } } as const;
    const update = new UpdateDataSourceCommand({ apiId, name: 'posts', ...lambda });
    expect((await service.client.send(update)).dataSource).toEqual({ name: 'posts', ...lambda, dataSourceArn });
    const { dataSource } = await service.client.send(new GetDataSourceCommand({ apiId, name: 'posts' }));
    expect(dataSource).toEqual({ name: 'posts', ...lambda, dataSourceArn });
    const { dataSources } = await service.client.send(new ListDataSourcesCommand({ apiId }));
    expect(dataSources?.map(({ name }) => name)).toEqual(['none', 'posts']);
    await service.client.send(new DeleteDataSourceCommand({ apiId, name: 'posts' }));
    await expect(service.client.send(new GetDataSourceCommand({ apiId, name: 'posts' }))).rejects.toMatchObject(
      refusal('NotFoundException', 'No data source found named posts'),
    );
  });

  it.each<[string, Partial<CreateDataSourceCommandInput>, string]>([
    ['a name that is none', { name: 'my-posts' }, '[_A-Za-z][_0-9A-Za-z]*'],
    ['a name that is taken', { name: 'none' }, 'Data source with name none already exists'],
    ['no role', { serviceRoleArn: undefined }, 'Service role arn not specified.'],
    ['a role that does not exist', { serviceRoleArn: 'arn:aws:iam::000000000000:role/missing' }, 'does not exist'],
    [
      'a role that trusts others',
      { serviceRoleArn: 'arn:aws:iam::000000000000:role/stranger' },
      'does not trust appsync.amazonaws.com',
    ],
    ['no table', { dynamodbConfig: undefined }, 'dynamodbConfig'],
    [
      'a table elsewhere',
      { dynamodbConfig: { tableName: 'posts', awsRegion: 'us-east-1' } },
      'not supported here: a table in another Region',
    ],
    [
      'the rights of its callers',
      { dynamodbConfig: { tableName: 'posts', awsRegion: 'eu-west-1', useCallerCredentials: true } },
      'not supported here: useCallerCredentials',
    ],
    [
      'versions',
      { dynamodbConfig: { tableName: 'posts', awsRegion: 'eu-west-1', versioned: true } },
      'not supported here: versioned data sources',
    ],
    ['no function', { type: 'AWS_LAMBDA' }, 'lambdaConfig'],
    ['a function that is none', { type: 'AWS_LAMBDA', lambdaConfig: { lambdaFunctionArn: 'readings' } }, 'ARN'],
    ['HTTP', { type: 'HTTP' }, 'not supported here: data sources of type HTTP'],
    ['OpenSearch', { type: 'AMAZON_OPENSEARCH_SERVICE' }, 'not supported here: data sources of type AMAZON_OPENSEARCH'],
    ['a bus', { type: 'AMAZON_EVENTBRIDGE' }, 'not supported here: data sources of type AMAZON_EVENTBRIDGE'],
    ['a database', { type: 'RELATIONAL_DATABASE' }, 'not supported here: data sources of type RELATIONAL_DATABASE'],
  ])('is refused with %s', async (_, more, message) => {
    await expect(send(more)).rejects.toMatchObject(refusal('BadRequestException', message));
  });

  it('stays while a resolver or a function uses it', async () => {
    const remove = new DeleteDataSourceCommand({ apiId, name: 'none' });
    await expect(service.client.send(remove)).rejects.toMatchObject(refusal('BadRequestException', 'function step'));
    await service.client.send(new DeleteFunctionCommand({ apiId, functionId }));
    await create(unit());
    await expect(service.client.send(remove)).rejects.toMatchObject(refusal('BadRequestException', 'resolver Query.a'));
    await service.client.send(new DeleteResolverCommand({ apiId, typeName: 'Query', fieldName: 'a' }));
    await service.client.send(remove);
  });
});

describe('a function', () => {
  it('gives back what was set', async () => {
    const functionArn = `arn:aws:appsync:eu-west-1:000000000000:apis/${apiId}/functions/${functionId}`;
    const { apiId: _, ...given } = step('step');
    const expected = { ...given, functionId, functionArn, maxBatchSize: 0 };
    const get = new GetFunctionCommand({ apiId, functionId });
    expect((await service.client.send(get)).functionConfiguration).toEqual(expected);
    await service.client.send(new UpdateFunctionCommand({ ...step('other'), functionId, description: 'Two' }));
    expect((await service.client.send(get)).functionConfiguration).toEqual({
      ...expected,
      name: 'other',
      description: 'Two',
    });
    const { functions } = await service.client.send(new ListFunctionsCommand({ apiId }));
    expect(functions).toHaveLength(1);
  });

  it('need not have a name of its own', async () => {
    await service.client.send(new CreateFunctionCommand(step('step')));
    expect((await service.client.send(new ListFunctionsCommand({ apiId }))).functions).toHaveLength(2);
  });

  it.each([
    ['a name that is none', { name: 'a.b' }, 'BadRequestException', '[_A-Za-z][_0-9A-Za-z]*'],
    ['an unknown data source', { dataSourceName: 'other' }, 'NotFoundException', 'No data source found named other'],
    ['a version of templates', { functionVersion: '2018-05-29' }, 'BadRequestException', 'Function version not'],
    ['batches', { maxBatchSize: 5 }, 'BadRequestException', 'not supported here: maxBatchSize'],
  ])('is refused with %s', async (_, more, name, message) => {
    await expect(service.client.send(new CreateFunctionCommand({ ...step('other'), ...more }))).rejects.toMatchObject(
      refusal(name, message),
    );
  });

  it('stays while a resolver uses it', async () => {
    await create(pipeline([functionId]));
    const { resolvers } = await service.client.send(new ListResolversByFunctionCommand({ apiId, functionId }));
    expect(resolvers?.map(({ fieldName }) => fieldName)).toEqual(['a']);
    const remove = new DeleteFunctionCommand({ apiId, functionId });
    await expect(service.client.send(remove)).rejects.toMatchObject(
      refusal('BadRequestException', 'Cannot delete a function which is currently used by a resolver'),
    );
    await service.client.send(new DeleteResolverCommand({ apiId, typeName: 'Query', fieldName: 'a' }));
    await service.client.send(remove);
    await expect(service.client.send(new GetFunctionCommand({ apiId, functionId }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
  });
});

describe('a resolver', () => {
  it('gives back what was set', async () => {
    const { apiId: _, ...given } = unit();
    const resolverArn = `arn:aws:appsync:eu-west-1:000000000000:apis/${apiId}/types/Query/resolvers/a`;
    const expected = { ...given, kind: 'UNIT', resolverArn, maxBatchSize: 0 };
    expect((await create(unit())).resolver).toEqual(expected);
    const get = new GetResolverCommand({ apiId, typeName: 'Query', fieldName: 'a' });
    expect((await service.client.send(get)).resolver).toEqual(expected);
    await service.client.send(new UpdateResolverCommand(pipeline([functionId, functionId])));
    const { resolvers } = await service.client.send(new ListResolversCommand({ apiId, typeName: 'Query' }));
    expect(resolvers).toEqual([
      {
        typeName: 'Query',
        fieldName: 'a',
        kind: 'PIPELINE',
        pipelineConfig: { functions: [functionId, functionId] },
        runtime: RUNTIME,
        code,
        resolverArn,
        maxBatchSize: 0,
      },
    ]);
    await service.client.send(new DeleteResolverCommand({ apiId, typeName: 'Query', fieldName: 'a' }));
    await expect(service.client.send(get)).rejects.toMatchObject(refusal('NotFoundException', 'No resolver found.'));
  });

  it.each<[string, () => CreateResolverCommandInput, string, string]>([
    ['a missing type', () => ({ ...unit(), typeName: 'Thing' }), 'NotFoundException', 'Type Thing not found'],
    [
      'a missing field',
      () => ({ ...unit(), fieldName: 'x' }),
      'NotFoundException',
      'No field named x found on type Query',
    ],
    ['a name that is none', () => ({ ...unit(), fieldName: 'a-b' }), 'BadRequestException', '[_A-Za-z]'],
    [
      'an unknown data source',
      () => ({ ...unit(), dataSourceName: 'other' }),
      'NotFoundException',
      'No data source found named other',
    ],
    [
      'no data source',
      () => ({ ...unit(), dataSourceName: undefined }),
      'BadRequestException',
      'DataSourceName is required for UNIT resolver',
    ],
    ['an unknown function', () => pipeline(['none']), 'NotFoundException', 'none'],
    [
      'too many functions',
      () => pipeline(Array.from({ length: 11 }, () => functionId)),
      'BadRequestException',
      'at most 10 functions',
    ],
    [
      'a pipeline’s data source',
      () => ({ ...pipeline([]), dataSourceName: 'none' }),
      'BadRequestException',
      'no data source of its own',
    ],
    [
      'a unit’s pipeline',
      () => ({ ...unit(), pipelineConfig: { functions: [functionId] } }),
      'BadRequestException',
      'no pipelineConfig',
    ],
    [
      'another version of the runtime',
      () => ({ ...unit(), runtime: { name: 'APPSYNC_JS', runtimeVersion: '2.0.0' } }),
      'BadRequestException',
      'APPSYNC_JS 2.0.0 is not supported',
    ],
    ['no runtime', () => ({ ...unit(), runtime: undefined }), 'BadRequestException', 'A runtime is required'],
    ['no code', () => ({ ...unit(), code: undefined }), 'BadRequestException', 'Code is required'],
    [
      'neither',
      () => ({ ...unit(), runtime: undefined, code: undefined }),
      'BadRequestException',
      'not supported here: VTL',
    ],
    [
      'a template',
      () => ({ ...unit(), runtime: undefined, code: undefined, requestMappingTemplate: '{}' }),
      'BadRequestException',
      'not supported here: VTL',
    ],
    [
      'a cache',
      () => ({ ...unit(), cachingConfig: { ttl: 60 } }),
      'BadRequestException',
      'not supported here: cachingConfig',
    ],
    [
      'conflict detection',
      () => ({ ...unit(), syncConfig: { conflictDetection: 'VERSION' } }),
      'BadRequestException',
      'not supported here: syncConfig',
    ],
    ['batches', () => ({ ...unit(), maxBatchSize: 5 }), 'BadRequestException', 'not supported here: maxBatchSize'],
  ])('is refused with %s', async (_, input, name, message) => {
    await expect(create(input())).rejects.toMatchObject(refusal(name, message));
  });

  it('is one a field', async () => {
    await create(unit());
    await expect(create(unit())).rejects.toMatchObject(
      refusal('BadRequestException', 'Only one resolver is allowed per field.'),
    );
  });

  it('that is not there cannot be updated', async () => {
    await expect(service.client.send(new UpdateResolverCommand({ ...unit(), kind: 'UNIT' }))).rejects.toMatchObject(
      refusal('NotFoundException', 'No resolver found.'),
    );
  });

  it.each([
    [
      'does not parse',
      'export function request( {',
      [
        {
          errorType: 'PARSER_ERROR',
          value: expect.stringMatching(/^Parsing error: /) as string,
          location: { line: 1 },
        },
      ],
    ],
    [
      'breaks rules',
      `export function request(ctx) {\n  while (true) {}\n  return /a/;\n}\nexport function response(ctx) { return {}; }`,
      [
        {
          errorType: 'LINT_ERROR',
          value: expect.stringContaining('while is not supported') as string,
          location: { line: 2 },
        },
        {
          errorType: 'LINT_ERROR',
          value: expect.stringContaining('Regular expression') as string,
          location: { line: 3 },
        },
      ],
    ],
    [
      'lacks a handler',
      'export function request(ctx) { return {}; }',
      [{ errorType: 'LINT_ERROR', value: 'The code does not export response', location: { line: 1 } }],
    ],
  ])('with code that %s is refused, saying where', async (_, wrong, codeErrors) => {
    const error = await create({ ...unit(), code: wrong }).then(
      () => undefined,
      (cause: unknown) => cause as BadRequestException,
    );
    expect(error).toMatchObject({
      name: 'BadRequestException',
      message: 'The code contains one or more errors.',
      reason: 'CODE_ERROR',
      detail: { codeErrors },
    });
  });
});

it.each([
  ['GetDataSource', { name: 'none' }],
  ['ListDataSources', {}],
  ['CreateFunction', { name: 'f', dataSourceName: 'none' }],
  ['ListFunctions', {}],
  ['CreateResolver', { typeName: 'Query', fieldName: 'a' }],
  ['ListResolvers', { typeName: 'Query' }],
  ['StartSchemaCreation', { definition: 'e30=' }],
  ['GetSchemaCreationStatus', {}],
  ['PutGraphqlApiEnvironmentVariables', { environmentVariables: {} }],
  ['UpdateGraphqlApi', { name: 'a', authenticationType: 'AWS_IAM' }],
  ['DeleteGraphqlApi', {}],
])('%s says that there is no such API', async (operation, input) => {
  await expect(service.appsync.call(operation, { apiId: 'none', ...input })).rejects.toMatchObject({
    code: 'NotFoundException',
    message: 'GraphQL API none not found.',
  });
});
