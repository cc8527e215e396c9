import fc from 'fast-check';
import { Secret, TOTP } from 'otpauth';
import { expect, test } from 'vitest';
import { createSecret, stepOfCode, stepsInTime } from './totp.ts';

/** The last six of the eight digits of RFC 6238, appendix B, for SHA-1. */
test.each([
  [59, '287082', 0x1],
  [1_111_111_109, '081804', 0x23523ec],
  [1_111_111_111, '050471', 0x23523ed],
  [1_234_567_890, '005924', 0x273ef07],
  [2_000_000_000, '279037', 0x3f940aa],
  [20_000_000_000, '353130', 0x27bc86aa],
])('%d seconds after the epoch the code is %s', (seconds, code, step) => {
  const secret = Secret.fromLatin1('12345678901234567890').base32;
  expect(stepOfCode(secret, code, seconds * 1000)).toBe(step);
});

test('a code is taken in its own step and those beside it, and in no other', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 4, max: 2 ** 31 }),
      fc.integer({ min: -3, max: 3 }),
      fc.nat(29_999),
      (step, off, ms) => {
        const secret = createSecret();
        const code = new TOTP({ secret }).generate({ timestamp: step * 30_000 });
        const found = stepOfCode(secret, code, (step + off) * 30_000 + ms);
        // A code of another step is the same once in a million times.
        if (Math.abs(off) <= 1) expect(Math.abs((found ?? Infinity) - step)).toBeLessThanOrEqual(2);
        else if (found !== undefined) expect(new TOTP({ secret }).generate({ timestamp: found * 30_000 })).toBe(code);
        expect(stepsInTime([step], (step + off) * 30_000 + ms)).toEqual(Math.abs(off) <= 1 ? [step] : []);
      },
    ),
  );
});

test('a secret has 52 characters of base32, and is another each time', () => {
  expect(createSecret()).toMatch(/^[A-Z2-7]{52}$/);
  expect(createSecret()).not.toBe(createSecret());
});

test.each(['', '12345', '1234567', 'abcdef', '１２３４５６', '12 456'])('%j is no code', (code) => {
  expect(stepOfCode(createSecret(), code, 59_000)).toBeUndefined();
});
