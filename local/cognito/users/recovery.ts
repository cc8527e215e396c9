import * as v from 'valibot';
import type { JsonOperations } from '../../shared/json-service.ts';
import type { Context } from '../context.ts';
import { invalidParameter, nameNotFound, notAuthorized } from '../errors.ts';
import { ClientId, ClientMetadata, Code, Password, Username, parse } from '../input.ts';
import { limitCalls } from '../limits.ts';
import { getClient, hidesUsers } from '../pools/clients.ts';
import { decoy } from '../sign-in/decoy.ts';
import type { Client, Pool, User } from '../store.ts';
import { postConfirmation } from '../triggers/sign-up.ts';
import { pretendCode, pretendedAddress, redeemCode, refuseCode, sendCode, verifyEmail } from './codes.ts';
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
      if (refusal && !hidesUsers(client)) throw refusal;
      const userId = user?.username ?? decoy(pool, request.Username).userId;
      await limitCalls(context, pool, userId, 'recovery');
      if (!user || refusal) {
        const address = pretendedAddress(request.Username);
        return { CodeDeliveryDetails: await pretendCode(context, pool, userId, 'reset', address) };
      }
      const delivery = await sendCode(context, 'reset', user.attributes.email ?? '', {
        triggerSource: 'CustomMessage_ForgotPassword',
        pool,
        clientId: client.id,
        user,
        clientMetadata: request.ClientMetadata,
      });
      return { CodeDeliveryDetails: delivery };
    },

    async ConfirmForgotPassword(input) {
      const request = parse(Confirm, input);
      const { client, pool } = await getClient(context, request.ClientId);
      const user = await findUser(context, pool, request.Username);
      if (!user?.enabled && !hidesUsers(client)) throw user ? notAuthorized('User is disabled.') : nameNotFound();
      checkPolicy(pool, request.Password);
      const userId = user?.username ?? decoy(pool, request.Username).userId;
      await limitCalls(context, pool, userId, 'recovery');
      if (!user?.enabled) throw await refuseCode(context, pool, userId, 'reset');
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
