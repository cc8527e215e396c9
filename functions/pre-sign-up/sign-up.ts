import { SondeError } from '../shared/errors.ts';
import type { Membership } from '../shared/memberships.ts';
import type { PreSignUpEvent } from './event.ts';

export interface SignUpPolicy {
  signUp: 'invited' | 'open';
  membershipsOf: (email: string) => Promise<Membership[]>;
}

/**
 * Lets a person sign up, who then has to confirm their address.
 * @throws SondeError that the person may read, where they need an invitation and have none
 */
export async function checkSignUp(
  { triggerSource, request }: PreSignUpEvent,
  { signUp, membershipsOf }: SignUpPolicy,
): Promise<void> {
  const { email } = request.userAttributes;
  if (email === undefined || email.trim() === '')
    throw new SondeError('ValidationError', 'An e-mail address is needed to sign up.');
  if (signUp === 'open' || triggerSource === 'PreSignUp_AdminCreateUser') return;
  const memberships = await membershipsOf(email);
  if (memberships.length === 0)
    throw new SondeError(
      'Unauthorized',
      'This e-mail address has no invitation; ask an administrator of your organization.',
    );
}
