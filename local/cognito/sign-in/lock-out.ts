import type { Context } from '../context.ts';
import { notAuthorized } from '../errors.ts';
import { key, type Pool } from '../store.ts';

/** "Lockout behavior for failed sign-in attempts": from the fifth failure on, a lock-out of 2^(n-5) seconds, 15 minutes at most. */
const FREE_FAILURES = 5;
const LONGEST = 15 * 60_000;
/** So long without an attempt, and none has failed. */
const FORGOTTEN_AFTER = 15 * 60_000;

/**
 * Counts an attempt to sign in as failed before it is looked at, so that no two at once are worth more than one; who succeeds takes it back.
 * Rejects with `NotAuthorizedException` while the user, who need not exist, is locked out: such an attempt does not count.
 */
export async function countAttempt({ store, clock }: Context, pool: Pool, userId: string): Promise<void> {
  const user = key(pool.id, userId);
  const isLocked = await store.exclusive(async () => {
    const now = clock();
    const before = await store.failedAttempts.get(user);
    const known = before && before.lastAt > now - FORGOTTEN_AFTER ? before : { count: 0, lockedUntil: 0 };
    const locked = known.lockedUntil > now;
    const count = locked ? known.count : known.count + 1;
    const lockedUntil = locked ? known.lockedUntil : now + lockOut(count);
    await store.failedAttempts.put(user, { count, lastAt: now, lockedUntil });
    return locked;
  });
  if (isLocked) throw notAuthorized('Password attempts exceeded');
}

/** Milliseconds for which a user is locked out after so many failures. */
function lockOut(failures: number): number {
  return failures < FREE_FAILURES ? 0 : Math.min(1000 * 2 ** (failures - FREE_FAILURES), LONGEST);
}

/** Takes the last attempt back: it did not fail, but the user has more to prove before those that did are forgotten. */
export async function forgiveAttempt({ store }: Context, pool: Pool, userId: string): Promise<void> {
  const user = key(pool.id, userId);
  await store.exclusive(async () => {
    const { count, lastAt } = (await store.failedAttempts.get(user)) ?? { count: 1, lastAt: 0 };
    await store.failedAttempts.put(user, { count: Math.max(0, count - 1), lastAt, lockedUntil: 0 });
  });
}

/** Forgets the failed attempts of a user who has proved all there is to prove. */
export async function clearAttempts({ store }: Context, pool: Pool, userId: string): Promise<void> {
  await store.exclusive(() => store.failedAttempts.del(key(pool.id, userId)));
}

/** Forgets failures that count no more. */
export async function removeOldAttempts({ store, clock }: Pick<Context, 'store' | 'clock'>): Promise<void> {
  for (const [user, { lastAt }] of await store.failedAttempts.iterator().all())
    if (lastAt <= clock() - FORGOTTEN_AFTER) await store.failedAttempts.del(user);
}
