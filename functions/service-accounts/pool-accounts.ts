import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  InvalidParameterException,
  UsernameExistsException,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { isServiceAddress } from '../shared/names.ts';
import type { Accounts } from './ports.ts';

interface Options {
  client: CognitoIdentityProviderClient;
  userPoolId: string;
  /** Aborts when nobody waits any more. */
  abortSignal: AbortSignal;
}

/** The users of a pool. Whoever is not a service is out of reach. */
export function poolAccounts({ client, userPoolId: UserPoolId, abortSignal }: Options): Accounts {
  const user = (address: string) => {
    if (!isServiceAddress(address)) throw new Error('Not the address of a service');
    return { UserPoolId, Username: address };
  };

  return {
    async ensure(address) {
      const request = new AdminCreateUserCommand({
        ...user(address),
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: address },
          { Name: 'email_verified', Value: 'true' },
        ],
      });
      await unless(UsernameExistsException, client.send(request, { abortSignal }));
    },

    setPassword: (address, Password) =>
      unless(
        UserNotFoundException,
        client.send(new AdminSetUserPasswordCommand({ ...user(address), Password, Permanent: true }), { abortSignal }),
      ),

    async signOut(address) {
      await unless(
        UserNotFoundException,
        client.send(new AdminUserGlobalSignOutCommand(user(address)), { abortSignal }),
      );
    },

    async withoutSecondFactor(address) {
      const SoftwareTokenMfaSettings = { Enabled: false, PreferredMfa: false };
      const request = new AdminSetUserMFAPreferenceCommand({ ...user(address), SoftwareTokenMfaSettings });
      // A pool that has no authenticator apps has none to turn off.
      await unless(InvalidParameterException, unless(UserNotFoundException, client.send(request, { abortSignal })));
    },

    async remove(address) {
      await unless(UserNotFoundException, client.send(new AdminDeleteUserCommand(user(address)), { abortSignal }));
    },
  };
}

/** Whether a request was done; false where it was refused for this reason. */
async function unless(
  reason: typeof UsernameExistsException | typeof UserNotFoundException | typeof InvalidParameterException,
  request: Promise<unknown>,
): Promise<boolean> {
  try {
    await request;
    return true;
  } catch (error) {
    if (error instanceof reason) return false;
    throw error;
  }
}
