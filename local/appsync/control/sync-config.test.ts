import {
  CreateDataSourceCommand,
  CreateFunctionCommand,
  CreateResolverCommand,
  type CreateResolverCommandInput,
  GetDataSourceCommand,
  GetFunctionCommand,
  GetResolverCommand,
  UpdateResolverCommand,
  type SyncConfig,
} from '@aws-sdk/client-appsync';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LambdaInvoker } from '../../shared/ports.ts';
import { pipeline, refusal, step } from '../testing/control.ts';
import { createTable, testDynamoDb } from '../testing/dynamodb.ts';
import { answering, ROLE, RUNTIME, testService, type TestService } from '../testing/service.ts';

const schema = `type Post { id: ID! title: String tags: [String] _version: Int _lastChangedAt: AWSTimestamp _deleted: Boolean }
type Posts { items: [Post] nextToken: String startedAt: Float }
type Query { sync(lastSync: Float, limit: Int, nextToken: String): Posts syncPlain: Posts }
type Mutation { createPost: Post updatePost(title: String, version: Int): Post deletePost(version: Int): Post }`;
const respond = `
export function response(ctx) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type, ctx.result);
  return ctx.result;
}`;
const code = (request: string) => `import { util } from '@aws-appsync/utils';
import * as ddb from '@aws-appsync/utils/dynamodb';
export const request = (ctx) => ${request};
${respond}`;
const HANDLER = 'arn:aws:lambda:eu-west-1:000000000000:function:conflicts';
const versioned = {
  tableName: 'posts',
  awsRegion: 'eu-west-1',
  versioned: true,
  deltaSyncConfig: { baseTableTTL: 30, deltaSyncTableName: 'posts-delta', deltaSyncTableTTL: 60 },
};

let service: TestService;
let apiId: string;
let closeTables: () => Promise<void>;
let now = Date.parse('2026-01-31T12:00:00Z');
let decide: LambdaInvoker['invoke'] = () => Promise.resolve({ payload: { action: 'REJECT' } });

beforeAll(async () => {
  const { dynamoDb, close } = await testDynamoDb();
  closeTables = close;
  await createTable(dynamoDb, 'posts', { id: 'S' });
  await createTable(dynamoDb, 'posts-delta', { ds_pk: 'S', ds_sk: 'S' });
  const lambda: LambdaInvoker = { invoke: (...given) => decide(...given) };
  service = await testService({ dynamodb: dynamoDb.call, lambda, clock: () => (now += 1000) });
  apiId = await service.createApi(schema);
  for (const [name, dynamodbConfig] of [
    ['posts', versioned],
    ['plain', { tableName: 'posts', awsRegion: 'eu-west-1' }],
  ] as const)
    await service.client.send(
      new CreateDataSourceCommand({ apiId, name, type: 'AMAZON_DYNAMODB', serviceRoleArn: ROLE, dynamodbConfig }),
    );
  await service.client.send(new CreateDataSourceCommand({ apiId, name: 'none', type: 'NONE' }));

  const create = (input: Partial<CreateResolverCommandInput>) =>
    service.client.send(new CreateResolverCommand(resolver(input)));
  await create({ typeName: 'Query', fieldName: 'sync', code: code('ddb.sync(ctx.args)') });
  await create({ typeName: 'Query', fieldName: 'syncPlain', dataSourceName: 'plain', code: code('ddb.sync({})') });
  await create({ fieldName: 'createPost', code: code("ddb.put({ key: { id: '1' }, item: { title: 'First' } })") });
  await create(updatePost());
  await create({
    fieldName: 'deletePost',
    code: code("ddb.remove({ key: { id: '1' }, _version: ctx.args.version })"),
    syncConfig: { conflictDetection: 'VERSION', conflictHandler: 'OPTIMISTIC_CONCURRENCY' },
  });
});
afterAll(async () => {
  await service.close();
  await closeTables();
});

const resolver = (more: Partial<CreateResolverCommandInput>): CreateResolverCommandInput => ({
  apiId,
  typeName: 'Mutation',
  fieldName: 'updatePost',
  dataSourceName: 'posts',
  runtime: RUNTIME,
  ...more,
});
const updatePost = (syncConfig?: SyncConfig) =>
  resolver({
    code: code(
      "ddb.update({ key: { id: '1' }, update: { title: ctx.args.title, tags: ['x'] }, _version: ctx.args.version })",
    ),
    ...(syncConfig && { syncConfig }),
  });
const treat = (syncConfig?: SyncConfig) => service.client.send(new UpdateResolverCommand(updatePost(syncConfig)));
const update = (version: number) =>
  service.ask('/graphql', `mutation { updatePost(title: "New", version: ${version}) { id title tags _version } }`);
const lambdaConflictHandlerConfig = { lambdaConflictHandlerArn: HANDLER };

describe('how conflicts are treated', () => {
  beforeEach(async () => {
    const { data } = await service.ask('/graphql', 'mutation { createPost { title _version } }');
    const created = data as { createPost: { _version: number } };
    version = created.createPost._version;
  });
  let version: number;
  const rejected = () => ({
    data: { updatePost: null },
    errors: [
      {
        path: ['updatePost'],
        errorType: 'ConflictUnhandled',
        message: 'Conflict resolver rejects mutation.',
        data: { id: '1', title: 'First', _version: version },
      },
    ],
  });

  it('is given back as it was set, and survives a restart', async () => {
    const { resolver: none } = await treat();
    expect(none).not.toHaveProperty('syncConfig');
    const wanted = { conflictDetection: 'VERSION', conflictHandler: 'LAMBDA', lambdaConflictHandlerConfig } as const;
    expect((await treat(wanted)).resolver?.syncConfig).toEqual(wanted);
    await service.restart();
    const get = new GetResolverCommand({ apiId, typeName: 'Mutation', fieldName: 'updatePost' });
    expect((await service.client.send(get)).resolver?.syncConfig).toEqual(wanted);
    const { dataSource } = await service.client.send(new GetDataSourceCommand({ apiId, name: 'posts' }));
    expect(dataSource?.dynamodbConfig).toEqual(versioned);
  });

  it('is not at all, where none is detected', async () => {
    await treat({ conflictDetection: 'NONE' });
    expect(await update(0)).toEqual({
      data: { updatePost: { id: '1', title: 'New', tags: ['x'], _version: version + 1 } },
    });
  });

  it('is a rejection with the current item, by optimistic concurrency', async () => {
    await treat({ conflictDetection: 'VERSION', conflictHandler: 'OPTIMISTIC_CONCURRENCY' });
    expect(await update(version - 1)).toMatchObject(rejected());
    expect(await update(version)).toMatchObject({ data: { updatePost: { title: 'New', _version: version + 1 } } });
  });

  it('is a merged item, by Automerge', async () => {
    await treat({ conflictDetection: 'VERSION', conflictHandler: 'AUTOMERGE' });
    expect(await update(version - 1)).toEqual({
      data: { updatePost: { id: '1', title: 'First', tags: ['x'], _version: version + 1 } },
    });
  });

  it('is what a function says, by Lambda', async () => {
    await treat({ conflictDetection: 'VERSION', conflictHandler: 'LAMBDA', lambdaConflictHandlerConfig });
    decide = () => Promise.resolve({ payload: { action: 'REJECT' } });
    expect(await update(version - 1)).toMatchObject(rejected());
    decide = (_name, event) => {
      const { newItem } = event as { newItem: object };
      return Promise.resolve({ payload: { action: 'RESOLVE', item: { ...newItem, tags: ['by function'] } } });
    };
    expect(await update(version - 1)).toMatchObject({ data: { updatePost: { title: 'New', tags: ['by function'] } } });
  });

  it('is set for a pipeline’s function too', async () => {
    const syncConfig = { conflictDetection: 'VERSION', conflictHandler: 'OPTIMISTIC_CONCURRENCY' } as const;
    const input = { ...step(apiId, 'update'), dataSourceName: 'posts', code: updatePost().code, syncConfig };
    const { functionConfiguration } = await service.client.send(new CreateFunctionCommand(input));
    const functionId = functionConfiguration?.functionId ?? '';
    const read = await service.client.send(new GetFunctionCommand({ apiId, functionId }));
    expect(read.functionConfiguration?.syncConfig).toEqual(syncConfig);
    const of = { typeName: 'Mutation', fieldName: 'updatePost', code: answering('ctx.prev?.result') };
    await service.client.send(new UpdateResolverCommand({ ...pipeline(apiId, [functionId]), ...of }));
    expect(await update(version - 1)).toMatchObject(rejected());
  });

  const detected = { conflictDetection: 'VERSION', conflictHandler: 'AUTOMERGE' } as const;
  it.each<[string, Partial<CreateResolverCommandInput>, string]>([
    [
      'a data source without versions',
      { dataSourceName: 'plain', syncConfig: detected },
      'requires a versioned data source',
    ],
    [
      'a data source of another type',
      { dataSourceName: 'none', syncConfig: detected },
      'requires a versioned data source',
    ],
    ['no handler', { syncConfig: { conflictDetection: 'VERSION' } }, 'Conflict detection requires a conflictHandler.'],
    [
      'no function to ask',
      { syncConfig: { conflictDetection: 'VERSION', conflictHandler: 'LAMBDA' } },
      'requires a lambdaConflictHandlerArn',
    ],
    [
      'a function that is none',
      {
        syncConfig: {
          conflictDetection: 'VERSION',
          conflictHandler: 'LAMBDA',
          lambdaConflictHandlerConfig: { lambdaConflictHandlerArn: 'conflicts' },
        },
      },
      'ARN of a function',
    ],
    [
      'a whole pipeline',
      { kind: 'PIPELINE', dataSourceName: undefined, syncConfig: detected },
      'A PIPELINE resolver has no syncConfig of its own',
    ],
  ])('is refused for %s', async (_, more, message) => {
    const command = new UpdateResolverCommand({ ...updatePost(), ...more });
    await expect(service.client.send(command)).rejects.toMatchObject(refusal('BadRequestException', message));
  });
});

describe('a versioned data source', () => {
  const sync = async (args: string) =>
    (await service.ask('/graphql', `{ sync(${args}) { items { title _version _deleted } nextToken startedAt } }`)) as {
      data: { sync: { items: { _deleted: boolean | null }[]; nextToken: string | null; startedAt: number } };
    };

  it('gives clients everything, and then what changed', async () => {
    const { data } = await service.ask('/graphql', 'mutation { createPost { _version } }');
    const { _version } = (data as { createPost: { _version: number } }).createPost;
    const base = await sync('limit: 10');
    expect(base.data.sync).toMatchObject({ items: [{ title: 'First', _version, _deleted: null }], nextToken: null });
    const since = base.data.sync.startedAt;
    expect((await sync(`lastSync: ${since}`)).data.sync.items).toEqual([]);
    expect(
      await service.ask('/graphql', `mutation { deletePost(version: ${_version}) { _deleted _version } }`),
    ).toEqual({ data: { deletePost: { _deleted: true, _version: _version + 1 } } });
    expect((await sync(`lastSync: ${since}`)).data.sync.items).toMatchObject([
      { _version: _version + 1, _deleted: true },
    ]);
  });

  it('alone can be synced', async () => {
    const { errors } = await service.ask('/graphql', '{ syncPlain { startedAt } }');
    expect(errors).toMatchObject([
      { errorType: 'MappingTemplate', message: "Unsupported operation 'Sync': the data source is not versioned." },
    ]);
  });

  it.each([
    ['no time for its changes', { deltaSyncConfig: { deltaSyncTableName: 'posts-delta' } }, 'deltaSyncTableTTL'],
    ['no table for its changes', { deltaSyncConfig: { baseTableTTL: 1, deltaSyncTableTTL: 1 } }, 'deltaSyncTableName'],
    ['such a table and no versions', { versioned: false }, 'A deltaSyncConfig is for versioned data sources.'],
  ])('is refused with %s', async (_, more, message) => {
    const dynamodbConfig = { ...versioned, ...more };
    const input = { apiId, name: 'wrong', type: 'AMAZON_DYNAMODB', serviceRoleArn: ROLE, dynamodbConfig };
    await expect(service.appsync.call('CreateDataSource', input)).rejects.toMatchObject({
      code: 'BadRequestException',
      message: expect.stringContaining(message) as string,
    });
  });

  it('deletes at once where no time is given, as Terraform’s provider gives none for 0', async () => {
    const deltaSyncConfig = { deltaSyncTableName: 'posts-delta', deltaSyncTableTTL: 60 };
    const dynamodbConfig = { ...versioned, deltaSyncConfig };
    const input = { apiId, name: 'brief', type: 'AMAZON_DYNAMODB', serviceRoleArn: ROLE, dynamodbConfig } as const;
    const { dataSource } = await service.client.send(new CreateDataSourceCommand(input));
    expect(dataSource?.dynamodbConfig?.deltaSyncConfig).toEqual({ ...deltaSyncConfig, baseTableTTL: 0 });
  });
});
