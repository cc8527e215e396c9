import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InvocationResult } from '../../shared/ports.ts';
import { lambdaDataSource } from '../data-sources/lambda.ts';
import { ask } from '../testing/ask.ts';
import type { FakeApi } from '../testing/api.ts';
import type { DataSource, ResolverContext } from '../types.ts';

type Batch = readonly unknown[];

/** A function that answers each of its payloads with `answer`, and the batches that it got. */
function batching(answer: (payload: unknown) => unknown = (payload) => payload) {
  const batches: Batch[] = [];
  const lambda = {
    invoke: async (_name: string, event: unknown): Promise<InvocationResult> => {
      const batch = event as Batch;
      batches.push(batch);
      // Functions are not equally fast.
      for (let turns = batch.length % 3; turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve));
      return { payload: batch.map(answer) };
    },
  };
  const source: DataSource = lambdaDataSource({ lambda, functionArn: 'related', authorize: () => undefined });
  return { source, batches };
}

const toBatch = {
  request: ({ source, info }: ResolverContext) => ({
    result: { operation: 'BatchInvoke', payload: `${info.fieldName} of ${(source as { id: string }).id}` },
  }),
};
const related = (source: DataSource, maxBatchSize: number, tree: unknown): FakeApi => ({
  schema: 'type Query { posts: [Post] } type Post { id: ID related: String other: String posts: [Post] }',
  dataSources: { related: source },
  code: { batch: toBatch },
  resolvers: {
    'Query.posts': { response: () => ({ result: tree }) },
    'Post.related': { kind: 'UNIT', dataSource: 'related', code: 'batch', maxBatchSize },
    'Post.other': { kind: 'UNIT', dataSource: 'related', code: 'batch', maxBatchSize },
  },
});
const posts = (...ids: readonly number[]) => ids.map((id) => ({ id: String(id) }));

describe('what siblings ask by BatchInvoke', () => {
  it('is sent together, in their order', async () => {
    const { source, batches } = batching();
    await ask(related(source, 3, posts(1, 2, 3, 4, 5)), '{ posts { related } }');
    expect(batches).toEqual([
      ['related of 1', 'related of 2', 'related of 3'],
      ['related of 4', 'related of 5'],
    ]);
  });

  it('is sent with that of siblings of other parents, and apart from other levels and fields', async () => {
    const { source, batches } = batching();
    const tree = [
      { id: '1', posts: posts(3, 4) },
      { id: '2', posts: posts(5) },
    ];
    await ask(related(source, 10, tree), '{ posts { related other posts { related } } }');
    expect(batches).toEqual([
      ['related of 1', 'related of 2'],
      ['other of 1', 'other of 2'],
      ['related of 3', 'related of 4', 'related of 5'],
    ]);
  });

  it('by one field under two names is sent together', async () => {
    const { source, batches } = batching();
    const query = '{ posts { one: related two: related } }';
    expect(await ask(related(source, 10, posts(1, 2)), query)).toEqual({
      data: {
        posts: [
          { one: 'related of 1', two: 'related of 1' },
          { one: 'related of 2', two: 'related of 2' },
        ],
      },
    });
    expect(batches).toEqual([['related of 1', 'related of 1', 'related of 2', 'related of 2']]);
  });

  it('is sent once the last sibling’s earlier steps are done, and without those that ended by an error', async () => {
    const { source, batches } = batching();
    const slow: DataSource = {
      invoke: async (id) => {
        for (let turns = Number(id); turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve));
        return { result: id };
      },
    };
    const failed = { message: 'No', errorType: null, data: null, errorInfo: null };
    const first = {
      request: ({ source: parent }: ResolverContext) => ({ result: (parent as { id: string }).id }),
      response: ({ result }: ResolverContext) => (result === '2' ? { error: failed } : { result }),
    };
    const api: FakeApi = {
      schema: 'type Query { posts: [Post] } type Post { id: ID related: String }',
      resolvers: {
        'Query.posts': { response: () => ({ result: posts(3, 2, 1) }) },
        'Post.related': { kind: 'PIPELINE', functions: ['slow', 'batch'], code: 'frame' },
      },
      dataSources: { slow, related: source },
      code: { slow: first, batch: toBatch, frame: {} },
      functions: { slow: { dataSource: 'slow', code: 'slow' }, batch: { dataSource: 'related', code: 'batch' } },
    };
    const { data } = await ask(api, '{ posts { related } }');
    expect(data).toEqual({ posts: [{ related: 'related of 3' }, { related: null }, { related: 'related of 1' }] });
    expect(batches).toEqual([['related of 3', 'related of 1']]);
  });

  it('in a pipeline of which some skip a step waits for nobody who is past it', async () => {
    const { source, batches } = batching();
    const skipping = {
      request: (ctx: ResolverContext) =>
        (ctx.source as { id: string }).id === '2'
          ? { result: 'skipped', earlyReturn: { skipTo: 'NEXT' as const } }
          : toBatch.request(ctx),
    };
    const api: FakeApi = {
      schema: 'type Query { posts: [Post] } type Post { id: ID related: String }',
      resolvers: {
        'Query.posts': { response: () => ({ result: posts(1, 2, 3) }) },
        'Post.related': { kind: 'PIPELINE', functions: ['skipping', 'batch'], code: 'frame' },
      },
      dataSources: { related: source },
      code: { skipping, batch: toBatch, frame: {} },
      functions: {
        skipping: { dataSource: 'related', code: 'skipping' },
        batch: { dataSource: 'related', code: 'batch' },
      },
    };
    await ask(api, '{ posts { related } }');
    expect(batches).toEqual([
      ['related of 1', 'related of 3'],
      ['related of 1', 'related of 2', 'related of 3'],
    ]);
  });

  it('by one function twice in a pipeline is sent apart', async () => {
    const { source, batches } = batching();
    const api: FakeApi = {
      schema: 'type Query { posts: [Post] } type Post { id: ID related: String }',
      resolvers: {
        'Query.posts': { response: () => ({ result: posts(1, 2) }) },
        'Post.related': { kind: 'PIPELINE', functions: ['batch', 'batch'], code: 'frame' },
      },
      dataSources: { related: source },
      code: { batch: toBatch, frame: {} },
      functions: { batch: { dataSource: 'related', code: 'batch' } },
    };
    await ask(api, '{ posts { related } }');
    expect(batches).toEqual([
      ['related of 1', 'related of 2'],
      ['related of 1', 'related of 2'],
    ]);
  });

  it('of two requests is never sent together', async () => {
    const { source, batches } = batching();
    const api = related(source, 10, posts(1));
    await Promise.all([ask(api, '{ posts { related } }'), ask(api, '{ posts { related } }')]);
    expect(batches).toEqual([['related of 1'], ['related of 1']]);
  });

  it('rejects for all where the data source breaks', async () => {
    const broken: DataSource = {
      invoke: (_request, invocation) =>
        invocation?.siblings.gather('any', 1, () => Promise.reject(new Error('secret'))) ??
        Promise.resolve({ result: null }),
    };
    const { errors } = await ask(related(broken, 10, posts(1, 2)), '{ posts { related } }');
    expect(errors?.map(({ message }) => message)).toEqual(['Internal failure', 'Internal failure']);
  });
});

interface Shape {
  posts: Shape[];
}

interface Tree {
  id: string;
  posts: Tree[];
}

describe('whatever the lists and the size', () => {
  /** Posts that have others below them, to this depth. */
  const shapes = (depth: number): fc.Arbitrary<Shape> =>
    fc.record({ posts: depth === 0 ? fc.constant([]) : fc.array(shapes(depth - 1), { maxLength: 5 }) });
  const numbered = (shape: Shape): Tree => {
    let last = 0;
    const number = (each: Shape): Tree => ({ id: String(++last), posts: each.posts.map(number) });
    return number(shape);
  };
  const expected = ({ id, posts: below }: Tree, depth: number): object => ({
    related: `answer to related of ${id}`,
    ...(depth > 0 && { posts: below.map((post) => expected(post, depth - 1)) }),
  });
  const countDown = ({ posts: below }: Tree, depth: number): number =>
    1 + (depth > 0 ? below.reduce((sum, post) => sum + countDown(post, depth - 1), 0) : 0);

  it('each parent gets its own answer, each payload is sent once, and no batch is too large', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(shapes(3), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 0, max: 7 }),
        fc.integer({ min: 0, max: 3 }),
        async (roots, size, depth) => {
          const { posts: tree } = numbered({ posts: roots });
          const { source, batches } = batching((payload) => `answer to ${String(payload)}`);
          const query = Array.from({ length: depth }).reduce<string>(
            (below) => `related posts { ${below} }`,
            'related',
          );
          const { data, errors } = await ask(related(source, size, tree), `{ posts { ${query} } }`);
          expect(errors).toBeUndefined();
          expect(data).toEqual({ posts: tree.map((post) => expected(post, depth)) });
          const sent = batches.flat();
          expect(new Set(sent).size).toBe(sent.length);
          expect(sent).toHaveLength(tree.reduce((sum, post) => sum + countDown(post, depth), 0));
          expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThanOrEqual(size === 0 ? 5 : size);
        },
      ),
      { numRuns: 150 },
    );
  });
});
