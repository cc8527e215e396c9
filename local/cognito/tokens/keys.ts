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

/** The keys of a pool for `jwtVerify`. A pool that does not exist has no key that matches. While a pool has the same keys, so has the resolver. */
export function keyResolver(store: Store, poolId: string): JWTVerifyGetKey {
  return (header, token) => {
    const pool = store.pools.getSync(poolId);
    if (!pool) throw new errors.JWKSNoMatchingKey();
    return keySet(pool)(header, token);
  };
}

/** Importing a key costs as much as checking a signature by it, so that the sets of the latest pools are kept, by their keys. */
const keySets = new Map<string, JWTVerifyGetKey>();
const MOST_SETS = 20;

function keySet(pool: Pool): JWTVerifyGetKey {
  const keys = publicKeys(pool);
  const name = JSON.stringify(keys);
  const set = keySets.get(name) ?? createLocalJWKSet(keys);
  keySets.delete(name);
  keySets.set(name, set);
  const [oldest] = keySets.keys();
  if (keySets.size > MOST_SETS && oldest !== undefined) keySets.delete(oldest);
  return set;
}
