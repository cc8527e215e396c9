import * as v from 'valibot';
import type { Context } from '../context.ts';
import type { Pool, User } from '../store.ts';
import { runTrigger, userAttributes } from './trigger.ts';

const Flag = v.optional(v.nullable(v.boolean()), false);
const PreSignUpResponse = v.object({ autoConfirmUser: Flag, autoVerifyEmail: Flag });

interface SignUpRequest {
  triggerSource: 'PreSignUp_SignUp' | 'PreSignUp_AdminCreateUser';
  pool: Pool;
  clientId: string;
  userName: string;
  attributes: Readonly<Record<string, string>>;
  validationData: Readonly<Record<string, string>>;
  clientMetadata: Readonly<Record<string, string>>;
}

/** Asks the pre sign-up trigger whether a person may sign up ("Pre sign-up Lambda trigger"). It refuses by failing. */
export async function preSignUp(
  context: Context,
  { triggerSource, pool, clientId, userName, attributes, validationData, clientMetadata }: SignUpRequest,
): Promise<{ autoConfirm: boolean; autoVerifyEmail: boolean }> {
  const arn = pool.settings.LambdaConfig.PreSignUp;
  if (!arn) return { autoConfirm: false, autoVerifyEmail: false };
  const event = {
    trigger: 'PreSignUp',
    version: '1',
    triggerSource,
    pool,
    userName,
    clientId,
    request: { userAttributes: attributes, validationData, clientMetadata },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  };
  const { autoConfirmUser, autoVerifyEmail } = await runTrigger(context, arn, event, PreSignUpResponse);
  return { autoConfirm: autoConfirmUser === true, autoVerifyEmail: autoVerifyEmail === true };
}

interface Confirmation {
  triggerSource: 'PostConfirmation_ConfirmSignUp' | 'PostConfirmation_ConfirmForgotPassword';
  pool: Pool;
  clientId: string;
  user: User;
  clientMetadata: Readonly<Record<string, string>>;
}

/** Tells the post confirmation trigger. The user is confirmed whether it fails or not; the caller learns of its failure. */
export async function postConfirmation(
  context: Context,
  { triggerSource, pool, clientId, user, clientMetadata }: Confirmation,
): Promise<void> {
  const arn = pool.settings.LambdaConfig.PostConfirmation;
  if (!arn) return;
  const event = {
    trigger: 'PostConfirmation',
    version: '1',
    triggerSource,
    pool,
    userName: user.username,
    clientId,
    request: { userAttributes: userAttributes(user), clientMetadata },
    response: {},
  };
  await runTrigger(context, arn, event, v.unknown());
}
