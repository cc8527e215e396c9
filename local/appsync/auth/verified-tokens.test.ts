import { createLocalJWKSet, exportJWK, generateKeyPair, type CryptoKey } from 'jose';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ISSUER, testPool, type TestPool } from '../testing/callers.ts';
import { VerifiedTokens } from './verified-tokens.ts';

let pool: TestPool;
let other: CryptoKey;
let now: number;
/** How often the pool's key has been looked for. */
let looked: number;
/** How the pool finds its keys at the moment. */
let find: TestPool['keys'];
let tokens: VerifiedTokens;

beforeAll(async () => {
  pool = await testPool();
  other = (await generateKeyPair('RS256')).publicKey;
});
beforeEach(() => {
  now = Date.now();
  looked = 0;
  find = pool.keys;
  tokens = new VerifiedTokens(() => now);
});

const payloadOf = (token: string) =>
  tokens.payloadOf(token, {
    issuer: ISSUER,
    keys: (header, flattened) => {
      looked++;
      return find(header, flattened);
    },
  });
const keySet = async (key: CryptoKey) =>
  createLocalJWKSet({ keys: [{ ...(await exportJWK(key)), kid: 'key', alg: 'RS256', use: 'sig' }] });

describe('a token that was good', () => {
  it('is good without another look at its signature', async () => {
    const token = await pool.token();
    const payload = await payloadOf(token);
    expect(await payloadOf(token)).toBe(payload);
    expect(looked).toBe(2);
    // A token that was not seen is looked at, though it says the same.
    expect(await payloadOf(await pool.token({ sub: 'sub-grace' }))).toMatchObject({ sub: 'sub-grace' });
  });

  it('is not once it has expired, nor before it was given', async () => {
    const token = await pool.token({ expiresIn: 60 });
    await payloadOf(token);
    now += 59_000;
    expect(await payloadOf(token)).toMatchObject({ sub: 'sub-ada' });
    now += 1000;
    await expect(payloadOf(token)).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' });
    await expect(payloadOf(token)).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' });
  });

  it('is not once the pool has other keys, be it under the same id', async () => {
    const token = await pool.token();
    await payloadOf(token);
    find = await keySet(other);
    await expect(payloadOf(token)).rejects.toMatchObject({ code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' });
    find = pool.keys;
    expect(await payloadOf(token)).toMatchObject({ sub: 'sub-ada' });
  });

  it('is not once the pool is gone', async () => {
    const token = await pool.token();
    await payloadOf(token);
    find = createLocalJWKSet({ keys: [] });
    await expect(payloadOf(token)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
  });

  it('is none with another signature', async () => {
    const token = await pool.token();
    await payloadOf(token);
    const forged = token.replace(/.{4}$/, (end) => (end === 'AAAA' ? 'BBBB' : 'AAAA'));
    await expect(payloadOf(forged)).rejects.toMatchObject({ code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' });
  });
});

it('remembers a thousand tokens at most', async () => {
  const first = await pool.token({ sub: 'first' });
  const payload = await payloadOf(first);
  const many = await Promise.all(Array.from({ length: 1000 }, (_, index) => pool.token({ sub: String(index) })));
  for (const token of many) await payloadOf(token);
  expect(await payloadOf(first)).not.toBe(payload);
  expect(await payloadOf(first)).toEqual(payload);
});
