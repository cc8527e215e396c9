import { expect, it } from 'vitest';
import { expiryOf } from './expiry.ts';

it.each([
  ['2026-05-31T12:00:00Z', 'expired'],
  ['2026-06-01T12:00:00Z', 'expired'],
  ['2026-07-30T12:00:00Z', 'soon'],
  ['2049-12-31T23:59:59Z', 'far'],
])('a certificate that ends at %s is %s', (expiresAt, expected) => {
  expect(expiryOf(expiresAt, Date.parse('2026-06-01T12:00:00Z'))).toBe(expected);
});
