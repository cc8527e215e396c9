import { randomInt } from 'node:crypto';
import type { Context } from '../context.ts';
import { codeMismatch, expiredCode } from '../errors.ts';
import { equal } from '../srp/srp.ts';
import { key, type Pool, type User } from '../store.ts';
import { sendMessage } from './messages.ts';

/** What a code is for, and how long it holds ("Signing up and confirming user accounts", "Recovering accounts"). */
const HOUR = 3_600_000;
const LIFETIMES = { confirm: 24 * HOUR, reset: HOUR, attribute: 24 * HOUR } as const;
export type CodePurpose = keyof typeof LIFETIMES;

export interface CodeDeliveryDetails {
  AttributeName: 'email';
  DeliveryMedium: 'EMAIL';
  /** Masked: `a***@e***`. */
  Destination: string;
}

const codeKey = (pool: Pool, username: string, purpose: CodePurpose) => key(pool.id, purpose, username);

/** Sends a user a new code, which replaces the one before it, and says where it went. */
export async function sendCode(
  context: Context,
  pool: Pool,
  user: User,
  purpose: CodePurpose,
  email: string,
): Promise<CodeDeliveryDetails> {
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const expiresAt = context.clock() + LIFETIMES[purpose];
  await context.store.codes.put(codeKey(pool, user.username, purpose), { code, email, expiresAt });
  await sendMessage(context, pool, email, { kind: 'code', code });
  return deliveryDetails(email);
}

/**
 * Takes a code back and says which e-mail it proves, or rejects with `CodeMismatchException` or `ExpiredCodeException`.
 * It can't be used again.
 */
export async function redeemCode(
  { store, clock }: Context,
  pool: Pool,
  username: string,
  purpose: CodePurpose,
  code: string,
): Promise<{ email: string }> {
  return store.exclusive(async () => {
    const sent = await store.codes.get(codeKey(pool, username, purpose));
    if (!sent || sent.expiresAt <= clock()) throw expiredCode();
    if (!equal(Buffer.from(sent.code), Buffer.from(code))) throw codeMismatch();
    await store.codes.del(codeKey(pool, username, purpose));
    return { email: sent.email };
  });
}

/** The user with this e-mail verified, unless another has taken its place since the code was sent. */
export function verifyEmail(user: User, email: string): User {
  if (user.attributes.email !== email) return user;
  return { ...user, attributes: { ...user.attributes, email_verified: 'true' } };
}

export function deliveryDetails(email: string): CodeDeliveryDetails {
  const [local = '', domain = ''] = email.split('@');
  return {
    AttributeName: 'email',
    DeliveryMedium: 'EMAIL',
    Destination: `${local.charAt(0)}***@${domain.charAt(0)}***`,
  };
}
