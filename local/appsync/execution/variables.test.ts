import { describe, expect, it } from 'vitest';
import type { FakeApi } from '../testing/api.ts';
import { ask } from '../testing/ask.ts';

const schema = `
  enum Role { ADMIN VIEWER }
  input Filter { name: String! time: AWSDateTime inner: Inner phone: AWSPhone json: AWSJSON }
  input Inner { id: ID! more: [Inner!] }
  type Query {
    find(filter: Filter, role: Role, ids: [ID!], day: AWSDate, first: Int, size: Float, on: Boolean): Int
    defaults(a: Int = 1, b: [Int] = [1], filter: Filter): Int
    must(id: ID!): Int
  }
`;

/** Asks, and keeps the arguments that the resolver got. */
async function asked(query: string, variables: unknown): Promise<{ seen: unknown; errors: unknown }> {
  let seen: unknown;
  const watch = { request: ({ arguments: args }: { arguments: unknown }) => ((seen = args), {}) };
  const api: FakeApi = { schema, resolvers: { 'Query.find': watch, 'Query.defaults': watch, 'Query.must': watch } };
  const { errors } = await ask(api, query, { variables: variables as Record<string, unknown> });
  return { seen, errors };
}

/** The arguments of `find`, each by a variable. */
const given: Readonly<Record<string, [type: string, argument: string]>> = {
  f: ['Filter', 'filter'],
  r: ['Role', 'role'],
  i: ['[ID!]', 'ids'],
  s: ['Float', 'size'],
};
const finding = (variables: object): string => {
  const used = Object.keys(variables).map((name) => [name, ...(given[name] ?? ['', ''])] as const);
  const definitions = used.map(([name, type]) => `$${name}: ${type}`).join(' ');
  return `query (${definitions}) { find(${used.map(([name, , argument]) => `${argument}: $${name}`).join(' ')}) }`;
};

const find =
  'query ($f: Filter, $r: Role, $i: [ID!], $d: AWSDate, $n: Int, $s: Float, $b: Boolean) { find(filter: $f, role: $r, ids: $i, day: $d, first: $n, size: $s, on: $b) }';

describe('variables that a resolver gets', () => {
  it.each<[what: string, query: string | undefined, variables: object, seen: unknown]>([
    ['an integer for a Float', undefined, { s: 1 }, { size: 1 }],
    ['an integer for an ID', undefined, { i: [1, '2'] }, { ids: ['1', '2'] }],
    ['one value for a list', undefined, { i: 'a' }, { ids: ['a'] }],
    ['an enum value by its name', undefined, { r: 'ADMIN' }, { role: 'ADMIN' }],
    [
      'null as null',
      undefined,
      { r: null, f: { name: 'a', time: null } },
      { role: null, filter: { name: 'a', time: null } },
    ],
    ['nothing of what is left out', undefined, { f: { name: 'a' } }, { filter: { name: 'a' } }],
    [
      'AWSJSON as what it says',
      undefined,
      { f: { name: 'a', json: '{"a":[1,null]}' } },
      { filter: { name: 'a', json: { a: [1, null] } } },
    ],
    [
      'a time as it is, to the last digit',
      undefined,
      { f: { name: 'a', time: '2026-03-29T01:59:59.999999999Z' } },
      { filter: { name: 'a', time: '2026-03-29T01:59:59.999999999Z' } },
    ],
    [
      'emoji and other characters beyond 16 bits',
      undefined,
      { f: { name: '🌡\u0000é' } },
      { filter: { name: '🌡\u0000é' } },
    ],
    ['its own default', 'query ($a: Int = 5) { defaults(a: $a) }', {}, { a: 5, b: [1] }],
    ["the argument's default where it is left out", 'query ($a: Int) { defaults(a: $a) }', {}, { a: 1, b: [1] }],
    [
      'null, not the default, where it is null',
      'query ($a: Int = 5) { defaults(a: $a) }',
      { a: null },
      { a: null, b: [1] },
    ],
    [
      'a variable inside an object',
      'query ($n: String!, $t: AWSDateTime) { defaults(filter: { name: $n, time: $t }) }',
      { n: 'a' },
      { a: 1, b: [1], filter: { name: 'a' } },
    ],
    ['a variable inside a list', 'query ($b: Int) { defaults(b: [1, $b]) }', { b: 2 }, { a: 1, b: [1, 2] }],
    ['none that no operation defines', 'query ($a: Int) { defaults(a: $a) }', { a: 2, other: 'x' }, { a: 2, b: [1] }],
    [
      'a block string without its indentation',
      '{ defaults(filter: { name: """\n  a\n    b\n  """ }) }',
      {},
      { a: 1, b: [1], filter: { name: 'a\n  b' } },
    ],
  ])('%s', async (_what, query, variables, expected) => {
    const { seen, errors } = await asked(query ?? finding(variables), variables);
    expect(errors).toBeUndefined();
    expect(seen).toEqual(expected);
  });
});

describe('variables that do not fit', () => {
  it.each<[variables: unknown, column: number | null, message: string, source: string]>([
    [
      { d: '2019-12-24T04:15:57.798Z' },
      41,
      "Variable 'd' has an invalid value. Unable to parse `2019-12-24T04:15:57.798Z` as a valid date.",
      'amplify-swift#278',
    ],
    [
      { f: { name: 'a', phone: '1110004444' } },
      8,
      "Variable 'phone' has an invalid value. Unable to parse `1110004444` as a valid phone number.",
      'amplify-flutter#822',
    ],
    [{ f: {} }, 8, "Variable 'f' has coerced Null value for NonNull type 'String!'", 'aws-appsync-community#322'],
    [
      { f: { name: null } },
      8,
      "Variable 'f' has coerced Null value for NonNull type 'String!'",
      'aws-appsync-community#322',
    ],
    [
      { f: { name: 'a', inner: {} } },
      8,
      "Variable 'f' has coerced Null value for NonNull type 'ID!'",
      'aws-appsync-community#406',
    ],
    [{ i: [null] }, 30, "Variable 'i' has coerced Null value for NonNull type 'ID!'", 'aws-appsync-community#406'],
    [
      { f: { nam: 'a' } },
      null,
      "The variables input contains a field that is not defined for input object type 'Filter' ",
      'aws-appsync-community#273',
    ],
    [
      { f: { name: 'a', inner: { id: 1, more: [{ x: 1 }] } } },
      null,
      "The variables input contains a field that is not defined for input object type 'Inner' ",
      'aws-appsync-community#273',
    ],
    [
      { f: 'a' },
      8,
      "Variable 'f' has an invalid value. Expected type 'Map' but was 'String'. Variables for input objects must be an instance of type 'Map'.",
      'graphql-java',
    ],
    [
      { f: { name: 1 } },
      8,
      "Variable 'name' has an invalid value. Expected type 'String' but was 'Integer'.",
      'graphql-java',
    ],
    [
      { f: { name: {} } },
      8,
      "Variable 'name' has an invalid value. Expected type 'String' but was 'LinkedHashMap'.",
      'graphql-java',
    ],
    [
      { r: 'BOSS' },
      20,
      "Variable 'r' has an invalid value. Invalid input for Enum 'Role'. No value found for name 'BOSS'",
      'graphql-java',
    ],
    [{ n: 2 ** 31 }, 54, "Variable 'n' has an invalid value. Expected type 'Int' but was 'Long'.", 'graphql-java'],
    [{ n: 1.5 }, 54, "Variable 'n' has an invalid value. Expected type 'Int' but was 'Double'.", 'graphql-java'],
    [{ n: '1' }, 54, "Variable 'n' has an invalid value. Expected type 'Int' but was 'String'.", 'graphql-java'],
    [{ b: [] }, 74, "Variable 'b' has an invalid value. Expected type 'Boolean' but was 'ArrayList'.", 'graphql-java'],
    [{ s: true }, 63, "Variable 's' has an invalid value. Expected type 'Float' but was 'Boolean'.", 'graphql-java'],
  ])('%j', async (variables, column, message) => {
    const locations = column === null ? null : [{ line: 1, column, sourceName: null }];
    expect((await asked(find, variables)).errors).toEqual([{ path: null, locations, message }]);
  });

  it.each([{}, { id: null }])('%j, where one is missing that may not be', async (variables) => {
    const { seen, errors } = await asked('query ($id: ID!) { must(id: $id) }', variables);
    const message = "Variable 'id' has coerced Null value for NonNull type 'ID!'";
    expect(errors).toEqual([{ path: null, locations: [{ line: 1, column: 8, sourceName: null }], message }]);
    expect(seen).toBeUndefined();
  });
});
