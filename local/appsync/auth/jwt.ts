import { decodeJwt, decodeProtectedHeader, errors } from 'jose';
import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import * as v from 'valibot';
import type { Clock } from '../../shared/service.ts';
import type { CognitoIdentity } from '../types.ts';
import { unauthorized } from './caller.ts';
import { VerifiedTokens } from './verified-tokens.ts';

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

/** What a token says to be issued by, before anything of it is believed; `undefined` where it is no JWT. */
export function readIssuer(token: string): string | undefined {
  try {
    decodeProtectedHeader(token);
    return decodeJwt(token).iss ?? '';
  } catch (error) {
    // A header that cannot be decoded is a TypeError of jose's.
    if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
    throw error;
  }
}

type VerifyToken = (token: string, access: PoolAccess, sourceIp: readonly string[]) => Promise<CognitoIdentity>;

/**
 * Verifies id and access tokens of a pool: RS256 signature, issuer, expiry, use and app client. Rejects with a 401 {@link unauthorized}.
 * Source: Verifying a JSON Web Token (Amazon Cognito), Configuring authorization and authentication (AWS AppSync).
 */
export function tokenVerifier(clock: Clock): VerifyToken {
  const verified = new VerifiedTokens(clock);
  return async (token, { pool, clients, defaultAction }, sourceIp) => {
    const payload = await refusing(() => verified.payloadOf(token, pool));
    const parsed = v.safeParse(Claims, payload);
    const groups = v.safeParse(Groups, payload['cognito:groups']);
    if (!parsed.success || !groups.success) throw unauthorized();
    const claims = parsed.output;
    const clientId = claims.token_use === 'id' ? claims.aud : claims.client_id;
    if (!pool.hasClient(clientId) || !clients.test(clientId)) throw unauthorized();
    return {
      sub: claims.sub,
      issuer: pool.issuer,
      username: claims.token_use === 'id' ? claims['cognito:username'] : claims.username,
      claims: payload,
      sourceIp,
      defaultAuthStrategy: defaultAction,
      groups: groups.output,
    };
  };
}

async function refusing(verify: () => Promise<JWTPayload>): Promise<JWTPayload> {
  try {
    return await verify();
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw unauthorized('Token has expired.');
    if (error instanceof errors.JOSEError) throw unauthorized();
    throw error;
  }
}
