import { describe, expect, it, vi } from 'vitest';
import { ask } from '../testing/ask.ts';
import type { FakeApi } from '../testing/api.ts';
import type { ResolverContext } from '../types.ts';

const schema = `
  type Query { device(id: ID!): Device devices: DevicePage! count: Int when: AWSDateTime }
  type Device { id: ID! name: String note(length: Int = 3): String }
  type DevicePage { items: [Device!]! }
`;
const field = (path: string, column: number, rest: object) => ({
  path: [path],
  data: null,
  errorType: null,
  errorInfo: null,
  locations: [{ line: 1, column, sourceName: null }],
  ...rest,
});

describe('a unit resolver', () => {
  it('asks its data source what the request handler returned and answers what the response handler returned', async () => {
    const api: FakeApi = {
      schema,
      resolvers: {
        'Query.device': {
          request: (ctx) => ({ result: { id: ctx.arguments.id } }),
          response: (ctx) => ({ result: { ...(ctx.result as object), name: 'Roof' } }),
        },
      },
    };
    expect(await ask(api, '{ device(id: "d1") { id name } }')).toEqual({
      data: { device: { id: 'd1', name: 'Roof' } },
    });
  });

  it('gives null and the whole error where the request handler calls util.error, and asks nothing', async () => {
    const invoke = vi.fn();
    const api: FakeApi = {
      schema,
      dataSources: { echo: { invoke } },
      resolvers: {
        'Query.device': {
          request: () => ({
            error: { message: 'No', errorType: 'ConflictError', data: { id: 'd1' }, errorInfo: { a: 1 } },
          }),
        },
      },
    };
    expect(await ask(api, '{ device(id: "d1") { id } }')).toEqual({
      data: { device: null },
      errors: [
        field('device', 3, { data: { id: 'd1' }, errorType: 'ConflictError', errorInfo: { a: 1 }, message: 'No' }),
      ],
    });
    expect(invoke).not.toHaveBeenCalled();
  });

  it('shows an error of the data source to the response handler, and none to the client where that ignores it', async () => {
    const seen: unknown[] = [];
    const api: FakeApi = {
      schema,
      dataSources: {
        echo: { invoke: () => Promise.resolve({ result: { id: 'now' }, error: { message: 'Bad', type: 'X' } }) },
      },
      resolvers: {
        'Query.device': {
          response: (ctx) => {
            seen.push(ctx.error, ctx.result);
            return { result: null };
          },
        },
      },
    };
    expect(await ask(api, '{ device(id: "d1") { id } }')).toEqual({ data: { device: null } });
    expect(seen).toEqual([{ message: 'Bad', type: 'X' }, { id: 'now' }]);
  });

  it('gives the value and the error of util.appendError', async () => {
    const appended = { message: 'Partly', errorType: 'Note', data: null, errorInfo: null };
    const api: FakeApi = {
      schema,
      resolvers: { 'Query.count': { response: () => ({ result: 7, appendedErrors: [appended] }) } },
    };
    expect(await ask(api, '{ count }')).toEqual({
      data: { count: 7 },
      errors: [field('count', 3, { errorType: 'Note', message: 'Partly' })],
    });
  });

  it('skips the data source and the response handler on an early return', async () => {
    const response = vi.fn();
    const api: FakeApi = {
      schema,
      resolvers: { 'Query.count': { request: () => ({ result: 5, earlyReturn: { skipTo: 'NEXT' } }), response } },
    };
    expect(await ask(api, '{ count }')).toEqual({ data: { count: 5 } });
    expect(response).not.toHaveBeenCalled();
  });

  it('hides what went wrong where a data source breaks', async () => {
    const api: FakeApi = {
      schema,
      dataSources: { echo: { invoke: () => Promise.reject(new Error('secret')) } },
      resolvers: { 'Query.count': {} },
    };
    expect(await ask(api, '{ count }')).toEqual({
      data: { count: null },
      errors: [field('count', 3, { errorType: 'InternalFailure', message: 'Internal failure' })],
    });
  });
});

describe('a pipeline', () => {
  const append = (name: string) => ({
    request: (ctx: ResolverContext) => ({
      result: `${String(ctx.prev?.result)} ${name}`,
      stash: { ...ctx.stash, [name]: true },
    }),
  });
  const pipeline = { kind: 'PIPELINE' as const, functions: ['first', 'second', 'third'], code: 'main' };
  const base = (overrides: Partial<FakeApi>): FakeApi => ({
    schema: 'type Query { text: String }',
    resolvers: { 'Query.text': pipeline },
    functions: { first: append('first'), second: append('second'), third: append('third') },
    code: {
      main: {
        request: () => ({ result: 'start' }),
        response: (ctx) => ({ result: `${String(ctx.prev?.result)} | ${Object.keys(ctx.stash).join()}` }),
      },
    },
    ...overrides,
  });

  it('hands each result on and shares one stash', async () => {
    expect(await ask(base({}), '{ text }')).toEqual({
      data: { text: 'start first second third | first,second,third' },
    });
  });

  it('skips one function on NEXT, and all that follow on END', async () => {
    const early = (skipTo: 'NEXT' | 'END') => ({ request: () => ({ result: 'early', earlyReturn: { skipTo } }) });
    const functions = { first: append('first'), third: append('third') };
    expect(await ask(base({ functions: { ...functions, second: early('NEXT') } }), '{ text }')).toEqual({
      data: { text: 'early third | first,third' },
    });
    expect(await ask(base({ functions: { ...functions, second: early('END') } }), '{ text }')).toEqual({
      data: { text: 'early | first' },
    });
  });

  it("runs no function where the resolver's own request handler returns early", async () => {
    const code = {
      main: {
        request: () => ({ result: 'early', earlyReturn: { skipTo: 'NEXT' as const } }),
        response: (ctx: ResolverContext) => ({ result: ctx.prev?.result }),
      },
    };
    expect(await ask(base({ code }), '{ text }')).toEqual({ data: { text: 'early' } });
  });

  it('ends at the first error, and keeps what was appended before', async () => {
    const functions = {
      first: {
        response: () => ({ appendedErrors: [{ message: 'Note', errorType: null, data: null, errorInfo: null }] }),
      },
      second: {
        response: () => ({ error: { message: 'Stop', errorType: 'NotFoundError', data: null, errorInfo: null } }),
      },
      third: append('third'),
    };
    const third = vi.spyOn(functions.third, 'request');
    expect(await ask(base({ functions }), '{ text }')).toEqual({
      data: { text: null },
      errors: [
        field('text', 3, { message: 'Note' }),
        field('text', 3, { message: 'Stop', errorType: 'NotFoundError' }),
      ],
    });
    expect(third).not.toHaveBeenCalled();
  });

  it('goes on after an error of a data source that a response handler ignores', async () => {
    const dataSources = {
      echo: { invoke: () => Promise.resolve({ result: null, error: { message: 'Bad', type: 'X' } }) },
    };
    const result = await ask(base({ dataSources }), '{ text }');
    expect(result).toEqual({ data: { text: 'null | first,second,third' } });
  });
});

describe('fields', () => {
  const device = (value: unknown): FakeApi => ({
    schema,
    resolvers: { 'Query.device': { response: () => ({ result: value }) } },
  });

  it('take the own members of the value of their parent', async () => {
    expect(await ask(device({ id: 'd1' }), '{ device(id: "d1") { id name } }')).toEqual({
      data: { device: { id: 'd1', name: null } },
    });
    expect(
      await ask(
        {
          schema: 'type Query { thing: Thing } type Thing { constructor: String }',
          resolvers: { 'Query.thing': { response: () => ({ result: {} }) } },
        },
        '{ thing { constructor } }',
      ),
    ).toEqual({
      data: { thing: { constructor: null } },
    });
  });

  it("say in AppSync's words that a non-null one is null", async () => {
    expect(await ask(device({ name: 'Roof' }), '{ device(id: "d1") { id } }')).toEqual({
      data: { device: null },
      errors: [
        {
          path: ['device', 'id'],
          locations: null,
          message: "Cannot return null for non-nullable type: 'ID' within parent 'Device' (/device/id)",
        },
      ],
    });
    const page: FakeApi = {
      schema,
      resolvers: { 'Query.devices': { response: () => ({ result: { items: [{ id: 'd1' }, null] } }) } },
    };
    expect(await ask(page, '{ devices { items { id } } }')).toEqual({
      data: null,
      errors: [
        {
          path: ['devices', 'items', 1],
          locations: null,
          message: "Cannot return null for non-nullable type: 'Device' within parent 'DevicePage' (/devices/items[1])",
        },
      ],
    });
  });

  it("say in AppSync's words that a value does not fit", async () => {
    const when: FakeApi = { schema, resolvers: { 'Query.when': { response: () => ({ result: 'yesterday' }) } } };
    expect(await ask(when, '{ when }')).toEqual({
      data: { when: null },
      errors: [
        {
          path: ['when'],
          locations: null,
          message: "Can't serialize value (/when) : Unable to serialize `yesterday` as a valid DateTime Object.",
        },
      ],
    });
    expect((await ask(device('text'), '{ device(id: "d1") { id } }')).errors).toEqual([
      {
        path: ['device'],
        locations: null,
        message: "Can't resolve value (/device) : type mismatch error, expected type OBJECT",
      },
    ]);
    const page: FakeApi = { schema, resolvers: { 'Query.devices': { response: () => ({ result: { items: {} } }) } } };
    expect((await ask(page, '{ devices { items { id } } }')).errors).toEqual([
      {
        path: ['devices', 'items'],
        locations: null,
        message: "Can't resolve value (/devices/items) : type mismatch error, expected type LIST",
      },
    ]);
    const count: FakeApi = { schema, resolvers: { 'Query.count': { response: () => ({ result: 2 ** 31 }) } } };
    expect((await ask(count, '{ count }')).errors).toHaveLength(1);
  });

  it('get the whole context', async () => {
    let context: ResolverContext | undefined;
    const api: FakeApi = {
      schema,
      resolvers: {
        'Query.device': { response: () => ({ result: { id: 'd1' } }) },
        'Device.note': {
          request: (ctx) => {
            context = ctx;
            return { result: 'note' };
          },
        },
        'Query.devices': {
          request: (ctx) => {
            context = ctx;
            return { result: { items: [] } };
          },
        },
      },
    };
    await ask(api, 'query Q($id: ID!) { device(id: $id) { note } }', {
      variables: { id: 'd1' },
      headers: { 'x-a': '1' },
    });
    expect(context).toMatchObject({
      arguments: { length: 3 },
      source: { id: 'd1' },
      identity: { username: 'ada' },
      request: { headers: { 'x-a': '1' }, domainName: null },
      info: {
        fieldName: 'note',
        parentTypeName: 'Device',
        variables: { id: 'd1' },
        selectionSetList: [],
        selectionSetGraphQL: '',
      },
      stash: {},
      prev: null,
    });
    await ask(
      api,
      'fragment F on Device { id other: name } query Q($no: Boolean = false) { devices { items { ...F note @include(if: $no) } } }',
      {
        variables: { no: false },
      },
    );
    expect(context?.info.selectionSetList).toEqual(['items', 'items/id', 'items/other']);
    expect(context?.info.selectionSetGraphQL).toBe('{\n  items {\n    ...F\n    note @include(if: $no)\n  }\n}');
  });
});

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
