import { describe, expect, it } from 'vitest';
import { ask } from '../testing/ask.ts';
import type { FakeApi } from '../testing/api.ts';

const schema = `
  type Query { device(id: ID!): Device devices: DevicePage! count: Int when: AWSDateTime }
  type Device { id: ID! name: String note(length: Int = 3): String }
  type DevicePage { items: [Device!]! }
`;
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
});

describe('a value of an interface or a union', () => {
  const abstract = (value: unknown): FakeApi => ({
    schema: `
      type Query { found: Found node: Node! nodes: [Node] }
      interface Node { id: ID }
      type Device implements Node { id: ID name: String }
      type Gateway { model: String }
      union Found = Device | Gateway
    `,
    resolvers: {
      'Query.found': { response: () => ({ result: value }) },
      'Query.node': { response: () => ({ result: value }) },
      'Query.nodes': { response: () => ({ result: [null, value] }) },
    },
  });
  const device = { __typename: 'Device', id: 'd1', name: 'Roof' };

  it('says its type by its __typename', async () => {
    const query = '{ found { ... on Device { name } __typename } node { id __typename } nodes { id } }';
    expect(await ask(abstract(device), query)).toEqual({
      data: {
        found: { name: 'Roof', __typename: 'Device' },
        node: { id: 'd1', __typename: 'Device' },
        nodes: [null, { id: 'd1' }],
      },
    });
    expect(await ask(abstract(null), '{ found { __typename } }')).toEqual({ data: { found: null } });
  });

  // "How to resolve interfaces and union types in AppSync", advancedweb.hu
  it.each([
    [
      '{ found { __typename } }',
      { id: 'd1' },
      "Could not determine the exact type of Found. Missing __typename key on value.'",
    ],
    ['{ node { id } }', { id: 'd1' }, "Could not determine the exact type of Node. Missing __typename key on value.'"],
    ['{ nodes { id } }', { id: 'd1' }, "Could not determine the exact type of Node. Missing __typename key on value.'"],
    ['{ node { id } }', { __typename: 'Gateway' }, "Runtime Object type 'Gateway' is not a possible type for 'Node'."],
    ['{ node { id } }', { __typename: 'Nothing' }, "Runtime Object type 'Nothing' is not a possible type for 'Node'."],
  ])('that does not say it fails the whole request: %s of %j', async (query, value, message) => {
    await expect(ask(abstract(value), query)).rejects.toMatchObject({
      errorType: 'BadRequestException',
      status: 400,
      message,
    });
  });
});

describe('errors of fields', () => {
  const failing = (message: string) => ({
    error: { message, errorType: 'Failed', data: null, errorInfo: null },
  });
  const api: FakeApi = {
    schema: `
      type Query { list: [Item] strict: [Item!] count: Int sum: Int }
      type Item { id: ID name: String must: String! }
    `,
    resolvers: {
      'Query.list': { response: () => ({ result: [{ id: '1' }, { id: '2' }, { id: '3' }] }) },
      'Query.strict': { response: () => ({ result: [{ id: '1' }, { id: '2' }] }) },
      'Query.count': { request: () => failing('no count') },
      'Query.sum': { request: () => failing('no sum') },
      'Item.name': {
        response: ({ source }) => {
          const { id } = source as { id: string };
          return id === '2' ? failing(`no name of ${id}`) : { result: id };
        },
      },
      'Item.must': {
        response: ({ source }) => {
          const { id } = source as { id: string };
          return id === '2' ? failing(`must have ${id}`) : { result: id };
        },
      },
    },
  };

  it('leave the others of a list what they are', async () => {
    const { data, errors } = await ask(api, '{ list { name } }');
    expect(data).toEqual({ list: [{ name: '1' }, { name: null }, { name: '3' }] });
    expect(errors).toEqual([
      expect.objectContaining({ path: ['list', 1, 'name'], errorType: 'Failed', message: 'no name of 2' }),
    ]);
  });

  it('of fields that must not be null make null what they are in, once', async () => {
    expect(await ask(api, '{ list { must } strict { must } }')).toMatchObject({
      data: { list: [{ must: '1' }, null, { must: '3' }], strict: null },
      errors: [
        { path: ['list', 1, 'must'], message: 'must have 2' },
        { path: ['strict', 1, 'must'], message: 'must have 2' },
      ],
    });
  });

  it('are all told, each with its path and place', async () => {
    const { data, errors } = await ask(api, '{ count other: count sum }');
    expect(data).toEqual({ count: null, other: null, sum: null });
    expect(errors).toEqual([
      expect.objectContaining({ path: ['count'], message: 'no count' }),
      expect.objectContaining({ path: ['other'], message: 'no count' }),
      expect.objectContaining({ path: ['sum'], message: 'no sum' }),
    ]);
  });
});

it('fields of a query are resolved side by side', async () => {
  const events: string[] = [];
  const slow = {
    invoke: async (request: unknown) => {
      events.push(`${String(request)} starts`);
      await new Promise((resolve) => setImmediate(resolve));
      events.push(`${String(request)} ends`);
      return { result: 1 };
    },
  };
  const asking = (name: string) => ({ request: () => ({ result: name }) });
  const api: FakeApi = {
    schema: 'type Query { one: Int two: Int }',
    dataSources: { echo: slow },
    resolvers: { 'Query.one': asking('one'), 'Query.two': asking('two') },
  };
  await ask(api, '{ one two }');
  expect(events).toEqual(['one starts', 'two starts', 'one ends', 'two ends']);
});
