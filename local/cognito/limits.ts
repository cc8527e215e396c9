import { AwsError } from '../shared/aws-error.ts';
import type { Context } from './context.ts';
import { key, type Pool } from './store.ts';

const HOUR = 3_600_000;

/**
 * How often an hour each may be called for one user ("Quotas in Amazon Cognito", code security). For recovery, which requests and entries of codes share,
 * Cognito takes 5 to 20 by the risk that it sees: here it is the number that a front end can count on.
 */
const CALLS_PER_HOUR = {
  recovery: 5,
  ResendConfirmationCode: 5,
  ConfirmSignUp: 15,
  ChangePassword: 5,
  GetUserAttributeVerificationCode: 5,
  VerifyUserAttribute: 15,
} as const;
type Limited = keyof typeof CALLS_PER_HOUR;

/** Counts a call for a user, who need not exist, or rejects with `LimitExceededException`. */
export async function limitCalls({ store, clock }: Context, pool: Pool, userId: string, what: Limited): Promise<void> {
  const counter = key(pool.id, userId, what);
  await store.exclusive(async () => {
    const now = clock();
    const recent = ((await store.calls.get(counter)) ?? []).filter((at) => at > now - HOUR);
    if (recent.length >= CALLS_PER_HOUR[what])
      throw new AwsError('LimitExceededException', 'Attempt limit exceeded, please try after some time.');
    await store.calls.put(counter, [...recent, now]);
  });
}

/** Forgets calls that count no more. */
export async function removeOldCalls({ store, clock }: Pick<Context, 'store' | 'clock'>): Promise<void> {
  for (const [counter, times] of await store.calls.iterator().all())
    if (times.every((at) => at <= clock() - HOUR)) await store.calls.del(counter);
}
