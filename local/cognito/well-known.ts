import type { Context } from './context.ts';
import { publicKeys } from './tokens/keys.ts';

const PATH = /^\/([\w-]+_[0-9A-Za-z]+)\/\.well-known\/(jwks\.json|openid-configuration)$/;

/** The documents by which others check a pool's tokens, or nothing where the request is for something else. */
export async function wellKnown({ store, issuer }: Context, request: Request): Promise<Response | undefined> {
  if (request.method !== 'GET') return undefined;
  const [, poolId, document] = PATH.exec(new URL(request.url).pathname) ?? [];
  const pool = poolId === undefined ? undefined : await store.pools.get(poolId);
  if (poolId === undefined || !pool) return Response.json({ message: 'Not Found' }, { status: 404 });
  if (document === 'jwks.json') return Response.json(publicKeys(pool));
  return Response.json({
    issuer: issuer(poolId),
    jwks_uri: `${issuer(poolId)}/.well-known/jwks.json`,
    id_token_signing_alg_values_supported: ['RS256'],
    subject_types_supported: ['public'],
  });
}
