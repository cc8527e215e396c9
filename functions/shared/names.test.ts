import { expect, it } from 'vitest';
import { isServiceAddress, normalizeEmail } from './names.ts';

it('makes no address another one that a mail server could give to somebody else', () => {
  expect(normalizeEmail(' Ada@Example.ORG ')).toBe('ada@example.org');
  const others = Array.from({ length: 0x110000 - 128 }, (_, index) => String.fromCodePoint(index + 128));
  // Lower case may have more characters than upper case: what counts is that the whole is no address that others could have.
  expect(others.filter((other) => /^[\x21-\x7e]+$/.test(normalizeEmail(other)))).toEqual([]);
});

it('knows the addresses of services in any letter case', () => {
  expect(isServiceAddress('01ABC@Services.INVALID')).toBe(true);
  expect(isServiceAddress('services.invalid@example.org')).toBe(false);
});
