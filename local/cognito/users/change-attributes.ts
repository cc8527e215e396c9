import { emailTaken } from '../errors.ts';
import type { Context } from '../context.ts';
import type { Pool, User } from '../store.ts';
import type { AttributeMap } from './attributes.ts';
import { sendCode, type CodeDeliveryDetails } from './codes.ts';
import { changeUser, findUser, signsInByEmail } from './directory.ts';

/** On whose request attributes change. */
interface Change {
  pool: Pool;
  clientId: string;
  user: User;
  clientMetadata: Readonly<Record<string, string>>;
}

/**
 * Gives a user attributes, and mails a code to a new e-mail. Where the pool wants one verified before it takes effect, the old one stays until its code comes
 * back; elsewhere the new one counts at once, unverified. An administrator who says that it is verified skips both
 * ("UpdateUserAttributes", "AdminUpdateUserAttributes"). Rejects with `AliasExistsException` where the new e-mail is another user's.
 */
export async function changeAttributes(
  context: Context,
  { user: before, ...change }: Change,
  wanted: AttributeMap,
): Promise<readonly CodeDeliveryDetails[]> {
  const { pool } = change;
  const { UserAttributeUpdateSettings, AutoVerifiedAttributes } = pool.settings;
  const { email, ...others } = wanted;
  const isNew = email !== undefined && email !== before.attributes.email && wanted.email_verified !== 'true';
  const waits = UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate.includes('email') ?? false;
  if (isNew) await refuseTaken(context, pool, before, email);

  const user = await changeUser(context, pool, before.username, (current) => {
    const given = { ...others, ...(email !== undefined && !(isNew && waits) && { email }) };
    const unverified = isNew && !waits && { email_verified: 'false' };
    return {
      ...current,
      attributes: { ...current.attributes, ...given, ...unverified },
      pendingAttributes: pendingAfter(current, isNew && waits ? email : undefined, email),
    };
  });
  if (!isNew || !(waits || AutoVerifiedAttributes.includes('email'))) return [];
  const triggerSource = 'CustomMessage_UpdateUserAttribute' as const;
  return [await sendCode(context, 'attribute', email, { ...change, triggerSource, user })];
}

/** An e-mail that takes effect at once ends the wait for another. */
function pendingAfter(
  { pendingAttributes }: User,
  awaited: string | undefined,
  given: string | undefined,
): AttributeMap {
  if (awaited !== undefined) return { ...pendingAttributes, email: awaited };
  if (given === undefined) return pendingAttributes;
  const { email: _, ...rest } = pendingAttributes;
  return rest;
}

async function refuseTaken(context: Context, pool: Pool, { username }: User, email: string): Promise<void> {
  const owner = signsInByEmail(pool) ? await findUser(context, pool, email) : undefined;
  if (owner && owner.username !== username) throw emailTaken();
}
