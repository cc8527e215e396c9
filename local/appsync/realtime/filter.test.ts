import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SubscriptionOperator, SubscriptionRule } from '../types.ts';
import { readFilter } from './filter-rules.ts';
import { argumentFilter, enhancedFilter, type Matches } from './filter.ts';

const one = (operator: string, value: unknown, fieldName = 'x') => ({
  filterGroup: [{ filters: [{ fieldName, operator: operator as SubscriptionOperator, value }] }],
});

function matching(filter: Parameters<typeof readFilter>[0]): Matches {
  const { groups, problem } = readFilter(filter);
  if (problem) throw new Error(problem.message);
  return enhancedFilter(groups).matches;
}

describe('the documented example of an operator ("Extensions")', () => {
  it.each<[SubscriptionRule, matching: unknown[], other: unknown[]]>([
    [{ fieldName: 'service', operator: 'eq', value: 'AWS AppSync' }, ['AWS AppSync'], ['aws appsync', 'AWS']],
    [{ fieldName: 'service', operator: 'ne', value: 'AWS AppSync' }, ['aws appsync', 'AWS'], ['AWS AppSync']],
    [{ fieldName: 'size', operator: 'le', value: 5 }, [4, 5], [6]],
    [{ fieldName: 'size', operator: 'lt', value: 5 }, [4], [5, 6]],
    [{ fieldName: 'size', operator: 'ge', value: 5 }, [5, 6], [4]],
    [{ fieldName: 'size', operator: 'gt', value: 5 }, [6], [4, 5]],
    [{ fieldName: 'seats', operator: 'contains', value: 10 }, [[1, 10], 10], [[1], [], 1, '10']],
    [{ fieldName: 'event', operator: 'contains', value: 'launch' }, ['a launch', ['launch']], ['lunch', ['a launch']]],
    [{ fieldName: 'seats', operator: 'notContains', value: 10 }, [[1], [], 1], [[1, 10], 10]],
    [{ fieldName: 'event', operator: 'notContains', value: 'launch' }, ['lunch'], ['a launch']],
    [{ fieldName: 'service', operator: 'beginsWith', value: 'AWS' }, ['AWS AppSync', 'AWS'], ['AW', 'My AWS', 'aws']],
    [{ fieldName: 'severity', operator: 'in', value: [1, 2, 3] }, [1, 2, 3], [0, 4, '1']],
    [{ fieldName: 'severity', operator: 'notIn', value: [1, 2, 3] }, [0, 4, '1'], [1, 2, 3]],
    [{ fieldName: 'severity', operator: 'between', value: [1, 5] }, [2, 3, 4], [0, 6, '3']],
    [{ fieldName: 'seats', operator: 'containsAny', value: [10, 15] }, [[10, 11], [15, 20, 30], 10], [[11], [], 11]],
  ])('%j', (rule, wanted, other) => {
    const matches = matching({ filterGroup: [{ filters: [rule] }] });
    const { fieldName } = rule;
    for (const value of wanted) expect(matches({ [fieldName]: value }), JSON.stringify(value)).toBe(true);
    for (const value of other) expect(matches({ [fieldName]: value }), JSON.stringify(value)).toBe(false);
    for (const event of [{ [fieldName]: null }, {}, null, 'text', [{ [fieldName]: wanted[0] }]])
      expect(matches(event), JSON.stringify(event)).toBe(false);
  });

  it.each([
    [
      [
        [
          { fieldName: 'userId', operator: 'eq', value: 1 },
          { fieldName: 'group', operator: 'in', value: ['Admin', 'Developer'] },
        ],
      ],
      'AND',
    ],
    [
      [
        [{ fieldName: 'userId', operator: 'eq', value: 1 }],
        [{ fieldName: 'group', operator: 'in', value: ['Admin', 'Developer'] }],
      ],
      'OR',
    ],
  ] as [SubscriptionRule[][], string][])('of joining: %#', (groups, logic) => {
    const matches = matching({ filterGroup: groups.map((filters) => ({ filters })) });
    expect(matches({ userId: 1, group: 'Admin' })).toBe(true);
    expect(matches({ userId: 1, group: 'Viewer' })).toBe(logic === 'OR');
    expect(matches({ userId: 2, group: 'Developer' })).toBe(logic === 'OR');
    expect(matches({ userId: 2, group: 'admin' })).toBe(false);
  });
});

describe('an operator', () => {
  it.each<[SubscriptionOperator, value: unknown, matching: unknown[], other: unknown[]]>([
    ['eq', 1, [1, 1.0], ['1', 2, true]],
    ['eq', true, [true], [false, 'true', 1]],
    ['eq', 'a', ['a'], [['a'], { a: 1 }]],
    ['ne', false, [true, 0], [false]],
    ['lt', 'b', ['a', 'B', ''], ['b', 'c', 1]],
    ['ge', 0.5, [0.5, 1], [0.4, '1', true]],
    ['between', ['a', 'c'], ['ab', 'b'], ['a', 'c', 'd', 1]],
    ['between', [0.5, 1.5], [1], [0.5, 1.5, '1']],
    ['beginsWith', '', ['', 'a'], [1, ['a']]],
    ['in', ['a', 1], ['a', 1], ['b', '1', ['a']]],
    ['containsAny', ['a', 'b'], [['b', 'c'], ['a'], 'a'], [['c'], [], 'ab']],
  ])('%s %j', (operator, value, wanted, other) => {
    const matches = matching(one(operator, value));
    for (const x of wanted) expect(matches({ x }), JSON.stringify(x)).toBe(true);
    for (const x of other) expect(matches({ x }), JSON.stringify(x)).toBe(false);
  });
});

it('a path with dots reaches into objects, at most five levels deep', () => {
  const matches = matching(one('eq', 'North America', 'venue.address.country.metadata.continent'));
  const event = (continent: unknown) => ({ venue: { address: { country: { metadata: { continent } } } } });
  expect(matches(event('North America'))).toBe(true);
  expect(matches(event('Europe'))).toBe(false);
  expect(matches({ venue: { address: null } })).toBe(false);
  expect(matches({ 'venue.address.country.metadata.continent': 'North America' })).toBe(false);
  const sixth = 'venue.address.country.metadata.capital.financial';
  expect(readFilter(one('eq', 'New York', sixth)).problem?.message).toContain('5 levels');
});

describe('what AppSync would refuse ("Extensions", exceptions)', () => {
  it.each<[string, string, unknown, string]>([
    ['an unknown operator', 'like', 'a', 'subscription filter has unknown operator `like`.'],
    ['6 values of in', 'in', [1, 2, 3, 4, 5, 6], 'subscription exceeds maximum value limit 5 for operator `in`.'],
    [
      '6 values of notIn',
      'notIn',
      [1, 2, 3, 4, 5, 6],
      'subscription exceeds maximum value limit 5 for operator `notIn`.',
    ],
    [
      '21 values of containsAny',
      'containsAny',
      Array.from({ length: 21 }, (_, index) => index),
      'subscription exceeds maximum value limit 20 for operator `containsAny`.',
    ],
    ['three bounds of between', 'between', [1, 2, 3], 'invalid filter value for operator `between`'],
    ['bounds of two types', 'between', [1, 'a'], 'invalid filter value for operator `between`'],
    ['a list for eq', 'eq', ['a'], 'invalid filter value for operator `eq`'],
    ['null for eq', 'eq', null, 'invalid filter value for operator `eq`'],
    ['no value', 'eq', undefined, 'invalid filter value for operator `eq`'],
    ['an object', 'ne', { a: 1 }, 'invalid filter value for operator `ne`'],
    ['a boolean for lt', 'lt', true, 'invalid filter value for operator `lt`'],
    ['a boolean for contains', 'contains', true, 'invalid filter value for operator `contains`'],
    ['booleans for in', 'in', [true], 'invalid filter value for operator `in`'],
    ['one value for in', 'in', 'a', 'invalid filter value for operator `in`'],
    ['no values for in', 'in', [], 'invalid filter value for operator `in`'],
    ['null among values', 'containsAny', ['a', null], 'invalid filter value for operator `containsAny`'],
    ['a number for beginsWith', 'beginsWith', 1, 'invalid filter value for operator `beginsWith`'],
    ['a string of 257 characters', 'eq', 'a'.repeat(257), 'more than 256 characters'],
    ['one in a list', 'in', ['a'.repeat(257)], 'more than 256 characters'],
  ])('%s', (_, operator, value, message) => {
    expect(readFilter(one(operator, value)).problem).toEqual({
      message: expect.stringContaining(message) as string,
      errorCode: 400,
    });
  });

  it('a name of 257 characters', () => {
    expect(readFilter(one('eq', 1, 'a'.repeat(256))).problem).toBeUndefined();
    expect(readFilter(one('eq', 1, 'a'.repeat(257))).problem?.message).toContain('256 characters');
  });

  it.each<[values: number[], isGood: boolean]>([
    [[5, 2], true],
    [[5, 3], false],
    [[5], true],
    [[4, 2, 2], false],
  ])('ways to choose a value for each `in` count as filters: %j', (sizes, isGood) => {
    const filters = sizes.map((length, index) => ({
      fieldName: `f${index}`,
      operator: 'in' as const,
      value: Array.from({ length }, (_, value) => value),
    }));
    expect(readFilter({ filterGroup: [{ filters }] }).problem === undefined).toBe(isGood);
  });
});

type Field = number | string | boolean | null | (number | string)[];

/** The model: what the documentation says of each operator, in the plainest words, for a field that is there. */
const model: Readonly<Record<SubscriptionOperator, (x: Field, v: never) => boolean>> = {
  eq: (x, v) => x === v,
  ne: (x, v) => x !== v,
  lt: (x, v: number | string) => typeof x === typeof v && (x as number | string) < v,
  le: (x, v: number | string) => typeof x === typeof v && (x as number | string) <= v,
  gt: (x, v: number | string) => typeof x === typeof v && (x as number | string) > v,
  ge: (x, v: number | string) => typeof x === typeof v && (x as number | string) >= v,
  contains: (x, v: number | string) =>
    typeof x === 'string' ? typeof v === 'string' && x.includes(v) : [x].flat().includes(v),
  notContains: (x, v: number | string) =>
    !(typeof x === 'string' ? x.includes(String(v)) && typeof v === 'string' : [x].flat().includes(v)),
  beginsWith: (x, v: string) => typeof x === 'string' && new RegExp(`^${v}`).test(x),
  in: (x, v: Field[]) => v.includes(x),
  notIn: (x, v: Field[]) => !v.includes(x),
  between: (x, [low, high]: [number | string, number | string]) =>
    typeof x === typeof low && (x as number | string) > low && (x as number | string) < high,
  containsAny: (x, v: Field[]) => [x].flat().some((each) => v.includes(each)),
};

const number = fc.integer({ min: -2, max: 2 });
const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 2 });
const plain = fc.oneof(number, text);
const field: fc.Arbitrary<Field> = fc.oneof(plain, fc.boolean(), fc.constant(null), fc.array(plain, { maxLength: 3 }));
const values = fc.array(plain, { minLength: 1, maxLength: 2 });
const operands: Readonly<Record<SubscriptionOperator, fc.Arbitrary<unknown>>> = {
  eq: fc.oneof(plain, fc.boolean()),
  ne: fc.oneof(plain, fc.boolean()),
  lt: plain,
  le: plain,
  gt: plain,
  ge: plain,
  contains: plain,
  notContains: plain,
  beginsWith: text,
  in: values,
  notIn: values,
  containsAny: values,
  between: fc.oneof(fc.tuple(number, number), fc.tuple(text, text)),
};
const condition = fc
  .constantFrom(...(Object.keys(operands) as SubscriptionOperator[]))
  .chain((operator) => operands[operator].map((value) => ({ operator, value })));
const rules = fc
  .dictionary(fc.constantFrom('x', 'y', 'a.b'), condition, { minKeys: 1, noNullPrototype: true })
  .map((byField) =>
    Object.entries(byField).map(([fieldName, { operator, value }]) => ({ fieldName, operator, value })),
  );

it('every operator with every type of field is as the documentation says, groups being alternatives', () => {
  const groups = fc.array(rules, { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(groups, field, field, field, (group, x, y, b) => {
      const read = readFilter({ filterGroup: group.map((filters) => ({ filters })) });
      fc.pre(read.problem === undefined);
      const fields: Readonly<Record<string, Field>> = { x, y, 'a.b': b };
      const expected = group.some((filters) =>
        filters.every(({ fieldName, operator, value }) => {
          const given = fields[fieldName] ?? null;
          return given !== null && model[operator](given, value as never);
        }),
      );
      const filter = enhancedFilter(read.groups);
      const event = { x, y, a: { b } };
      expect(filter.matches(event)).toBe(expected);
      if (expected)
        for (const { path, value } of filter.equalities)
          expect(fields[path], 'an equality holds of what matches').toBe(value);
    }),
    { numRuns: 2_000 },
  );
});

it('arguments match what equals them, however deep', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const copy = JSON.parse(JSON.stringify({ value })) as Record<string, unknown>;
      expect(argumentFilter(copy).matches({ value: copy.value })).toBe(true);
      expect(argumentFilter({ value: [value] }).matches({ value })).toBe(false);
    }),
  );
  expect(argumentFilter({}).matches({ a: 1 })).toBe(true);
  expect(argumentFilter({ a: null }).matches({ a: null })).toBe(true);
  expect(argumentFilter({ a: null }).matches({})).toBe(true);
  expect(argumentFilter({ a: null }).matches({ a: 1 })).toBe(false);
  expect(argumentFilter({ a: { b: 1 } }).matches({ a: { b: 1, c: 2 } })).toBe(false);
});
