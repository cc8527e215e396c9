import { hasExpired, type Identity } from '../shared/accounts/identities.ts';
import { SondeError } from '../shared/errors.ts';
import { isServiceAddress } from '../shared/names.ts';
import type { PreSignUpEvent } from './event.ts';

export interface SignUpPolicy {
  signUp: 'invited' | 'open';
  /** The identities of an e-mail address, as they are now. */
  identitiesOf: (email: string) => Promise<readonly Identity[]>;
  now: () => Date;
}

/**
 * Lets a person sign up, who then has to confirm their address. Until they have, nobody knows whose it is: no organization is named.
 * @throws SondeError that the person may read, where they need an invitation and have none
 */
export async function checkSignUp(
  { triggerSource, request }: PreSignUpEvent,
  { signUp, identitiesOf, now }: SignUpPolicy,
): Promise<void> {
  const { email } = request.userAttributes;
  if (email === undefined || email.trim() === '')
    throw new SondeError('ValidationError', 'An e-mail address is needed to sign up.');
  if (triggerSource === 'PreSignUp_AdminCreateUser') return;
  if (isServiceAddress(email))
    throw new SondeError('Unauthorized', 'A service cannot sign up; an administrator of your organization makes it.');
  if (signUp === 'open') return;
  const identities = await identitiesOf(email);
  const invited = identities.filter(({ status, sub }) => status === 'INVITED' && sub === undefined);
  // Who is active may have lost their user of the pool; whether this is them is for the sign-in to see.
  if (identities.some(({ status }) => status === 'ACTIVE') || invited.some((each) => !hasExpired(each, now()))) return;
  throw new SondeError(
    'Unauthorized',
    invited.length > 0
      ? 'The invitation of this e-mail address has expired; ask an administrator of your organization to send it again.'
      : 'This e-mail address has no invitation; ask an administrator of your organization.',
  );
}
