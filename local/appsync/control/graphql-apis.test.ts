import {
  CreateGraphqlApiCommand,
  DeleteGraphqlApiCommand,
  GetGraphqlApiCommand,
  GetGraphqlApiEnvironmentVariablesCommand,
  ListGraphqlApisCommand,
  ListTagsForResourceCommand,
  PutGraphqlApiEnvironmentVariablesCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateGraphqlApiCommand,
  type CreateGraphqlApiCommandInput,
} from '@aws-sdk/client-appsync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doubtfulRoles } from '../testing/control.ts';
import { POOL_ID, testService, type TestService } from '../testing/service.ts';

const TRUSTED = 'arn:aws:iam::000000000000:role/logs';
const userPoolConfig = { userPoolId: POOL_ID, awsRegion: 'eu-west-1', defaultAction: 'ALLOW' } as const;
const minimal: CreateGraphqlApiCommandInput = { name: 'api', authenticationType: 'AWS_IAM' };
const full: CreateGraphqlApiCommandInput = {
  name: 'full',
  authenticationType: 'AMAZON_COGNITO_USER_POOLS',
  userPoolConfig: { ...userPoolConfig, appIdClientRegex: 'a|b' },
  additionalAuthenticationProviders: [{ authenticationType: 'AWS_IAM' }],
  logConfig: { fieldLogLevel: 'ERROR', cloudWatchLogsRoleArn: TRUSTED, excludeVerboseContent: true },
  xrayEnabled: true,
  enhancedMetricsConfig: {
    resolverLevelMetricsBehavior: 'FULL_REQUEST_RESOLVER_METRICS',
    dataSourceLevelMetricsBehavior: 'PER_DATA_SOURCE_METRICS',
    operationLevelMetricsConfig: 'ENABLED',
  },
  introspectionConfig: 'DISABLED',
  queryDepthLimit: 75,
  resolverCountLimit: 10_000,
  ownerContact: 'the team',
  tags: { Project: 'sonde' },
};

let service: TestService;
beforeAll(async () => {
  service = await testService({ roles: doubtfulRoles });
});
afterAll(() => service.close());

async function create(input: CreateGraphqlApiCommandInput) {
  const { graphqlApi } = await service.client.send(new CreateGraphqlApiCommand(input));
  return graphqlApi!;
}

describe('an API', () => {
  it('gives back what was set, and AWS’s defaults for what was not', async () => {
    const api = await create(minimal);
    expect(api.apiId).toMatch(/^[a-z0-9]{26}$/);
    const url = `http://127.0.0.1:4000/apis/${api.apiId}/graphql`;
    const defaults = {
      ...minimal,
      apiId: api.apiId,
      arn: `arn:aws:appsync:eu-west-1:000000000000:apis/${api.apiId}`,
      apiType: 'GRAPHQL',
      visibility: 'GLOBAL',
      owner: '000000000000',
      uris: { GRAPHQL: url, REALTIME: `${url.replace('http', 'ws')}/realtime` },
      dns: { GRAPHQL: '127.0.0.1', REALTIME: '127.0.0.1' },
      introspectionConfig: 'ENABLED',
      queryDepthLimit: 0,
      resolverCountLimit: 0,
      xrayEnabled: false,
      tags: {},
    };
    expect(api).toEqual(defaults);
    const { apiId } = await create(full);
    const { graphqlApi } = await service.client.send(new GetGraphqlApiCommand({ apiId }));
    expect(graphqlApi).toMatchObject(full);
  });

  it('is replaced by an update, but for its tags', async () => {
    const { apiId } = await create(full);
    const { graphqlApi } = await service.client.send(
      new UpdateGraphqlApiCommand({ apiId, name: 'other', authenticationType: 'AWS_IAM' }),
    );
    expect(graphqlApi).toMatchObject({ name: 'other', introspectionConfig: 'ENABLED', tags: full.tags });
    for (const member of ['logConfig', 'userPoolConfig', 'enhancedMetricsConfig'])
      expect(graphqlApi).not.toHaveProperty(member);
  });

  it('survives a restart, with all that belongs to it', async () => {
    const { apiId } = await create(full);
    await service.client.send(
      new PutGraphqlApiEnvironmentVariablesCommand({ apiId, environmentVariables: { stage: 'test' } }),
    );
    await service.restart();
    const { graphqlApi } = await service.client.send(new GetGraphqlApiCommand({ apiId }));
    expect(graphqlApi).toMatchObject(full);
    const { environmentVariables } = await service.client.send(new GetGraphqlApiEnvironmentVariablesCommand({ apiId }));
    expect(environmentVariables).toEqual({ stage: 'test' });
  });

  it('is listed in pages, and gone when it is deleted', async () => {
    const mine = await Promise.all([create(minimal), create(minimal), create(minimal)]);
    const seen: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await service.client.send(new ListGraphqlApisCommand({ maxResults: 2, nextToken }));
      expect(page.graphqlApis!.length).toBeLessThanOrEqual(2);
      seen.push(...page.graphqlApis!.map(({ apiId }) => apiId!));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(seen).toEqual(expect.arrayContaining(mine.map(({ apiId }) => apiId)));
    expect(new Set(seen).size).toBe(seen.length);
    const { apiId } = mine[0];
    await service.client.send(new DeleteGraphqlApiCommand({ apiId }));
    await expect(service.client.send(new GetGraphqlApiCommand({ apiId }))).rejects.toMatchObject({
      name: 'NotFoundException',
      message: `GraphQL API ${apiId} not found.`,
      $metadata: { httpStatusCode: 404 },
    });
  });

  it.each<[string, Partial<CreateGraphqlApiCommandInput>, string]>([
    ['a depth limit out of range', { queryDepthLimit: 76 }, 'queryDepthLimit'],
    ['a negative depth limit', { queryDepthLimit: -1 }, 'queryDepthLimit'],
    ['a resolver limit out of range', { resolverCountLimit: 10_001 }, 'resolverCountLimit'],
    ['no name', { name: '' }, 'name'],
    [
      'a Lambda authorizer',
      { authenticationType: 'AWS_LAMBDA' },
      'not supported here: authenticationType AWS_LAMBDA; use AMAZON_COGNITO_USER_POOLS, AWS_IAM or API_KEY',
    ],
    [
      'API keys twice',
      { authenticationType: 'API_KEY', additionalAuthenticationProviders: [{ authenticationType: 'API_KEY' }] },
      'API_KEY is given as an authentication provider twice.',
    ],
    [
      'OpenID Connect besides',
      { additionalAuthenticationProviders: [{ authenticationType: 'OPENID_CONNECT' }] },
      'not supported here: authenticationType OPENID_CONNECT',
    ],
    ['private visibility', { visibility: 'PRIVATE' }, 'not supported here: private APIs'],
    ['another type of API', { apiType: 'MERGED' }, 'not supported here: merged APIs'],
    ['a mode without its pool', { authenticationType: 'AMAZON_COGNITO_USER_POOLS' }, 'userPoolConfig is required'],
    ['a pool for IAM', { userPoolConfig }, 'userPoolConfig cannot be given with AWS_IAM'],
    [
      'a pool that does not exist',
      {
        authenticationType: 'AMAZON_COGNITO_USER_POOLS',
        userPoolConfig: { ...userPoolConfig, userPoolId: 'eu-west-1_none' },
      },
      'The user pool eu-west-1_none does not exist.',
    ],
    [
      'a pattern that is none',
      {
        authenticationType: 'AMAZON_COGNITO_USER_POOLS',
        userPoolConfig: { ...userPoolConfig, appIdClientRegex: '(' },
      },
      'appIdClientRegex is no regular expression',
    ],
    ['a mode twice', { additionalAuthenticationProviders: [{ authenticationType: 'AWS_IAM' }] }, 'twice'],
    [
      'a role for logs that does not exist',
      { logConfig: { fieldLogLevel: 'ALL', cloudWatchLogsRoleArn: 'arn:aws:iam::000000000000:role/missing' } },
      'does not exist',
    ],
    [
      'a role for logs that trusts others',
      { logConfig: { fieldLogLevel: 'ALL', cloudWatchLogsRoleArn: 'arn:aws:iam::000000000000:role/stranger' } },
      'does not trust appsync.amazonaws.com',
    ],
  ])('is refused with %s', async (_, settings, message) => {
    await expect(create({ ...minimal, ...settings })).rejects.toMatchObject({
      name: 'BadRequestException',
      message: expect.stringContaining(message) as string,
    });
  });

  it('is refused where an account has as many as it can have', async () => {
    const own = await testService();
    const { call } = own.appsync;
    for (let count = 0; count < 50; count++) await call('CreateGraphqlApi', minimal);
    await expect(call('CreateGraphqlApi', minimal)).rejects.toMatchObject({ code: 'ApiLimitExceededException' });
    await own.close();
  });
});

describe('tags', () => {
  it('are added, replaced and removed', async () => {
    const { apiId, arn: resourceArn } = await create(full);
    await service.client.send(new TagResourceCommand({ resourceArn, tags: { Project: 'other', Stage: 'test' } }));
    await service.client.send(new UntagResourceCommand({ resourceArn, tagKeys: ['Stage'] }));
    const { tags } = await service.client.send(new ListTagsForResourceCommand({ resourceArn }));
    expect(tags).toEqual({ Project: 'other' });
    await service.client.send(new UntagResourceCommand({ resourceArn, tagKeys: ['Project', 'None'] }));
    expect((await service.client.send(new GetGraphqlApiCommand({ apiId }))).graphqlApi?.tags).toEqual({});
  });

  it.each([
    ['arn:aws:appsync:eu-west-1:000000000000:apis/none', 'NotFoundException'],
    ['arn:aws:appsync:eu-west-1:000000000000:domainnames/none.example.org', 'NotFoundException'],
    ['arn:aws:sqs:eu-west-1:000000000000:queue', 'BadRequestException'],
  ])('of %s are refused', async (resourceArn, name) => {
    await expect(service.client.send(new ListTagsForResourceCommand({ resourceArn }))).rejects.toMatchObject({ name });
  });
});

describe('environment variables', () => {
  it.each([
    ['a name that starts with a digit', { '1a': 'x' }, '1a'],
    ['a name of one character', { a: 'x' }, 'a does not'],
    ['a name of 65', { ['n'.repeat(65)]: 'x' }, 'n does not'],
    ['a long value', { name: 'x'.repeat(513) }, 'name'],
    ['too many', Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`n${index}`, 'x'])), 'at most 50'],
  ])('are refused with %s', async (_, environmentVariables, message) => {
    const { apiId } = await create(minimal);
    await expect(
      service.client.send(new PutGraphqlApiEnvironmentVariablesCommand({ apiId, environmentVariables })),
    ).rejects.toMatchObject({ name: 'BadRequestException', message: expect.stringContaining(message) as string });
  });

  it('are taken up to their limits', async () => {
    const { apiId } = await create(minimal);
    const names = Array.from({ length: 50 }, (_, index) => `n${'_'.repeat(60)}${index}`);
    const environmentVariables = Object.fromEntries(names.map((name) => [name, 'x'.repeat(512)]));
    const put = new PutGraphqlApiEnvironmentVariablesCommand({ apiId, environmentVariables });
    expect((await service.client.send(put)).environmentVariables).toEqual(environmentVariables);
  });

  it('are empty at first', async () => {
    const { apiId } = await create(minimal);
    const { environmentVariables } = await service.client.send(new GetGraphqlApiEnvironmentVariablesCommand({ apiId }));
    expect(environmentVariables).toEqual({});
  });
});
