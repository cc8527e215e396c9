import { decodeJwt, errors, jwtVerify } from 'jose';
import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import * as v from 'valibot';
import type { Clock } from '../../shared/service.ts';
import type { CognitoIdentity } from '../types.ts';
import { unauthorized } from './caller.ts';

/** The user pool whose tokens an API takes. */
export interface UserPool {
  /** As the `iss` claim has it. */
  readonly issuer: string;
  /** Finds the pool's public key for a token, as jose's `createLocalJWKSet` and `createRemoteJWKSet` do. */
  readonly keys: JWTVerifyGetKey;
  /** Whether an app client is one of the pool's, as it is now. */
  readonly hasClient: (clientId: string) => boolean;
}

/** How an API takes the tokens of a user pool. */
export interface PoolAccess {
  readonly pool: UserPool;
  /** The ids of the app clients whose tokens the API takes. */
  readonly clients: RegExp;
  readonly defaultAction: 'ALLOW' | 'DENY';
}

const Claims = v.variant('token_use', [
  v.looseObject({ token_use: v.literal('id'), sub: v.string(), aud: v.string(), 'cognito:username': v.string() }),
  v.looseObject({ token_use: v.literal('access'), sub: v.string(), client_id: v.string(), username: v.string() }),
]);
const Groups = v.nullish(v.array(v.string()), null);

/**
 * Verifies an id or access token of one of the pools: RS256 signature, issuer, expiry, use and app client.
 * Rejects with a 401 {@link unauthorized}. Source: Verifying a JSON Web Token (Amazon Cognito), Authorization (AWS AppSync).
 * @param authorization the header's value: the token, with or without `Bearer `
 */
export async function verifyToken(
  authorization: string,
  pools: readonly PoolAccess[],
  { clock, sourceIp }: { clock: Clock; sourceIp: readonly string[] },
): Promise<CognitoIdentity> {
  const token = authorization.replace(/^Bearer\s+/i, '');
  const access = pools.find(({ pool }) => pool.issuer === issuerOf(token));
  if (!access) throw unauthorized();
  const { pool } = access;
  const payload = await verifiedPayload(token, pool, clock);
  const parsed = v.safeParse(Claims, payload);
  const groups = v.safeParse(Groups, payload['cognito:groups']);
  if (!parsed.success || !groups.success) throw unauthorized();
  const claims = parsed.output;
  const clientId = claims.token_use === 'id' ? claims.aud : claims.client_id;
  if (!pool.hasClient(clientId) || !access.clients.test(clientId)) throw unauthorized();
  return {
    sub: claims.sub,
    issuer: pool.issuer,
    username: claims.token_use === 'id' ? claims['cognito:username'] : claims.username,
    claims: payload,
    sourceIp,
    defaultAuthStrategy: access.defaultAction,
    groups: groups.output,
  };
}

/** What the token says, before anything of it is believed. */
function issuerOf(token: string): unknown {
  try {
    return decodeJwt(token).iss;
  } catch (error) {
    if (error instanceof errors.JOSEError) throw unauthorized();
    throw error;
  }
}

async function verifiedPayload(token: string, pool: UserPool, clock: Clock): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, pool.keys, {
      algorithms: ['RS256'],
      issuer: pool.issuer,
      requiredClaims: ['exp', 'iss', 'sub', 'token_use'],
      currentDate: new Date(clock()),
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw unauthorized('Token has expired.');
    if (error instanceof errors.JOSEError) throw unauthorized();
    throw error;
  }
}
