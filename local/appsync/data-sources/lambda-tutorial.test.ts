import { describe, expect, it } from 'vitest';
import type { InvocationResult } from '../../shared/ports.ts';
import { askCode } from '../testing/ask.ts';
import { lambdaDataSource } from './lambda.ts';

/** What "Using AWS Lambda resolvers in AWS AppSync" (JavaScript) has its function do, and what it says that clients see then. */
const schema = `
  type Query { allPosts: [Post] }
  type Post { id: ID! title: String author: String relatedPosts: [Post] }
`;
const posts = ['1', '2', '3'].map((id) => ({ id, title: `Book ${id}`, author: `Author ${id}` }));
const request = `export function request(ctx) {
  const { source, args } = ctx;
  return {
    operation: ctx.info.fieldName === 'relatedPosts' ? 'BatchInvoke' : 'Invoke',
    payload: { field: ctx.info.fieldName, arguments: args, source },
  };
}`;
const forwarding = `import { util } from '@aws-appsync/utils';
${request}
export function response(ctx) {
  const { error, result } = ctx;
  if (error) util.appendError(error.message, error.type, result);
  return result;
}`;
const single = `import { util } from '@aws-appsync/utils';
${request}
export function response(ctx) {
  const { error, result } = ctx;
  if (error) util.appendError(error.message, error.type, result);
  else if (result.errorMessage) util.appendError(result.errorMessage, result.errorType, result.data);
  else return result.data;
}`;
const raising = `import { util } from '@aws-appsync/utils';
${request}
export function response(ctx) { util.error('Failed to fetch relatedPosts', 'LambdaFailure', ctx.result); }`;

interface Event {
  field: string;
  source: { id: string } | null;
}

async function answer(
  related: (batch: readonly Event[]) => InvocationResult,
  code = forwarding,
  all?: InvocationResult,
) {
  const events: unknown[] = [];
  const lambda = {
    invoke: (_name: string, event: unknown): Promise<InvocationResult> => {
      events.push(event);
      return Promise.resolve(Array.isArray(event) ? related(event as Event[]) : (all ?? { payload: posts }));
    },
  };
  const source = lambdaDataSource({ lambda, functionArn: 'posts', authorize: () => undefined });
  const result = await askCode(
    {
      schema,
      dataSources: { posts: source },
      resolvers: {
        'Query.allPosts': { kind: 'UNIT', dataSource: 'posts', code: forwarding },
        'Post.relatedPosts': { kind: 'UNIT', dataSource: 'posts', code, maxBatchSize: 5 },
      },
    },
    '{ allPosts { id relatedPosts { id title } } }',
  );
  return { result, events };
}

const others = (id: string | undefined) => posts.filter((post) => post.id !== id);
const shown = (id: string) => others(id).map(({ id: other, title }) => ({ id: other, title }));

describe('the tutorial on Lambda resolvers', () => {
  it('gets related posts of all posts by one batch', async () => {
    const { result, events } = await answer((batch) => ({ payload: batch.map(({ source }) => others(source?.id)) }));
    expect(result).toEqual({ data: { allPosts: posts.map(({ id }) => ({ id, relatedPosts: shown(id) })) } });
    expect(events).toEqual([
      { field: 'allPosts', arguments: {}, source: null },
      posts.map((source) => ({ field: 'relatedPosts', arguments: {}, source })),
    ]);
  });

  it('shows what the function throws', async () => {
    const error = { errorType: 'Error', errorMessage: 'I always fail.', trace: [] };
    const { result } = await answer(() => ({ payload: [] }), forwarding, { payload: null, error });
    expect(result).toEqual({
      data: { allPosts: null },
      errors: [
        {
          path: ['allPosts'],
          data: null,
          errorType: 'Lambda:Unhandled',
          errorInfo: null,
          locations: [{ line: 1, column: 3, sourceName: null }],
          message: 'I always fail.',
        },
      ],
    });
  });

  it('flags a whole batch as failed where the function throws', async () => {
    const error = { errorType: 'Error', errorMessage: 'No store', trace: [] };
    const { result } = await answer(() => ({ payload: null, error }));
    expect(result.data).toEqual({ allPosts: posts.map(({ id }) => ({ id, relatedPosts: null })) });
    expect(result.errors?.map(({ path, message }) => [path?.[1], message])).toEqual([
      [0, 'No store'],
      [1, 'No store'],
      [2, 'No store'],
    ]);
  });

  it('shows the error of one post beside the others', async () => {
    const failing = { data: null, errorMessage: 'Error Happened', errorType: 'ERROR' };
    const { result } = await answer(
      (batch) => ({
        payload: batch.map(({ source }) => (source?.id === '2' ? failing : { data: others(source?.id) })),
      }),
      single,
    );
    expect(result).toEqual({
      data: {
        allPosts: posts.map(({ id }) => ({ id, relatedPosts: id === '2' ? null : shown(id) })),
      },
      errors: [
        {
          path: ['allPosts', 1, 'relatedPosts'],
          data: null,
          errorType: 'ERROR',
          errorInfo: null,
          locations: [{ line: 1, column: 17, sourceName: null }],
          message: 'Error Happened',
        },
      ],
    });
  });

  it('shows the data of an error that the response handler raises', async () => {
    const { result } = await answer((batch) => ({ payload: batch.map(({ source }) => others(source?.id)) }), raising);
    expect(result.errors).toMatchObject(
      posts.map(({ id }, index) => ({
        path: ['allPosts', index, 'relatedPosts'],
        errorType: 'LambdaFailure',
        message: 'Failed to fetch relatedPosts',
        data: shown(id),
      })),
    );
  });
});
