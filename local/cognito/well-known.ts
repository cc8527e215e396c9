import type { Context } from './context.ts';
import { publicKeys } from './tokens/keys.ts';

const PATH = /^\/([\w-]+_[0-9A-Za-z]+)\/\.well-known\/(jwks\.json|openid-configuration)$/;

/** The documents by which others check a pool's tokens, or nothing where the request is for something else. Never rejects. */
export async function wellKnown(context: Context, request: Request): Promise<Response | undefined> {
  if (request.method !== 'GET') return undefined;
  try {
    return await document(context, new URL(request.url).pathname);
  } catch (error) {
    context.log.error(`cognito-idp GET ${request.url} failed`, error);
    return Response.json({ message: 'Internal failure' }, { status: 500 });
  }
}

async function document({ store, issuer }: Context, path: string): Promise<Response> {
  const [, poolId, name] = PATH.exec(path) ?? [];
  const pool = poolId === undefined ? undefined : await store.pools.get(poolId);
  if (!pool) return Response.json({ message: 'Not Found' }, { status: 404 });
  if (name === 'jwks.json') return Response.json(publicKeys(pool));
  return Response.json({
    issuer: issuer(pool.id),
    jwks_uri: `${issuer(pool.id)}/.well-known/jwks.json`,
    id_token_signing_alg_values_supported: ['RS256'],
    subject_types_supported: ['public'],
  });
}
