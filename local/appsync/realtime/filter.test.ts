import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SubscriptionOperator, SubscriptionRule } from '../types.ts';
import { argumentFilter, enhancedFilter, filterProblem } from './filter.ts';

const one = (operator: SubscriptionOperator, value: unknown, fieldName = 'x') => ({
  filterGroup: [{ filters: [{ fieldName, operator, value }] }],
});

describe('an operator', () => {
  it.each<[SubscriptionOperator, value: unknown, matching: unknown[], other: unknown[]]>([
    ['eq', 'a', ['a'], ['b', 'A', 1, ['a']]],
    ['eq', 1, [1], ['1', 2]],
    ['eq', true, [true], [false, 'true', 1]],
    ['ne', 'a', ['b', 1], ['a']],
    ['lt', 5, [4, -1], [5, 6, '4']],
    ['le', 5, [4, 5], [6]],
    ['gt', 5, [5.1], [5, 4]],
    ['ge', 5, [5, 6], [4]],
    ['lt', 'b', ['a', 'B'], ['b', 'c', 1]],
    ['between', [1, 5], [1, 3, 5], [0, 6, '3']],
    ['between', ['a', 'c'], ['a', 'b', 'c'], ['d']],
    ['beginsWith', 'de', ['device', 'de'], ['d', 'ide', 1]],
    ['contains', 'vi', ['device', ['vi']], ['div', ['device']]],
    ['contains', 2, [[1, 2]], [[1], 2, '2']],
    ['notContains', 'vi', ['div', ['device']], ['device', ['vi']]],
    ['in', ['a', 1, true], ['a', 1, true], ['b', 2, '1']],
    ['notIn', ['a', 1], ['b', '1'], ['a', 1]],
    ['containsAny', ['a', 'b'], [['b', 'c'], ['a']], [['c'], []]],
  ])('%s %j', (operator, value, matching, other) => {
    const matches = enhancedFilter(one(operator, value));
    for (const x of matching) expect(matches({ x }), JSON.stringify(x)).toBe(true);
    for (const x of [...other, null, undefined]) expect(matches({ x }), JSON.stringify(x)).toBe(false);
    expect(matches({})).toBe(false);
    expect(matches(null)).toBe(false);
  });
});

it('a path with dots reaches into objects', () => {
  const matches = enhancedFilter(one('eq', 1, 'a.b.c'));
  expect(matches({ a: { b: { c: 1 } } })).toBe(true);
  expect(matches({ a: { b: null } })).toBe(false);
  expect(matches({ 'a.b.c': 1 })).toBe(false);
});

describe('what AppSync would refuse', () => {
  it.each<[string, SubscriptionOperator, unknown]>([
    ['an unknown operator', 'like' as SubscriptionOperator, 'a'],
    ['more than 5 values of in', 'in', [1, 2, 3, 4, 5, 6]],
    ['more than 5 values of notIn', 'notIn', [1, 2, 3, 4, 5, 6]],
    ['more than 20 values of containsAny', 'containsAny', Array.from({ length: 21 }, (_, index) => index)],
    ['three bounds of between', 'between', [1, 2, 3]],
    ['a list for eq', 'eq', ['a']],
    ['null for eq', 'eq', null],
    ['a boolean for lt', 'lt', true],
    ['a number for beginsWith', 'beginsWith', 1],
  ])('%s', (_, operator, value) => {
    expect(filterProblem(one(operator, value))).toMatch(/^Invalid subscription filter: filterGroup\.0\.filters\.0/);
  });

  it('more than 10 groups, none, an empty group, a path too deep or too long', () => {
    const [group] = one('eq', 1).filterGroup;
    if (!group) throw new Error('no group');
    expect(filterProblem({ filterGroup: Array.from({ length: 11 }, () => group) })).toContain('at most 10 groups');
    expect(filterProblem({ filterGroup: [] })).toBeDefined();
    expect(filterProblem({ filterGroup: [{ filters: [] }] })).toBeDefined();
    expect(filterProblem(one('eq', 1, 'a.b.c.d.e.f'))).toContain('5 levels');
    expect(filterProblem(one('eq', 1, 'a'.repeat(257)))).toContain('256 characters');
    expect(filterProblem(one('eq', 1, 'a.b.c.d.e'))).toBeUndefined();
  });
});

/** The model: what the documentation says of each operator, in the plainest words. */
const model: Readonly<Record<string, (x: number, v: number, w: number) => boolean>> = {
  eq: (x, v) => x === v,
  ne: (x, v) => x !== v,
  lt: (x, v) => x < v,
  le: (x, v) => x <= v,
  gt: (x, v) => x > v,
  ge: (x, v) => x >= v,
  in: (x, v, w) => [v, w].includes(x),
  notIn: (x, v, w) => ![v, w].includes(x),
  between: (x, v, w) => x >= v && x <= w,
};

it('groups are alternatives, and the rules of a group hold together', () => {
  const number = fc.integer({ min: -3, max: 3 });
  const rule = fc.record({
    fieldName: fc.constantFrom('x', 'y'),
    operator: fc.constantFrom(...Object.keys(model)),
    v: number,
    w: number,
  });
  const groups = fc.array(fc.array(rule, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(groups, number, number, (groupsOfRules, x, y) => {
      const filterGroup = groupsOfRules.map((rules) => ({
        filters: rules.map(({ fieldName, operator, v, w }): SubscriptionRule => ({
          fieldName,
          operator: operator as SubscriptionOperator,
          value: ['in', 'notIn', 'between'].includes(operator) ? [v, w] : v,
        })),
      }));
      const expected = groupsOfRules.some((rules) =>
        rules.every(({ fieldName, operator, v, w }) => model[operator]?.(fieldName === 'x' ? x : y, v, w)),
      );
      expect(enhancedFilter({ filterGroup })({ x, y })).toBe(expected);
    }),
  );
});

it('arguments match what equals them, however deep', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const copy = JSON.parse(JSON.stringify({ value })) as Record<string, unknown>;
      expect(argumentFilter(copy)({ value: copy.value })).toBe(true);
      expect(argumentFilter({ value: [value] })({ value })).toBe(false);
    }),
  );
  expect(argumentFilter({})({ a: 1 })).toBe(true);
  expect(argumentFilter({ a: null })({ a: null })).toBe(true);
  expect(argumentFilter({ a: null })({ a: 1 })).toBe(false);
  expect(argumentFilter({ a: { b: 1 } })({ a: { b: 1, c: 2 } })).toBe(false);
});
