import {
  type BadRequestException,
  CreateResolverCommand,
  type CreateResolverCommandInput,
  DeleteResolverCommand,
  GetResolverCommand,
  ListResolversCommand,
  UpdateResolverCommand,
} from '@aws-sdk/client-appsync';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { apiWithFunction, doubtfulRoles, pipeline, refusal, unit } from '../testing/control.ts';
import { RUNTIME, testService, type TestService } from '../testing/service.ts';

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

describe('a resolver', () => {
  it('gives back what was set', async () => {
    const { apiId: _, ...given } = unit(apiId);
    const resolverArn = `arn:aws:appsync:eu-west-1:000000000000:apis/${apiId}/types/Query/resolvers/a`;
    const expected = { ...given, kind: 'UNIT', resolverArn, maxBatchSize: 0 };
    expect((await create(unit(apiId))).resolver).toEqual(expected);
    const get = new GetResolverCommand({ apiId, typeName: 'Query', fieldName: 'a' });
    expect((await service.client.send(get)).resolver).toEqual(expected);
    await service.client.send(new UpdateResolverCommand(pipeline(apiId, [functionId, functionId])));
    const { resolvers } = await service.client.send(new ListResolversCommand({ apiId, typeName: 'Query' }));
    expect(resolvers).toEqual([
      {
        typeName: 'Query',
        fieldName: 'a',
        kind: 'PIPELINE',
        pipelineConfig: { functions: [functionId, functionId] },
        runtime: RUNTIME,
        code: unit(apiId).code,
        resolverArn,
        maxBatchSize: 0,
      },
    ]);
    await service.client.send(new DeleteResolverCommand({ apiId, typeName: 'Query', fieldName: 'a' }));
    await expect(service.client.send(get)).rejects.toMatchObject(refusal('NotFoundException', 'No resolver found.'));
  });

  it.each<[string, () => CreateResolverCommandInput, string, string]>([
    ['a missing type', () => ({ ...unit(apiId), typeName: 'Thing' }), 'NotFoundException', 'Type Thing not found'],
    [
      'a missing field',
      () => ({ ...unit(apiId), fieldName: 'x' }),
      'NotFoundException',
      'No field named x found on type Query',
    ],
    ['a name that is none', () => ({ ...unit(apiId), fieldName: 'a-b' }), 'BadRequestException', '[_A-Za-z]'],
    [
      'an unknown data source',
      () => ({ ...unit(apiId), dataSourceName: 'other' }),
      'NotFoundException',
      'No data source found named other',
    ],
    [
      'no data source',
      () => ({ ...unit(apiId), dataSourceName: undefined }),
      'BadRequestException',
      'DataSourceName is required for UNIT resolver',
    ],
    ['an unknown function', () => pipeline(apiId, ['none']), 'NotFoundException', 'none'],
    [
      'too many functions',
      () =>
        pipeline(
          apiId,
          Array.from({ length: 11 }, () => functionId),
        ),
      'BadRequestException',
      'at most 10 functions',
    ],
    [
      'a pipeline’s data source',
      () => ({ ...pipeline(apiId, []), dataSourceName: 'none' }),
      'BadRequestException',
      'no data source of its own',
    ],
    [
      'a unit’s pipeline',
      () => ({ ...unit(apiId), pipelineConfig: { functions: [functionId] } }),
      'BadRequestException',
      'no pipelineConfig',
    ],
    [
      'another version of the runtime',
      () => ({ ...unit(apiId), runtime: { name: 'APPSYNC_JS', runtimeVersion: '2.0.0' } }),
      'BadRequestException',
      'APPSYNC_JS 2.0.0 is not supported',
    ],
    ['no runtime', () => ({ ...unit(apiId), runtime: undefined }), 'BadRequestException', 'A runtime is required'],
    ['no code', () => ({ ...unit(apiId), code: undefined }), 'BadRequestException', 'Code is required'],
    [
      'neither',
      () => ({ ...unit(apiId), runtime: undefined, code: undefined }),
      'BadRequestException',
      'not supported here: VTL',
    ],
    [
      'a template',
      () => ({ ...unit(apiId), runtime: undefined, code: undefined, requestMappingTemplate: '{}' }),
      'BadRequestException',
      'not supported here: VTL',
    ],
    [
      'a cache',
      () => ({ ...unit(apiId), cachingConfig: { ttl: 60 } }),
      'BadRequestException',
      'not supported here: cachingConfig',
    ],
    [
      'conflict detection',
      () => ({ ...unit(apiId), syncConfig: { conflictDetection: 'VERSION' } }),
      'BadRequestException',
      'Conflict detection requires a versioned data source; none is none.',
    ],
  ])('is refused with %s', async (_, input, name, message) => {
    await expect(create(input())).rejects.toMatchObject(refusal(name, message));
  });

  it('is one a field', async () => {
    await create(unit(apiId));
    await expect(create(unit(apiId))).rejects.toMatchObject(
      refusal('BadRequestException', 'Only one resolver is allowed per field.'),
    );
  });

  it('that is not there cannot be updated', async () => {
    await expect(
      service.client.send(new UpdateResolverCommand({ ...unit(apiId), kind: 'UNIT' })),
    ).rejects.toMatchObject(refusal('NotFoundException', 'No resolver found.'));
  });

  it.each([
    [
      'does not parse',
      'export function request( {',
      [
        {
          errorType: 'PARSE_ERROR',
          value: expect.stringMatching(/^code\.js\(1,27\): error: /) as string,
          location: { line: 1, column: 27, span: 1 },
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
    const error = await create({ ...unit(apiId), code: wrong }).then(
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
