import { useAuthenticator, type AuthenticatorProps } from '@aws-amplify/ui-react';
import { Alert, Anchor, Text, Title } from '@mantine/core';
import { createContext, lazy, Suspense, useContext, useState, type JSX, type ReactNode } from 'react';
import { Say, useText } from '../i18n/text.tsx';
import { otpauthAddress } from './otpauth.ts';
import { Refused } from './refused.tsx';
import classes from './sign-in-page.module.css';

// Few who sign in set up a second factor.
const Copyable = lazy(() => import('../ui/copy.tsx').then((module) => ({ default: module.Copyable })));

/** How often a code has been sent to the person. */
export const CodesSent = createContext(0);

/** Why the last step was refused. It takes the place of the Authenticator's own message, which knows none of Sonde's reasons. */
function LastError(): ReactNode {
  const { error } = useAuthenticator(({ error }) => [error]);
  const codes = useContext(CodesSent);
  const [since, setSince] = useState({ error, codes });
  if (since.error !== error) setSince({ error, codes });
  // What was wrong with a code is nothing to the next one.
  const isOver = codes > since.codes;
  return <div className={classes.said}>{error && !isOver && <Refused message={error} />}</div>;
}

function SentAgain(): ReactNode {
  const say = useText();
  const isAgain = useContext(CodesSent) > 1;
  return (
    <div role="status" className={classes.said}>
      {isAgain && <Alert color="teal">{say('session.sentAgain')}</Alert>}
    </div>
  );
}

function Step({ title, children }: { title?: string; children?: ReactNode }): JSX.Element {
  return (
    <div className={classes.step}>
      {title !== undefined && <Title order={2}>{title}</Title>}
      {children}
      <LastError />
    </div>
  );
}

/** The headers of these two stand before their forms, those of the others in them. */
function SignInHeader(): JSX.Element {
  return (
    <div className={classes.beforeForm}>
      <Step />
    </div>
  );
}

function SignUpHeader(): JSX.Element {
  const say = useText();
  return (
    <div className={classes.beforeForm}>
      <Step>
        <Text size="sm" c="dimmed">
          {say('session.signUp.hint')}
        </Text>
      </Step>
    </div>
  );
}

function ConfirmSignUpHeader(): JSX.Element {
  const say = useText();
  return (
    <Step title={say('session.confirmSignUp')}>
      <SentAgain />
    </Step>
  );
}

function ConfirmSignInHeader(): JSX.Element {
  const say = useText();
  return (
    <Step title={say('session.secondFactor')}>
      <Text size="sm">{say('session.secondFactor.hint')}</Text>
    </Step>
  );
}

function ConfirmSignInFooter(): JSX.Element {
  const say = useText();
  return (
    <Text size="sm" c="dimmed">
      {say('session.secondFactor.lost')}
    </Text>
  );
}

function SetupTotpHeader(): JSX.Element {
  const say = useText();
  const { totpSecretCode, username } = useAuthenticator((context) => [context.totpSecretCode, context.username]);
  return (
    <Step title={say('session.setUp')}>
      <Text size="sm">{say('session.setUp.hint')}</Text>
      {totpSecretCode && <Key secret={totpSecretCode} account={username} />}
    </Step>
  );
}

/** The key of a second factor, for an app that cannot scan it. */
function Key({ secret, account }: { secret: string; account: string }): ReactNode {
  const say = useText();
  const link = (words: ReactNode[]): ReactNode => (
    <Anchor href={otpauthAddress(account, secret)} inherit underline="always">
      {words}
    </Anchor>
  );
  return (
    <div>
      <Text size="sm">
        <Say id="session.setUp.key" values={{ link }} />
      </Text>
      <Suspense>
        <Copyable value={secret} label={say('session.setUp.copy')} />
      </Suspense>
    </div>
  );
}

function ForgotPasswordHeader(): JSX.Element {
  const say = useText();
  return (
    <Step title={say('session.forgot.title')}>
      <Text size="sm">{say('session.forgot.hint')}</Text>
    </Step>
  );
}

function ConfirmResetPasswordHeader(): JSX.Element {
  const say = useText();
  return (
    <Step title={say('session.forgot.title')}>
      <Text size="sm">{say('session.reset.hint')}</Text>
      <SentAgain />
    </Step>
  );
}

function ForceNewPasswordHeader(): JSX.Element {
  const say = useText();
  return (
    <Step title={say('session.forgot.title')}>
      <Text size="sm">{say('session.newPassword.hint')}</Text>
    </Step>
  );
}

/** A way out of the pages for which the Authenticator has none. */
function Back(): JSX.Element {
  const say = useText();
  const { toSignIn } = useAuthenticator(({ toSignIn }) => [toSignIn]);
  return (
    <Anchor component="button" type="button" size="sm" fw={600} ta="center" onClick={toSignIn}>
      {say('session.back')}
    </Anchor>
  );
}

/** What stands before and after the Authenticator's own fields and buttons. */
export const components: NonNullable<AuthenticatorProps['components']> = {
  SignIn: { Header: SignInHeader },
  SignUp: { Header: SignUpHeader },
  ConfirmSignUp: { Header: ConfirmSignUpHeader, Footer: Back },
  ConfirmSignIn: { Header: ConfirmSignInHeader, Footer: ConfirmSignInFooter },
  SetupTotp: { Header: SetupTotpHeader },
  ForgotPassword: { Header: ForgotPasswordHeader },
  ConfirmResetPassword: { Header: ConfirmResetPasswordHeader, Footer: Back },
  ForceNewPassword: { Header: ForceNewPasswordHeader },
};
