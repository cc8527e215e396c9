import {
  CreateDataSourceCommand,
  type CreateDataSourceCommandInput,
  CreateResolverCommand,
  type CreateResolverCommandInput,
  DeleteDataSourceCommand,
  DeleteFunctionCommand,
  DeleteResolverCommand,
  GetDataSourceCommand,
  ListDataSourcesCommand,
  UpdateDataSourceCommand,
} from '@aws-sdk/client-appsync';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { apiWithFunction, doubtfulRoles, refusal, unit } from '../testing/control.ts';
import { ROLE, testService, type TestService } from '../testing/service.ts';

let service: TestService;
let apiId: string;
let functionId: string;
beforeAll(async () => {
  service = await testService({ roles: doubtfulRoles });
});
afterAll(() => service.close());
beforeEach(async () => {
  ({ apiId, functionId } = await apiWithFunction(service));
});

const create = (input: CreateResolverCommandInput) => service.client.send(new CreateResolverCommand(input));

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
      'versions, and nowhere to record changes',
      { dynamodbConfig: { tableName: 'posts', awsRegion: 'eu-west-1', versioned: true } },
      'A versioned data source requires a deltaSyncConfig.',
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
    await create(unit(apiId));
    await expect(service.client.send(remove)).rejects.toMatchObject(refusal('BadRequestException', 'resolver Query.a'));
    await service.client.send(new DeleteResolverCommand({ apiId, typeName: 'Query', fieldName: 'a' }));
    await service.client.send(remove);
  });
});
