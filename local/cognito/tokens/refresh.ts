import { AwsError } from '../../shared/aws-error.ts';
import type { Context } from '../context.ts';
import { notAuthorized } from '../errors.ts';
import { key, under, type Client, type Pool, type RefreshToken, type SignIn } from '../store.ts';
import { accessAndIdToken, createRefreshToken, hashToken, type Tokens } from './issue.ts';

interface RefreshRequest {
  pool: Pool;
  client: Client;
  token: string;
  clientMetadata: Readonly<Record<string, string>>;
}

/** The refresh token's record and its sign-in, when it belongs to the client and still holds. */
async function find({ store, clock }: Context, { client, token }: RefreshRequest) {
  const record = await store.refreshTokens.get(hashToken(token));
  const begun = record && (await store.signIns.get(key(record.poolId, record.username, record.originJti)));
  if (!record || begun?.clientId !== client.id) throw notAuthorized('Invalid Refresh Token');
  if (begun.revoked) throw notAuthorized('Refresh Token has been revoked');
  if (begun.expiresAt <= clock()) throw notAuthorized('Refresh Token has expired');
  return { record, begun };
}

/** New access and ID tokens for a refresh token; with rotation a new refresh token too, and the old one is spent. */
export async function refresh(context: Context, request: RefreshRequest): Promise<Tokens> {
  const { pool, client, token, clientMetadata } = request;
  const { record, begun } = await find(context, request);
  const rotation = client.settings.RefreshTokenRotation;
  const grace = (rotation?.RetryGracePeriodSeconds ?? 0) * 1000;
  if (record.retiredAt !== undefined && context.clock() >= record.retiredAt + grace)
    throw new AwsError('RefreshTokenReuseException', 'Refresh token has been invalidated by rotation');

  const user = await context.store.users.get(key(pool.id, record.username));
  if (!user) throw notAuthorized('Invalid Refresh Token');
  if (!user.enabled) throw notAuthorized('User is disabled.');
  const source = 'TokenGeneration_RefreshTokens' as const;
  const tokens = await accessAndIdToken(context, { pool, client, user, triggerSource: source, clientMetadata }, begun);
  if (rotation?.Feature !== 'ENABLED') return tokens;
  await retire(context, token, record);
  return { ...tokens, RefreshToken: await createRefreshToken(context, begun) };
}

async function retire({ store, clock }: Context, token: string, record: RefreshToken): Promise<void> {
  await store.refreshTokens.put(hashToken(token), { ...record, retiredAt: record.retiredAt ?? clock() });
}

/** Revokes a refresh token and the access tokens of its sign-in. A token that is not known is no error, as in RFC 7009. */
export async function revoke({ store }: Context, client: Client, token: string): Promise<void> {
  const record = await store.refreshTokens.get(hashToken(token));
  if (!record) return;
  await store.exclusive(async () => {
    const begun = await store.signIns.get(key(record.poolId, record.username, record.originJti));
    if (!begun) return;
    if (begun.clientId !== client.id)
      throw new AwsError('UnauthorizedException', 'The client is not authorized to revoke this token.');
    await store.signIns.put(key(begun.poolId, begun.username, begun.originJti), { ...begun, revoked: true });
  });
}

/** Ends all sign-ins of a user. */
export async function revokeAll({ store }: Context, poolId: string, username: string): Promise<void> {
  await store.exclusive(async () => {
    const batch = store.batch();
    for (const [id, begun] of await store.signIns.iterator(under(poolId, username)).all())
      batch.put<string, SignIn>(id, { ...begun, revoked: true }, { sublevel: store.signIns });
    await batch.write();
  });
}
