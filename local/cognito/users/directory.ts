import { AwsError } from '../../shared/aws-error.ts';
import type { Context } from '../context.ts';
import { emailTaken, userNotFound } from '../errors.ts';
import { seconds } from '../input.ts';
import { CODE_PURPOSES, key, under, type Pool, type User } from '../store.ts';
import { describeAttributes, isEmail } from './attributes.ts';

/** Whether users of the pool sign in with their e-mail and are named by their `sub`. */
export const signsInByEmail = ({ identity }: Pool) => identity.UsernameAttributes.includes('email');

/** E-mails are the same whatever their case; user names too, in a pool where people choose them. */
export const fold = (text: string) => text.normalize('NFC').toLowerCase();

const emailKey = (poolId: string, email: string) => key(poolId, fold(email));

/** The user of that name or, in a pool that signs in by e-mail, of that e-mail. */
export async function findUser({ store }: Context, pool: Pool, name: string): Promise<User | undefined> {
  const byEmail = signsInByEmail(pool) && isEmail(name) ? await store.emails.get(emailKey(pool.id, name)) : undefined;
  return store.users.get(key(pool.id, byEmail ?? fold(name)));
}

/** The user, or `UserNotFoundException`. */
export async function getUser(context: Context, pool: Pool, name: string): Promise<User> {
  const user = await findUser(context, pool, name);
  if (!user) throw userNotFound();
  return user;
}

/** Keeps a new user. Rejects with `UsernameExistsException` where the name or, as a name, the e-mail is taken. */
export async function addUser({ store }: Context, pool: Pool, user: User): Promise<void> {
  await store.exclusive(async () => {
    const email = signsInByEmail(pool) ? user.attributes.email : undefined;
    if (await store.users.get(key(pool.id, user.username)))
      throw new AwsError('UsernameExistsException', 'User already exists');
    const batch = store.batch().put(key(pool.id, user.username), user, { sublevel: store.users });
    if (email !== undefined) {
      if (await store.emails.get(emailKey(pool.id, email)))
        throw new AwsError('UsernameExistsException', 'An account with the given email already exists.');
      batch.put<string, string>(emailKey(pool.id, email), user.username, { sublevel: store.emails });
    }
    await batch.write();
  });
}

/**
 * Reads a user, changes it and keeps it, as one step. `change` gets the user as it is then.
 * Rejects with `AliasExistsException` where the new e-mail is another user's name.
 */
export async function changeUser(
  { store, clock }: Context,
  pool: Pool,
  username: string,
  change: (user: User) => User,
): Promise<User> {
  return store.exclusive(async () => {
    const before = await store.users.get(key(pool.id, username));
    if (!before) throw userNotFound();
    const after = { ...change(before), updatedAt: clock() };
    const batch = store.batch().put(key(pool.id, username), after, { sublevel: store.users });
    const [from, to] = [before.attributes.email, after.attributes.email];
    if (signsInByEmail(pool) && to !== from) {
      if (from !== undefined) batch.del(emailKey(pool.id, from), { sublevel: store.emails });
      if (to !== undefined) {
        const owner = await store.emails.get(emailKey(pool.id, to));
        if (owner !== undefined && owner !== username) throw emailTaken();
        batch.put<string, string>(emailKey(pool.id, to), username, { sublevel: store.emails });
      }
    }
    await batch.write();
    return after;
  });
}

/** Removes a user with the name that their e-mail is and all their sign-ins. */
export async function removeUser({ store }: Context, pool: Pool, { username }: User): Promise<void> {
  await store.exclusive(async () => {
    const user = await store.users.get(key(pool.id, username));
    if (!user) throw userNotFound();
    const batch = store.batch().del(key(pool.id, username), { sublevel: store.users });
    const email = user.attributes.email;
    if (signsInByEmail(pool) && email !== undefined) batch.del(emailKey(pool.id, email), { sublevel: store.emails });
    await batch.write();
    for (const level of [store.signIns, store.calls]) await level.clear(under(pool.id, username));
    await store.failedAttempts.del(key(pool.id, username));
    for (const purpose of CODE_PURPOSES) await store.codes.del(key(pool.id, purpose, username));
  });
}

/** The pool's part of the SRP identity: what stands behind the region in its id. */
export const account = (pool: Pool, userId: string) => ({ poolName: pool.id.split('_')[1] ?? '', userId });

/** A user as the operations of administrators answer. AdminGetUser has `UserAttributes` where the others have `Attributes`. */
export function describeUser(user: User, attributes: 'Attributes' | 'UserAttributes' = 'Attributes'): object {
  return {
    Username: user.username,
    [attributes]: describeAttributes(user.attributes),
    UserCreateDate: seconds(user.createdAt),
    UserLastModifiedDate: seconds(user.updatedAt),
    Enabled: user.enabled,
    UserStatus: user.status,
  };
}
