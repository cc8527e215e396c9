import { expect, it } from 'vitest';
import * as v from 'valibot';
import { count, flag, listInQuery } from './wire-values.ts';

it.each([
  [flag, true, true],
  [flag, 'false', false],
  [count, 12, 12],
  [count, '012', 12],
  [listInQuery(v.string()), 'a', ['a']],
  [listInQuery(v.string()), ['a', 'b'], ['a', 'b']],
])('takes text for a value: %#', (schema, given, value) => {
  expect(v.parse(schema, given)).toEqual(value);
});

it.each([
  [flag, 'yes'],
  [flag, 1],
  [count, '-1'],
  [count, 1.5],
  [count, ''],
  [listInQuery(v.string()), undefined],
])('refuses what is no such value: %#', (schema, given) => {
  expect(v.is(schema, given)).toBe(false);
});
