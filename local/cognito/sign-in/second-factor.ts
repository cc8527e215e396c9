import * as v from 'valibot';
import { AwsError } from '../../shared/aws-error.ts';
import type { Context } from '../context.ts';
import { invalidParameter } from '../errors.ts';
import { parse } from '../input.ts';
import { withPreference } from '../second-factor/software-token.ts';
import { stepOfCode, stepsInTime } from '../second-factor/totp.ts';
import type { User } from '../store.ts';
import { changeUser } from '../users/directory.ts';
import { complete, type Attempt, type AuthAnswer } from './admit.ts';
import { countAttempt } from './lock-out.ts';

const Code = v.object({ USERNAME: v.string(), SOFTWARE_TOKEN_MFA_CODE: v.string() });
const NOT_VERIFIED = 'User has not verified software token mfa';
const Setup = v.object({ USERNAME: v.string() });

/** Takes the code of an authenticator app. The session survives a wrong one; failures count as those of passwords do. */
export async function finishSoftwareToken(
  context: Context,
  attempt: Attempt,
  session: string,
  responses: unknown,
): Promise<AuthAnswer> {
  const { pool, client } = attempt;
  const { SOFTWARE_TOKEN_MFA_CODE: code } = parse(Code, responses);
  const { userId } = context.sessions.find(['SOFTWARE_TOKEN_MFA'], session, client.id);
  await countAttempt(context, pool, userId);
  const user = await takeCode(context, attempt, userId, code);
  context.sessions.use(session);
  return complete(context, attempt, user, 'TokenGeneration_Authentication');
}

/** Ends a sign-in whose user has set up an authenticator app on the way, which is asked for from then on. */
export async function finishSetup(
  context: Context,
  attempt: Attempt,
  session: string,
  responses: unknown,
): Promise<AuthAnswer> {
  const { pool, client } = attempt;
  parse(Setup, responses);
  const { kind, userId } = context.sessions.find(['MFA_VERIFIED', 'MFA_SETUP'], session, client.id);
  if (kind !== 'MFA_VERIFIED') throw invalidParameter(NOT_VERIFIED);
  context.sessions.use(session);
  const user = await changeUser(context, pool, userId, (current) =>
    withPreference(current, { Enabled: true, PreferredMfa: true }, NOT_VERIFIED),
  );
  return complete(context, attempt, user, 'TokenGeneration_Authentication');
}

/** Takes a code of a user's software token, once, or rejects with `CodeMismatchException` or `ExpiredCodeException`. */
async function takeCode(context: Context, { pool }: Attempt, username: string, code: string): Promise<User> {
  return changeUser(context, pool, username, (user) => {
    const now = context.clock();
    const { softwareToken: token } = user;
    if (!token)
      throw new AwsError('SoftwareTokenMFANotFoundException', 'Software Token MFA does not exist for the user.');
    const step = stepOfCode(token.secret, code, now);
    if (step === undefined) throw new AwsError('CodeMismatchException', 'Invalid code received for user');
    if (token.usedSteps.includes(step))
      throw new AwsError('ExpiredCodeException', 'Your software token has already been used once.');
    return { ...user, softwareToken: { ...token, usedSteps: [...stepsInTime(token.usedSteps, now), step] } };
  });
}
