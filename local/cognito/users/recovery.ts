import * as v from 'valibot';
import type { JsonOperations } from '../../shared/json-service.ts';
import type { Context } from '../context.ts';
import { codeMismatch, expiredCode, invalidParameter, nameNotFound, notAuthorized } from '../errors.ts';
import { ClientId, ClientMetadata, Code, Password, Username, parse } from '../input.ts';
import { getClient, hidesUsers } from '../pools/clients.ts';
import type { Client, Pool, User } from '../store.ts';
import { postConfirmation } from '../triggers/sign-up.ts';
import { isEmail } from './attributes.ts';
import { deliveryDetails, redeemCode, sendCode, verifyEmail, type CodeDeliveryDetails } from './codes.ts';
import { changeUser, findUser } from './directory.ts';
import { checkPolicy, withPassword } from './passwords.ts';

const Forgot = v.object({ ClientId, Username, ClientMetadata });
const Confirm = v.object({ ClientId, Username, ConfirmationCode: Code, Password, ClientMetadata });

export function recoveryOperations(context: Context): JsonOperations {
  return {
    async ForgotPassword(input) {
      const request = parse(Forgot, input);
      const { client, pool } = await getClient(context, request.ClientId);
      const user = await findUser(context, pool, request.Username);
      const refusal = cannotRecover(user);
      if (refusal && hidesUsers(client)) return { CodeDeliveryDetails: simulated(request.Username) };
      if (!user || refusal) throw refusal ?? nameNotFound();
      return { CodeDeliveryDetails: await sendCode(context, pool, user, 'reset', user.attributes.email ?? '') };
    },

    async ConfirmForgotPassword(input) {
      const request = parse(Confirm, input);
      const { client, pool } = await getClient(context, request.ClientId);
      const user = await findUser(context, pool, request.Username);
      if (!user?.enabled) throw refuseConfirmation(client, user);
      checkPolicy(pool, request.Password);
      await resetPassword(context, { pool, client, user, request });
      return {};
    },
  };
}

/** Why a password can't be reset by e-mail, or nothing. */
function cannotRecover(user: User | undefined) {
  if (!user) return nameNotFound();
  if (!user.enabled) return notAuthorized('User is disabled.');
  if (user.status === 'FORCE_CHANGE_PASSWORD')
    return notAuthorized('User password cannot be reset in the current state.');
  if (user.attributes.email_verified !== 'true')
    return invalidParameter(
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    );
  return undefined;
}

/** What a request for somebody who can't recover looks like: a code that went somewhere. */
function simulated(name: string): CodeDeliveryDetails {
  return deliveryDetails(isEmail(name) ? name : `${name}@${name}`);
}

function refuseConfirmation(client: Client, user: User | undefined) {
  if (hidesUsers(client)) return user ? codeMismatch() : expiredCode();
  return user ? notAuthorized('User is disabled.') : nameNotFound();
}

interface Reset {
  pool: Pool;
  client: Client;
  user: User;
  request: v.InferOutput<typeof Confirm>;
}

async function resetPassword(context: Context, { pool, client, user, request }: Reset): Promise<void> {
  const { email } = await redeemCode(context, pool, user.username, 'reset', request.ConfirmationCode);
  const confirmed = await changeUser(context, pool, user.username, (current) => ({
    ...verifyEmail(withPassword(pool, current, request.Password), email),
    status: 'CONFIRMED',
  }));
  await postConfirmation(context, {
    triggerSource: 'PostConfirmation_ConfirmForgotPassword',
    pool,
    clientId: client.id,
    user: confirmed,
    clientMetadata: request.ClientMetadata,
  });
}
