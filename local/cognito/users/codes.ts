import { randomInt } from 'node:crypto';
import type { AwsError } from '../../shared/aws-error.ts';
import type { Context } from '../context.ts';
import { codeMismatch, expiredCode } from '../errors.ts';
import { equal } from '../srp/srp.ts';
import { key, type CodePurpose, type Pool, type User } from '../store.ts';
import type { MessageRequest } from '../triggers/custom-message.ts';
import { isEmail } from './attributes.ts';
import { writeMessage } from './messages.ts';

/** How long a code holds ("Signing up and confirming user accounts", "Recovering accounts"). */
const HOUR = 3_600_000;
const LIFETIMES: Readonly<Record<CodePurpose, number>> = { confirm: 24 * HOUR, reset: HOUR, attribute: 24 * HOUR };

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
  purpose: CodePurpose,
  email: string,
  request: MessageRequest,
): Promise<CodeDeliveryDetails> {
  const { pool, user } = request;
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const mail = await writeMessage(context, email, { kind: 'code', code }, request);
  const expiresAt = context.clock() + LIFETIMES[purpose];
  await context.store.codes.put(codeKey(pool, user.username, purpose), { code, email, expiresAt });
  await context.mail.deliver(mail);
  return deliveryDetails(email);
}

/** Says that a code was sent to somebody who gets none, as to anybody else: from now on, none that they enter is the right one. */
export async function pretendCode(
  { store, clock }: Context,
  pool: Pool,
  userId: string,
  purpose: CodePurpose,
  email: string,
): Promise<CodeDeliveryDetails> {
  await store.codes.put(codeKey(pool, userId, purpose), { email, expiresAt: clock() + LIFETIMES[purpose] });
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
    if (sent.code === undefined || !equal(Buffer.from(sent.code), Buffer.from(code))) throw codeMismatch();
    await store.codes.del(codeKey(pool, username, purpose));
    return { email: sent.email };
  });
}

/** How a code of somebody who is not there is refused: as a wrong one where one was said to be sent, as anybody's. */
export async function refuseCode(
  context: Context,
  pool: Pool,
  userId: string,
  purpose: CodePurpose,
): Promise<AwsError> {
  const sent = await context.store.codes.get(codeKey(pool, userId, purpose));
  return sent && sent.expiresAt > context.clock() ? codeMismatch() : expiredCode();
}

/** Where a code is said to go that goes nowhere. */
export const pretendedAddress = (name: string) => (isEmail(name) ? name : `${name}@${name}`);

/** The user with this e-mail verified, unless another has taken its place since the code was sent. */
export function verifyEmail(user: User, email: string): User {
  if (user.attributes.email !== email) return user;
  return { ...user, attributes: { ...user.attributes, email_verified: 'true' } };
}

function deliveryDetails(email: string): CodeDeliveryDetails {
  const [local = '', domain = ''] = email.split('@');
  return {
    AttributeName: 'email',
    DeliveryMedium: 'EMAIL',
    Destination: `${local.charAt(0)}***@${domain.charAt(0)}***`,
  };
}
