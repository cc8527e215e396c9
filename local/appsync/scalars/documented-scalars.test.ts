import { describe, expect, it } from 'vitest';
import type { FakeApi, FakeHandlers } from '../testing/api.ts';
import { ask } from '../testing/ask.ts';

const NAMES = [
  ...['ID', 'String', 'Int', 'Float', 'Boolean', 'AWSDate', 'AWSTime', 'AWSDateTime', 'AWSTimestamp', 'AWSEmail'],
  ...['AWSJSON', 'AWSPhone', 'AWSURL', 'AWSIPAddress'],
];

/** Takes a value of each scalar as an argument, and gives one. */
const api = (seen: (value: unknown) => void, result?: unknown): FakeApi => ({
  schema: `type Query { ${NAMES.map((name) => `take${name}(v: ${name}): Int give${name}: ${name}`).join(' ')} }`,
  resolvers: Object.fromEntries<FakeHandlers>(
    NAMES.flatMap((name): [string, FakeHandlers][] => [
      [`Query.take${name}`, { request: (ctx) => (seen(ctx.arguments.v), {}) }],
      [`Query.give${name}`, { response: () => ({ result }) }],
    ]),
  ),
});

const literalOf = (value: unknown): string => (typeof value === 'string' ? JSON.stringify(value) : String(value));

/** What the page "Scalar types in GraphQL" of the AppSync developer guide says of each scalar, and what follows from it. */
const documented: readonly [scalar: string, good: readonly unknown[], bad: readonly unknown[]][] = [
  ['ID', ['a', '', '🌡'], [true, 1.5]],
  ['String', ['', 'été', '"quoted" \\ \n'], [1, true]],
  ['Int', [0, -(2 ** 31), 2 ** 31 - 1], [2 ** 31, -(2 ** 31) - 1, 1.5, '1', true]],
  ['Float', [0, 1.5, -1e100, 2 ** 53], ['1.5', true]],
  ['Boolean', [true, false], [0, 'true']],
  [
    'AWSDate',
    ['1970-01-01', '1970-01-01Z', '1970-01-01-07:00', '1970-01-01+05:30', '1970-01-01+05:30:15', '2024-02-29'],
    ['1970-1-1', '2023-02-29', '1970-13-01', '1970-01-01T00:00:00Z', '19700101', 0],
  ],
  [
    'AWSTime',
    ['12:30', '12:30Z', '12:30:24-07:00', '12:30:24.500+05:30', '12:00:00.123456789'],
    ['24:00', '12:60', '12:00:60', '12:00:00.1234567890', '12:00.5', '1200'],
  ],
  [
    'AWSDateTime',
    ['1970-01-01T00:00:00.000Z', '1970-01-01T00:00:00-07:00', '1970-01-01T00:00+05:30:15'],
    ['1970-01-01T00:00:00', '1970-01-01', '2020-05-23T06:4:37.000Z', '1970-01-01 00:00:00Z'],
  ],
  ['AWSTimestamp', [0, -1, 1714000000], ['0', 1.5, true]],
  [
    'AWSEmail',
    ['username@example.com', "o'brien+tag@mail.example.org"],
    ['username', '@example.com', 'a@', 'a b@example.com', 'a@-example.com', 'a..b@example.com', 1],
  ],
  [
    'AWSPhone',
    ['206-555-0100', '206 555 0100', '2065550100', '+1 206-555-0100', '+33 1 23 45 67 89'],
    ['555', '1110004444', '206.555.0100', '+', 'phone', '+12345678901234567', 2065550100],
  ],
  [
    'AWSURL',
    ['https://www.amazon.com/dp/B000NZW3KC/', 'mailto:example@example.com', 'https://example.com/?a=//'],
    ['www.amazon.com', '/path', 'https://example.com/a//b', 'https://', 'a b'],
  ],
  [
    'AWSIPAddress',
    ['127.0.0.1', '127.0.0.1/8', '::1', '2001:db8::/32'],
    ['127.0.0', '127.0.0.256', '127.0.0.1/33', '::1/129', '::1%lo', 1],
  ],
];

describe.each(documented)('%s', (scalar, good, bad) => {
  it.each(good)('takes and gives %j', async (value) => {
    const seen: unknown[] = [];
    const watched = api((each) => seen.push(each), value);
    await ask(watched, `query ($v: ${scalar}) { take${scalar}(v: $v) }`, { variables: { v: value } });
    await ask(watched, `{ take${scalar}(v: ${literalOf(value)}) }`);
    expect(seen).toEqual([value, value]);
    expect(await ask(watched, `{ give${scalar} }`)).toEqual({ data: { [`give${scalar}`]: value } });
  });

  it.each(bad)('does not take %j', async (value) => {
    const seen: unknown[] = [];
    const watched = api((each) => seen.push(each));
    const asVariable = await ask(watched, `query ($v: ${scalar}) { take${scalar}(v: $v) }`, {
      variables: { v: value },
    });
    const asLiteral = await ask(watched, `{ take${scalar}(v: ${literalOf(value)}) }`);
    expect(asVariable.errors?.[0]?.message).toMatch(/^Variable 'v' has an invalid value\. /);
    expect(asLiteral.errors?.[0]?.message).toContain(`is not a valid '${scalar}' @ 'take${scalar}'`);
    expect(seen).toEqual([]);
  });
});

describe('AWSJSON', () => {
  it.each<[text: string, value: unknown]>([
    ['{"upvotes": 10}', { upvotes: 10 }],
    ['[1,2,3]', [1, 2, 3]],
    ['"AWSJSON example string"', 'AWSJSON example string'],
    ['true', true],
    ['1', 1],
    ['null', null],
  ])('takes %s as the value that it says', async (text, value) => {
    const seen: unknown[] = [];
    const watched = api((each) => seen.push(each));
    await ask(watched, 'query ($v: AWSJSON) { takeAWSJSON(v: $v) }', { variables: { v: text } });
    await ask(watched, `{ takeAWSJSON(v: ${JSON.stringify(text)}) }`);
    expect(seen).toEqual([value, value]);
  });

  it.each(['Unquoted', '{upvotes: 10}', '', { upvotes: 10 }, 1])('does not take %j', async (value) => {
    const query = 'query ($v: AWSJSON) { takeAWSJSON(v: $v) }';
    const { errors } = await ask(
      api(() => undefined),
      query,
      { variables: { v: value } },
    );
    expect(errors?.[0]?.message).toMatch(
      /^Variable 'v' has an invalid value\. Unable to parse `.*` as a valid JSON\.$/,
    );
  });

  it.each([{ a: [1, null] }, [], 'text', '{"a":1}', 0, false])('gives %j in quotes', async (value) => {
    expect(
      (
        await ask(
          api(() => undefined, value),
          '{ giveAWSJSON }',
        )
      ).data,
    ).toEqual({ giveAWSJSON: JSON.stringify(value) });
  });
});

describe("a resolver's value that is not one of its field's type", () => {
  it.each<[field: string, value: unknown, message: string, source: string]>([
    [
      'AWSDateTime',
      '2020-05-23T06:4:37.000Z',
      'Unable to serialize `2020-05-23T06:4:37.000Z` as a valid DateTime Object.',
      'amplify-js#5963',
    ],
    ['AWSDate', 'x', 'Unable to serialize `x` as a valid date Object.', 'after the one above'],
    ['AWSTimestamp', '0', 'Unable to serialize `0` as a valid timestamp Object.', 'after the one above'],
    ['Int', 2 ** 31, "Expected type 'Int' but was 'Long'.", 'graphql-java'],
    ['Int', 1.5, "Expected type 'Int' but was 'Double'.", 'graphql-java'],
    ['Int', 'one', "Expected type 'Int' but was 'String'.", 'graphql-java'],
    ['Float', {}, "Expected type 'Float' but was 'LinkedHashMap'.", 'graphql-java'],
    ['Boolean', 'yes', "Expected type 'Boolean' but was 'String'.", 'graphql-java'],
    ['String', { a: 1 }, "Expected type 'String' but was 'LinkedHashMap'.", 'graphql-java'],
    ['ID', [1], "Expected type 'ID' but was 'ArrayList'.", 'graphql-java'],
  ])('%s of %j', async (scalar, value, message) => {
    const field = `give${scalar}`;
    expect(
      await ask(
        api(() => undefined, value),
        `{ ${field} }`,
      ),
    ).toEqual({
      data: { [field]: null },
      errors: [{ path: [field], locations: null, message: `Can't serialize value (/${field}) : ${message}` }],
    });
  });

  it.each<[field: string, value: unknown, given: unknown]>([
    ['ID', 1, '1'],
    ['String', 1, '1'],
    ['Float', '1.5', 1.5],
  ])('%s of %j is given as %j', async (scalar, value, given) => {
    expect(
      await ask(
        api(() => undefined, value),
        `{ give${scalar} }`,
      ),
    ).toEqual({ data: { [`give${scalar}`]: given } });
  });
});
