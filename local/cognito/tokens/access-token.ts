import { decodeJwt, errors, jwtVerify, type JWTPayload } from 'jose';
import * as v from 'valibot';
import { getClient } from '../pools/clients.ts';
import type { Context } from '../context.ts';
import { notAuthorized, userNotFound } from '../errors.ts';
import { key, type Client, type Pool, type User } from '../store.ts';
import { USER_ADMIN_SCOPE } from './claims.ts';
import { keyResolver } from './keys.ts';

const AccessClaims = v.object({
  client_id: v.string(),
  username: v.string(),
  token_use: v.literal('access'),
  scope: v.string(),
  origin_jti: v.optional(v.string()),
});

/** Who signs a request with an access token. */
export interface Authenticated {
  pool: Pool;
  client: Client;
  user: User;
}

/** The user of an access token that one of the pools issued and that still holds, or `NotAuthorizedException`. */
export async function authenticate(context: Context, token: string): Promise<Authenticated> {
  const claimed = v.safeParse(AccessClaims, decode(token));
  const known = claimed.success ? await context.store.clients.get(claimed.output.client_id) : undefined;
  if (!claimed.success || !known) throw notAuthorized('Invalid Access Token');
  await verify(context, token, known.poolId);

  const { username, origin_jti, scope } = claimed.output;
  const user = await context.store.users.get(key(known.poolId, username));
  if (!user) throw userNotFound();
  if (origin_jti !== undefined) {
    const begun = await context.store.signIns.get(key(known.poolId, username, origin_jti));
    if (!begun || begun.revoked) throw notAuthorized('Access Token has been revoked');
  }
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (!scope.split(' ').includes(USER_ADMIN_SCOPE)) throw notAuthorized('Access Token does not have required scopes');
  return { ...(await getClient(context, known.id)), user };
}

function decode(token: string): JWTPayload | undefined {
  try {
    return decodeJwt(token);
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

async function verify({ store, clock, issuer }: Context, token: string, poolId: string): Promise<void> {
  try {
    await jwtVerify(token, keyResolver(store, poolId), { issuer: issuer(poolId), currentDate: new Date(clock()) });
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw notAuthorized('Access Token has expired');
    if (error instanceof errors.JOSEError) throw notAuthorized('Invalid Access Token');
    throw error;
  }
}
