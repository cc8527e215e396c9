import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { SignJWT, type JWK, type JWTPayload } from 'jose';
import type { Context } from '../context.ts';
import { validity } from '../pools/client-settings.ts';
import { groupsOf } from '../pools/groups.ts';
import { key, type Client, type Pool, type SignIn, type User } from '../store.ts';
import { groupClaims, preTokenGeneration, type TokenTriggerSource } from '../triggers/pre-token-generation.ts';
import { readableAttributes } from '../users/attributes.ts';
import { USER_ADMIN_SCOPE, accessTokenClaims, idTokenClaims } from './claims.ts';
import { signingKey } from './keys.ts';

/** Whom tokens are for, and why. */
export interface TokenRequest {
  pool: Pool;
  client: Client;
  user: User;
  triggerSource: TokenTriggerSource;
  clientMetadata: Readonly<Record<string, string>>;
}

export interface Tokens {
  AccessToken: string;
  IdToken: string;
  TokenType: 'Bearer';
  /** Seconds. */
  ExpiresIn: number;
  RefreshToken?: string;
}

/** Begins a sign-in: all three tokens. Nothing is kept when the trigger refuses. */
export async function signIn(context: Context, request: TokenRequest): Promise<Tokens> {
  const { pool, client, user } = request;
  const now = context.clock();
  const begun: SignIn = {
    poolId: pool.id,
    username: user.username,
    clientId: client.id,
    originJti: randomUUID(),
    eventId: randomUUID(),
    authTime: Math.floor(now / 1000),
    expiresAt: now + validity(client.settings).refreshToken * 1000,
    revoked: false,
  };
  const tokens = await accessAndIdToken(context, request, begun);
  await context.store.signIns.put(key(pool.id, user.username, begun.originJti), begun);
  return { ...tokens, RefreshToken: await createRefreshToken(context, begun) };
}

/** An access and an ID token of a sign-in. */
export async function accessAndIdToken(
  context: Context,
  { pool, client, user, triggerSource, clientMetadata }: TokenRequest,
  begun: SignIn,
): Promise<Tokens> {
  const own = groupClaims(await groupsOf(context, user));
  const changes = await preTokenGeneration(context, {
    triggerSource,
    pool,
    clientId: client.id,
    user,
    groups: own,
    scopes: [USER_ADMIN_SCOPE],
    clientMetadata,
  });
  const groups = changes.groups ?? own;
  const lifetime = validity(client.settings);
  const base = {
    issuer: context.issuer(pool.id),
    sub: user.attributes.sub ?? '',
    username: user.username,
    signIn: begun,
    revocable: client.settings.EnableTokenRevocation,
    issuedAt: Math.floor(context.clock() / 1000),
  };
  const idClaims = idTokenClaims({
    base,
    expiresIn: lifetime.idToken,
    jti: randomUUID(),
    attributes: readableAttributes(client, user),
    groups,
    changes: changes.id,
  });
  const accessClaims = accessTokenClaims({
    base,
    expiresIn: lifetime.accessToken,
    jti: randomUUID(),
    groups,
    changes,
  });
  return {
    AccessToken: await sign(accessClaims, pool.keys.access),
    IdToken: await sign(idClaims, pool.keys.id),
    TokenType: 'Bearer',
    ExpiresIn: lifetime.accessToken,
  };
}

async function sign(claims: JWTPayload, jwk: JWK): Promise<string> {
  const header = { alg: 'RS256', ...(jwk.kid !== undefined && { kid: jwk.kid }) };
  return new SignJWT(claims).setProtectedHeader(header).sign(await signingKey(jwk));
}

/** A refresh token of a sign-in: random, and kept only as its hash. */
export async function createRefreshToken({ store }: Context, { poolId, username, originJti }: SignIn): Promise<string> {
  const token = randomBytes(96).toString('base64url');
  await store.refreshTokens.put(hashToken(token), { poolId, username, originJti });
  return token;
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
