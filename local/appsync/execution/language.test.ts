import { getIntrospectionQuery } from 'graphql';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FakeApi } from '../testing/api.ts';
import { ask } from '../testing/ask.ts';

const schema = `
  enum Status { ON OFF }
  interface Named { name: String }
  union Any = Device | Person
  type Device implements Named { name: String serial: Int! status: Status statuses: [Status!] }
  type Person implements Named { name: String age: Int }
  type Query { named: Named any: [Any] must: Device! grid: [[Int!]] text(t: String): String device: Device devices: [Device]! }
  type Mutation { one: Device two: Device }
`;

/** Answers each root field with the value of its name. */
const giving = (values: Record<string, unknown>): FakeApi => ({
  schema,
  resolvers: Object.fromEntries(
    Object.entries(values).map(([field, result]) => [
      field.includes('.') ? field : `Query.${field}`,
      { response: () => ({ result }) },
    ]),
  ),
});
const error = (path: (string | number)[], message: string) => ({ path, locations: null, message });

describe('types of which there are several', () => {
  it('are told apart by __typename, in fragments of either form', async () => {
    const api = giving({
      any: [{ __typename: 'Person', name: 'Ada', age: 3 }, { __typename: 'Device', serial: 7 }, null],
    });
    const query =
      '{ any { __typename ... on Named { name } ...P ... on Device { n: serial } } } fragment P on Person { age }';
    expect(await ask(api, query)).toEqual({
      data: {
        any: [{ __typename: 'Person', name: 'Ada', age: 3 }, { __typename: 'Device', name: null, n: 7 }, null],
      },
    });
  });
});

describe('@skip and @include', () => {
  it.each<[query: string, variables: Record<string, unknown>, data: unknown]>([
    ['{ a: text(t: "a") @skip(if: true) b: text(t: "b") @skip(if: false) }', {}, { b: 'b' }],
    [
      'query ($y: Boolean!) { a: text(t: "a") @include(if: $y) b: text(t: "b") @skip(if: $y) }',
      { y: true },
      { a: 'a' },
    ],
    ['query ($y: Boolean = false) { ...F @include(if: $y) b: text } fragment F on Query { a: text }', {}, { b: null }],
    ['{ ... on Query @include(if: true) @skip(if: true) { a: text } }', {}, {}],
  ])('%s', async (query, variables, data) => {
    const api: FakeApi = {
      schema,
      resolvers: { 'Query.text': { response: (ctx) => ({ result: ctx.arguments.t ?? null }) } },
    };
    expect(await ask(api, query, { variables })).toEqual({ data });
  });
});

describe('null where there must be a value', () => {
  it.each<[query: string, values: Record<string, unknown>, data: unknown, errors: unknown[]]>([
    [
      '{ d: device { s: serial } }',
      { device: {} },
      { d: null },
      [error(['d', 's'], "Cannot return null for non-nullable type: 'Int' within parent 'Device' (/d/s)")],
    ],
    [
      '{ must { name } text }',
      {},
      null,
      [error(['must'], "Cannot return null for non-nullable type: 'Device' within parent 'Query' (/must)")],
    ],
    [
      '{ grid }',
      { grid: [[1], [2, null], null] },
      { grid: [[1], null, null] },
      [error(['grid', 1, 1], "Cannot return null for non-nullable type: 'Int' within parent 'Query' (/grid[1][1])")],
    ],
    [
      '{ devices { serial } }',
      { devices: [{ serial: 1 }, {}, { serial: 'x' }] },
      { devices: [{ serial: 1 }, null, null] },
      [
        error(
          ['devices', 1, 'serial'],
          "Cannot return null for non-nullable type: 'Int' within parent 'Device' (/devices[1]/serial)",
        ),
        error(
          ['devices', 2, 'serial'],
          "Can't serialize value (/devices[2]/serial) : Expected type 'Int' but was 'String'.",
        ),
      ],
    ],
    [
      '{ device { status statuses } }',
      { device: { status: 'BOSS', statuses: ['ON', 'BOSS'] } },
      { device: { status: null, statuses: null } },
      [
        error(['device', 'status'], "Can't serialize value (/device/status) : Invalid input for Enum 'Status'."),
        error(
          ['device', 'statuses', 1],
          "Can't serialize value (/device/statuses[1]) : Invalid input for Enum 'Status'.",
        ),
      ],
    ],
  ])('%s', async (query, values, data, errors) => {
    expect(await ask(giving(values), query)).toEqual({ data, errors });
  });
});

describe('an error', () => {
  it("names a field by its alias, in the order of the answer's fields, beside what went well", async () => {
    const fails = { response: () => ({ error: { message: 'No', errorType: 'X', data: 'all', errorInfo: null } }) };
    const api: FakeApi = {
      schema,
      resolvers: { 'Query.text': fails, 'Query.device': { response: () => ({ result: { name: 'a' } }) } },
    };
    const entry = (alias: string, line: number, column: number) => ({
      path: [alias],
      data: 'all',
      errorType: 'X',
      errorInfo: null,
      locations: [{ line, column, sourceName: null }],
      message: 'No',
    });
    const answer = await ask(api, '{\n  one: text\n  device { name }\n  two: text\n}');
    expect(answer).toEqual({
      data: { one: null, device: { name: 'a' }, two: null },
      errors: [entry('one', 2, 3), entry('two', 4, 3)],
    });
    expect(Object.keys(answer.errors?.[0] ?? {})).toEqual([
      'path',
      'data',
      'errorType',
      'errorInfo',
      'locations',
      'message',
    ]);
    expect(Object.keys((await ask(api, '{ x }')).errors?.[0] ?? {})).toEqual(['path', 'locations', 'message']);
  });
});

describe('an operation of a kind that the schema lacks', () => {
  it.each([
    ['mutation { a }', 'mutations'],
    ['subscription { a }', 'subscriptions'],
  ])('%s', async (query, kind) => {
    expect(await ask({ schema: 'type Query { a: Int }' }, query)).toEqual({
      data: null,
      errors: [
        {
          path: null,
          locations: [{ line: 1, column: 1, sourceName: null }],
          message: `Schema is not configured for ${kind}.`,
        },
      ],
    });
  });
});

describe('introspection', () => {
  it('describes the schema, with what AppSync adds to it', async () => {
    const { data } = await ask({ schema }, getIntrospectionQuery());
    expect(JSON.stringify(data)).toContain('"Named"');
  });

  it.each([
    '{ __schema { types { name } } }',
    '{ __type(name: "Device") { name } }',
    '{ ...F } fragment F on Query { s: __schema { queryType { name } } }',
  ])('is refused as a field that is not there where it is disabled: %s', async (query) => {
    const { data, errors } = await ask({ schema }, query, { limits: { introspection: 'DISABLED' } });
    expect(data).toBeNull();
    expect(errors?.[0]?.message).toMatch(
      /^Validation error of type FieldUndefined: Field '\w+' in type '__(Schema|Type)' is undefined/,
    );
  });
});

describe('a request that takes 30 seconds', () => {
  afterEach(() => vi.useRealTimers());
  const field = (name: string, column: number) => ({
    path: [name],
    data: null,
    errorType: 'ExecutionTimeout',
    errorInfo: null,
    locations: [{ line: 1, column, sourceName: null }],
    message: 'Execution timed out.',
  });

  it('is answered with what it has by then, and begins nothing more', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const invoke = vi.fn(() => new Promise<never>(() => undefined));
    const slow = { kind: 'UNIT', dataSource: 'slow', code: '' } as const;
    const resolvers = { 'Mutation.one': slow, 'Mutation.two': slow };
    const answer = ask(
      { schema, dataSources: { slow: { invoke } }, resolvers },
      'mutation { one { name } two { name } }',
    );
    await vi.advanceTimersByTimeAsync(29_999);
    expect(await Promise.race([answer, Promise.resolve('waiting')])).toBe('waiting');
    await vi.advanceTimersByTimeAsync(1);
    expect(await answer).toEqual({ data: { one: null, two: null }, errors: [field('one', 12), field('two', 25)] });
    expect(invoke).toHaveBeenCalledTimes(1);
  });
});
