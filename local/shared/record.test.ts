import * as v from 'valibot';
import { expect, it } from 'vitest';
import { anyNames } from './record.ts';

it('keeps every name, also those that objects inherit', () => {
  const text = '{"constructor":1,"prototype":2,"__proto__":3,"toString":4,"a":5}';
  expect(JSON.stringify(v.parse(anyNames(v.number()), JSON.parse(text)))).toBe(text);
});

it.each([[[]], [null], ['a'], [{ a: 'no number' }]])('refuses %j', (input) => {
  expect(v.is(anyNames(v.number()), input)).toBe(false);
});
