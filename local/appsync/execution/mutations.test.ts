import { describe, expect, it, vi } from 'vitest';
import { ask } from '../testing/ask.ts';
import type { FakeApi } from '../testing/api.ts';

describe('mutations', () => {
  const api = (run: FakeApi['resolvers']): FakeApi => ({
    schema: 'type Query { a: Int } type Mutation { one: Thing two: Thing } type Thing { id: ID }',
    ...(run ? { resolvers: run } : {}),
  });

  it('run one after the other', async () => {
    const order: string[] = [];
    const slow = {
      invoke: async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        order.push('one done');
        return { result: null };
      },
    };
    await ask(
      {
        ...api({
          'Mutation.one': { kind: 'UNIT', dataSource: 'slow', code: 'none' },
          'Mutation.two': { request: () => (order.push('two starts'), { result: {} }) },
        }),
        dataSources: { slow },
      },
      'mutation { one { id } two { id } }',
    );
    expect(order).toEqual(['one done', 'two starts']);
  });

  it('are published as their selection set has them, unless null, failed or under an alias', async () => {
    const published = vi.fn();
    const thing = (result: unknown) => ({ response: () => ({ result }) });
    const resolvers = { 'Mutation.one': thing({ id: '1', secret: 'x' }), 'Mutation.two': thing(null) };
    await ask(api(resolvers), 'mutation { one { id } two { id } other: one { id } }', { listener: { published } });
    expect(published.mock.calls.map(([, event]: unknown[]) => JSON.parse(JSON.stringify(event)) as unknown)).toEqual([
      { field: 'one', value: { id: '1' } },
    ]);
  });

  it('invalidate subscriptions, at most five times', async () => {
    const invalidated = vi.fn();
    const invalidations = (count: number) => ({
      response: () => ({
        result: null,
        invalidations: Array.from({ length: count }, () => ({ subscriptionField: 'onX', payload: {} })),
      }),
    });
    await ask(api({ 'Mutation.one': invalidations(5) }), 'mutation { one { id } }', { listener: { invalidated } });
    expect(invalidated).toHaveBeenCalledTimes(5);
    const refused = await ask(api({ 'Mutation.one': invalidations(6) }), 'mutation { one { id } }', {
      listener: { invalidated },
    });
    expect(refused.errors).toHaveLength(1);
    expect(invalidated).toHaveBeenCalledTimes(5);
  });
});
