import '@aws-amplify/ui-react/styles.css';
import { Authenticator } from '@aws-amplify/ui-react';
import type { ReactNode } from 'react';

/** Sign-up, confirmation, sign-in, a second factor and password recovery. */
export default function SignInPage(): ReactNode {
  return <Authenticator />;
}
