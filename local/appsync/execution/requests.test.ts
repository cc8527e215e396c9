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

describe('a query that is not valid', () => {
  it.each<[query: string, column: number, message: string]>([
    ['{ thing }', 3, "FieldUndefined: Field 'thing' in type 'Query' is undefined @ 'thing'"],
    [
      '{ device(id: "1") { thing } }',
      21,
      "FieldUndefined: Field 'thing' in type 'Device' is undefined @ 'device/thing'",
    ],
    ['{ device { id } }', 3, "MissingFieldArgument: Missing field argument id @ 'device'"],
    ['{ device(id: "1", last: 2) { id } }', 19, "UnknownArgument: Unknown field argument last @ 'device'"],
    [
      '{ device(id: "1") }',
      3,
      "SubSelectionRequired: Sub selection required for type Device of field device @ 'device'",
    ],
    [
      '{ device(id: "1") { id { x } } }',
      24,
      "SubSelectionNotAllowed: Sub selection not allowed on leaf type ID of field id @ 'device/id'",
    ],
    [
      '{ device(id: "1", first: "2") { id } }',
      26,
      "WrongType: argument 'first' with value 'StringValue{value='2'}' is not a valid 'Int' @ 'device'",
    ],
    [
      '{ device(id: "1", first: 2147483648) { id } }',
      26,
      "WrongType: argument 'first' with value 'IntValue{value=2147483648}' is not a valid 'Int' @ 'device'",
    ],
    [
      '{ find(role: BOSS) { id } }',
      14,
      "WrongType: argument 'role' with value 'EnumValue{name='BOSS'}' is not a valid 'Role' @ 'find'",
    ],
    [
      '{ find(day: "today") { id } }',
      13,
      "WrongType: argument 'day' with value 'StringValue{value='today'}' is not a valid 'AWSDate' @ 'find'",
    ],
    [
      '{ find(filter: {}) { id } }',
      16,
      "WrongType: argument 'filter' with value 'ObjectValue{objectFields=[]}' is missing required fields '[name]' @ 'find'",
    ],
    ['query ($id: Thing) { device(id: "1") { id } }', 13, 'UnknownType: Unknown type Thing'],
    ['query ($id: ID) { device(id: "1") { id } }', 8, 'UnusedVariable: Unused variable id'],
    ['{ device(id: $id) { id } }', 14, "UndefinedVariable: Undefined variable id @ 'device'"],
  ])('%s', async (query, column, message) => {
    const { errors } = await ask(api, query);
    expect(errors?.[0]).toMatchObject(at(1, column, `Validation error of type ${message}`).errors[0] ?? {});
  });

  it('is answered whole', async () => {
    expect(await ask(api, '{ thing }')).toEqual(
      at(1, 3, "Validation error of type FieldUndefined: Field 'thing' in type 'Query' is undefined @ 'thing'"),
    );
  });
});

describe('variables', () => {
  const query =
    'query ($f: Filter, $r: Role, $i: [ID!], $d: AWSDate) { find(filter: $f, role: $r, ids: $i, day: $d) { name } }';

  it('reach the resolver as they are: defaults filled in, nulls kept, nothing else added', async () => {
    let seen: unknown;
    const schema = 'input F { a: Int b: Int = 2 c: AWSDateTime } type Query { find(f: F, g: Int, h: Int = 1): Int }';
    const watched: FakeApi = {
      schema,
      resolvers: { 'Query.find': { request: ({ arguments: args }) => ((seen = args), {}) } },
    };
    const f = { a: null, c: '2026-03-29T01:59:59.999999999Z' };
    await ask(watched, 'query ($f: F, $g: Int) { find(f: $f, g: $g) }', { variables: { f } });
    expect(seen).toEqual({ f: { a: null, b: 2, c: f.c }, h: 1 });
  });

  it.each<[variables: object, column: number, message: string]>([
    [
      { d: '2019-12-24T04:15:57.798Z' },
      41,
      "Variable 'd' has an invalid value. Unable to parse `2019-12-24T04:15:57.798Z` as a valid date.",
    ],
    [{ f: {} }, 8, "Variable 'name' has coerced Null value for NonNull type 'String!'"],
    [{ f: { name: null } }, 8, "Variable 'name' has coerced Null value for NonNull type 'String!'"],
    [{ f: { name: 'a', inner: {} } }, 8, "Variable 'id' has coerced Null value for NonNull type 'ID!'"],
    [
      { f: { name: 'a', other: 1 } },
      8,
      "The variables input contains a field name 'other' that is not defined for input object type 'Filter' ",
    ],
    [
      { f: 'a' },
      8,
      "Variable 'f' has an invalid value. Expected type 'Map' but was 'String'. Variables for input objects must be an instance of type 'Map'.",
    ],
    [{ f: { name: 1 } }, 8, "Variable 'f' has an invalid value. Expected type 'String' but was 'Integer'."],
    [
      { r: 'BOSS' },
      20,
      "Variable 'r' has an invalid value. Invalid input for Enum 'Role'. No value found for name 'BOSS'",
    ],
    [{ i: [null] }, 30, "Variable 'i' has coerced Null value for NonNull type 'ID!'"],
  ])('%j', async (variables, column, message) => {
    expect(await ask(api, query, { variables: variables as Record<string, unknown> })).toEqual(at(1, column, message));
  });

  it('that are missing and may not be are named', async () => {
    expect(await ask(api, 'query ($id: ID!) { device(id: $id) { id } }')).toEqual(
      at(1, 8, "Variable 'id' has coerced Null value for NonNull type 'ID!'"),
    );
  });
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
