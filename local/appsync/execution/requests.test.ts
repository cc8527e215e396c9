import { describe, expect, it } from 'vitest';
import { ask } from '../testing/ask.ts';
import type { FakeApi } from '../testing/api.ts';

const api: FakeApi = {
  schema: `
    enum Role { ADMIN VIEWER }
    input Filter { name: String! time: AWSDateTime inner: Inner }
    input Inner { id: ID! }
    type Query { device(id: ID!, first: Int): Device find(filter: Filter, role: Role, ids: [ID!], day: AWSDate): Device }
    type Device { id: ID name: String child: Device }
  `,
  resolvers: {
    'Query.find': { response: (ctx) => ({ result: { name: JSON.stringify(ctx.arguments) } }) },
    'Query.device': { response: () => ({ result: { id: 'd1', child: { id: 'd2', child: { id: 'd3' } } } }) },
    'Device.name': { response: () => ({ result: 'name' }) },
  },
};
const at = (line: number, column: number, message: string) => ({
  data: null,
  errors: [{ path: null, locations: [{ line, column, sourceName: null }], message }],
});

describe('operations', () => {
  const two = 'query A { device(id: "1") { id } } query B { device(id: "2") { id } }';
  const unlocated = (message: string) => ({ data: null, errors: [{ path: null, locations: null, message }] });

  it('are chosen by name', async () => {
    expect(await ask(api, two, { operationName: 'B' })).toEqual({ data: { device: { id: 'd1' } } });
    expect(await ask(api, two)).toEqual(
      unlocated('Must provide operation name if query contains multiple operations.'),
    );
    expect(await ask(api, two, { operationName: 'C' })).toEqual(unlocated("Unknown operation named 'C'."));
  });
});

describe('limits', () => {
  const limited = (path: (string | number)[], column: number, errorType: string, message: string) => ({
    path,
    data: null,
    errorType,
    errorInfo: null,
    locations: [{ line: 1, column, sourceName: null }],
    message,
  });

  it('of depth null what lies deeper', async () => {
    expect(await ask(api, '{ device(id: "1") { id child { id } } }', { limits: { queryDepthLimit: 2 } })).toEqual({
      data: { device: { id: 'd1', child: { id: null } } },
      errors: [
        limited(['device', 'child', 'id'], 32, 'QueryDepthLimitReached', 'Query depth limit of 2 has been reached.'),
      ],
    });
  });

  it('of resolvers run no more than they say', async () => {
    expect(
      await ask(api, '{ device(id: "1") { name child { name } } }', { limits: { resolverCountLimit: 2 } }),
    ).toEqual({
      data: { device: { name: 'name', child: { name: null } } },
      errors: [
        limited(
          ['device', 'child', 'name'],
          34,
          'ResolverExecutionLimitReached',
          'Resolver invocation limit of 2 has been reached.',
        ),
      ],
    });
  });

  it('of introspection hide the schema, and only that', async () => {
    const limits = { introspection: 'DISABLED' } as const;
    expect(await ask(api, '{ __schema { types { name } } }', { limits })).toEqual(
      at(
        1,
        14,
        "Validation error of type FieldUndefined: Field 'types' in type '__Schema' is undefined @ '__schema/types'",
      ),
    );
    expect(await ask(api, '{ __typename }', { limits })).toEqual({ data: { __typename: 'Query' } });
    expect(await ask(api, '{ __schema { queryType { name } } }')).toEqual({
      data: { __schema: { queryType: { name: 'Query' } } },
    });
  });
});

describe('a definition', () => {
  it('may have resolvers on fields and types that are gone', async () => {
    const gone = { 'Query.thing': {}, 'Thing.device': {} };
    expect(await ask({ ...api, resolvers: { ...gone, 'Query.device': {} } }, '{ __typename }')).toEqual({
      data: { __typename: 'Query' },
    });
  });

  it.each<[string, FakeApi, string]>([
    [
      'an unknown function',
      { ...api, resolvers: { 'Query.device': { kind: 'PIPELINE', functions: ['f'], code: '' } } },
      'f, which does not exist',
    ],
    [
      'an unknown data source',
      { ...api, resolvers: { 'Query.device': { kind: 'UNIT', dataSource: 'd', code: '' } } },
      'd, which does not exist',
    ],
    [
      'a subscription to no mutation',
      { schema: 'type Query { a: Int } type Subscription { b: Int @aws_subscribe(mutations: ["c"]) }' },
      'which is no mutation',
    ],
  ])('is refused with %s', async (_, refused, message) => {
    await expect(ask(refused, '{ a }')).rejects.toThrow(message);
  });
});
