import {
  CreateDataSourceCommand,
  CreateFunctionCommand,
  CreateResolverCommand,
  type CreateResolverCommandInput,
  GetResolverCommand,
  UpdateFunctionCommand,
  UpdateResolverCommand,
} from '@aws-sdk/client-appsync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { functionInput, startLambda } from '../../lambda/testing/service.ts';
import type { Lambda } from '../../lambda/lambda.ts';
import { temporaryDirectory } from '../../shared/testing/temporary-directory.ts';
import { pipeline, refusal, step, unit } from '../testing/control.ts';
import { answering, ROLE, RUNTIME, testService, type TestService } from '../testing/service.ts';

/** Says to each post how large the batch was that it came with, and which it is in it. */
const relatedPosts = `export const handler = async (events) =>
  events.map(({ id }, index) => ({ id, text: index + ' of ' + events.length }));`;
const schema = 'type Query { a: String posts: [Post] } type Post { id: ID related: Post text: String }';
const posts = answering('[{ id: "1" }, { id: "2" }, { id: "3" }, { id: "4" }, { id: "5" }]');
const batch = `export const request = (ctx) => ({ operation: 'BatchInvoke', payload: ctx.source });
export const response = (ctx) => ctx.result;`;

let service: TestService;
let lambda: Lambda;
let remove: () => Promise<void>;
let apiId: string;
beforeAll(async () => {
  const { directory, remove: removeDirectory } = await temporaryDirectory();
  remove = removeDirectory;
  lambda = await startLambda(directory);
  await lambda.createFunction(functionInput('related', relatedPosts));
  service = await testService({ lambda });
  apiId = await service.createApi(schema);
  await service.client.send(new CreateDataSourceCommand({ apiId, name: 'none', type: 'NONE' }));
  const lambdaConfig = { lambdaFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:related' };
  await service.client.send(
    new CreateDataSourceCommand({ apiId, name: 'related', type: 'AWS_LAMBDA', serviceRoleArn: ROLE, lambdaConfig }),
  );
  await service.client.send(new CreateResolverCommand({ ...unit(apiId), fieldName: 'posts', code: posts }));
});
afterAll(async () => {
  await service.close();
  await lambda.close();
  await remove();
});

const related = (): CreateResolverCommandInput => ({
  apiId,
  typeName: 'Post',
  fieldName: 'related',
  dataSourceName: 'related',
  runtime: RUNTIME,
  code: batch,
});
const batches = async () => (await service.ask('/graphql', '{ posts { related { id text } } }')).data;
const answers = (texts: readonly string[]) => ({
  posts: texts.map((text, index) => ({ related: { id: String(index + 1), text } })),
});

describe('the largest batch that a function gets', () => {
  it('is five where a resolver sets none, as before it could be set', async () => {
    const { resolver } = await service.client.send(new CreateResolverCommand(related()));
    expect(resolver?.maxBatchSize).toBe(0);
    expect(await batches()).toEqual(answers(['0 of 5', '1 of 5', '2 of 5', '3 of 5', '4 of 5']));
  });

  it('is what a resolver sets', async () => {
    const { resolver } = await service.client.send(new UpdateResolverCommand({ ...related(), maxBatchSize: 2 }));
    expect(resolver?.maxBatchSize).toBe(2);
    const get = new GetResolverCommand({ apiId, typeName: 'Post', fieldName: 'related' });
    expect((await service.client.send(get)).resolver?.maxBatchSize).toBe(2);
    expect(await batches()).toEqual(answers(['0 of 2', '1 of 2', '0 of 2', '1 of 2', '0 of 1']));
  });

  it('is what a pipeline’s function sets', async () => {
    const input = { ...step(apiId, 'related'), dataSourceName: 'related', code: batch, maxBatchSize: 3 };
    const { functionConfiguration: created } = await service.client.send(new CreateFunctionCommand(input));
    expect(created?.maxBatchSize).toBe(3);
    const functionId = created?.functionId ?? '';
    const resolver = { ...pipeline(apiId, [functionId]), typeName: 'Post', fieldName: 'related' };
    await service.client.send(new UpdateResolverCommand({ ...resolver, code: answering('ctx.prev?.result') }));
    expect(await batches()).toEqual(answers(['0 of 3', '1 of 3', '2 of 3', '0 of 2', '1 of 2']));
    await service.client.send(new UpdateFunctionCommand({ ...input, functionId, maxBatchSize: 2000 }));
    expect(await batches()).toEqual(answers(['0 of 5', '1 of 5', '2 of 5', '3 of 5', '4 of 5']));
  });

  it.each<[string, () => Partial<CreateResolverCommandInput>, string]>([
    ['more than 2,000', () => ({ maxBatchSize: 2001 }), 'maxBatchSize'],
    ['less than none', () => ({ maxBatchSize: -1 }), 'maxBatchSize'],
    ['a data source that is no function', () => ({ dataSourceName: 'none', maxBatchSize: 1 }), 'is of type NONE'],
    [
      'a pipeline',
      () => ({ kind: 'PIPELINE', dataSourceName: undefined, maxBatchSize: 1 }),
      'A PIPELINE resolver has no maxBatchSize of its own',
    ],
  ])('cannot be set for %s', async (_, more, message) => {
    const input = { ...related(), fieldName: 'text', ...more() };
    await expect(service.client.send(new CreateResolverCommand(input))).rejects.toMatchObject(
      refusal('BadRequestException', message),
    );
  });

  it('cannot be set for a pipeline’s function that asks no Lambda function', async () => {
    const input = { ...step(apiId, 'none'), maxBatchSize: 1 };
    await expect(service.client.send(new CreateFunctionCommand(input))).rejects.toMatchObject(
      refusal('BadRequestException', 'is of type NONE'),
    );
  });
});
