import { randomBytes } from 'node:crypto';
import {
  createLocalJWKSet,
  errors,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  type JWTVerifyGetKey,
} from 'jose';
import type { Pool, Store } from '../store.ts';

/** A fresh RSA key of 2048 bits, with its `kid`, as a private JWK. */
export async function createSigningKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: randomBytes(32).toString('base64'), alg: 'RS256', use: 'sig' };
}

export async function signingKey(jwk: JWK) {
  return importJWK(jwk, 'RS256');
}

/** The public half of a pool's keys. */
export function publicKeys({ keys }: Pool): JSONWebKeySet {
  return {
    keys: [keys.id, keys.access].map(({ kty, kid, alg, use, n, e }) => ({
      ...(kty !== undefined && { kty }),
      ...(kid !== undefined && { kid }),
      ...(alg !== undefined && { alg }),
      ...(use !== undefined && { use }),
      ...(n !== undefined && { n }),
      ...(e !== undefined && { e }),
    })),
  };
}

/** The keys of a pool for `jwtVerify`. A pool that does not exist has no key that matches. */
export function keyResolver(store: Store, poolId: string): JWTVerifyGetKey {
  return async (header, token) => {
    const pool = await store.pools.get(poolId);
    if (!pool) throw new errors.JWKSNoMatchingKey();
    return createLocalJWKSet(publicKeys(pool))(header, token);
  };
}
