import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBytes, hash, modPow, toBytes } from './integer.ts';
import {
  N,
  createServerKeys,
  createVerifier,
  equal,
  expectedSignature,
  g,
  isPublicValue,
  k,
  passwordMatches,
  privateKey,
  sessionKey,
  sign,
  type Account,
  type Claim,
} from './srp.ts';

const account: Account = { poolName: 'aB3dE5gH7', userId: '0d2e1c34-7a55-4a6e-9c0b-1f2a3b4c5d6e' };

/** The client's side of SRP-6a, from the protocol's definition. */
function clientSignature(a: bigint, B: bigint, salt: bigint, password: string, claim: Claim): Buffer {
  const x = privateKey(claim, salt, password);
  const u = fromBytes(hash(toBytes(modPow(g, a, N)), toBytes(B)));
  const base = (((B - k * modPow(g, x, N)) % N) + N) % N;
  return sign(sessionKey(modPow(base, a + u * x, N), u), claim);
}

test('integers are written as the shortest signed bytes', () => {
  expect(toBytes(0n).toString('hex')).toBe('00');
  expect(toBytes(127n).toString('hex')).toBe('7f');
  expect(toBytes(200n).toString('hex')).toBe('00c8');
  expect(toBytes(0x1234n).toString('hex')).toBe('1234');
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: N }), (integer) => fromBytes(toBytes(integer)) === integer));
});

test('modular power agrees with the plain power', () => {
  const small = fc.bigInt({ min: 0n, max: 50n });
  fc.assert(
    fc.property(small, small, fc.bigInt({ min: 2n, max: 1000n }), (base, exponent, modulus) => {
      expect(modPow(base, exponent, modulus)).toBe(base ** exponent % modulus);
    }),
  );
});

test('the multiplier is the one that Cognito clients compute', () => {
  expect(k.toString(16)).toBe('538282c4354742d7cbbde2359fcf67f9f5b3a6b08791e5011b43b8a5b66d9ee6');
});

test('both sides reach the same signature for the same password, and only then', () => {
  const exponent = fc.bigInt({ min: 1n, max: 2n ** 256n });
  fc.assert(
    fc.property(
      fc.string({ maxLength: 40 }),
      fc.string({ maxLength: 40 }),
      exponent,
      exponent,
      (right, tried, a, b) => {
        const { salt, verifier } = createVerifier(account, right);
        const keys = createServerKeys(BigInt(`0x${verifier}`), b);
        const claim = { ...account, secretBlock: toBytes(b), timestamp: 'Tue Mar 3 09:05:07 UTC 2026' };
        const expected = expectedSignature(modPow(g, a, N), keys, BigInt(`0x${verifier}`), claim);
        const given = clientSignature(a, keys.B, BigInt(`0x${salt}`), tried, claim);
        expect(equal(expected, given)).toBe(right === tried);
      },
    ),
    { numRuns: 8 },
  );
});

test('a verifier knows its password, its account and no other', () => {
  const stored = createVerifier(account, 'Correct-horse-7');
  expect(passwordMatches(account, stored, 'Correct-horse-7')).toBe(true);
  expect(passwordMatches(account, stored, 'correct-horse-7')).toBe(false);
  expect(passwordMatches({ ...account, userId: 'another' }, stored, 'Correct-horse-7')).toBe(false);
  expect(createVerifier(account, 'Correct-horse-7')).not.toEqual(stored);
});

test('public values that would fix the shared secret are refused', () => {
  expect(isPublicValue(0n)).toBe(false);
  expect(isPublicValue(N)).toBe(false);
  expect(isPublicValue(N * 2n)).toBe(false);
  expect(isPublicValue(modPow(g, 12345n, N))).toBe(true);
});
