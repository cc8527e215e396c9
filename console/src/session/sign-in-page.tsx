import './styles.ts';
import { Authenticator } from '@aws-amplify/ui-react';
import { Alert, Text, Title } from '@mantine/core';
import { I18n } from 'aws-amplify/utils';
import { useEffect, useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { outputs } from '../api/outputs.ts';
import { useText } from '../i18n/text.tsx';
import { Themed } from '../theme/themed.tsx';
import { useTitle } from '../ui/page.tsx';
import { useRefusal } from './explain.tsx';
import { formFields } from './form-fields.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { passwordRules } from './password-rules.ts';
import type { Refusal } from './refusal.ts';
import { servicesOf } from './services.ts';
import classes from './sign-in-page.module.css';
import { CodesSent, components } from './slots.tsx';
import { vocabulary } from './vocabulary.ts';

interface SignInPageProps {
  /** What has ended the session that there was. */
  because: Refusal | undefined;
  /** Whether they go on with what they have entered. */
  isPageKept: boolean;
}

/** Sign-up, confirmation, sign-in, a second factor and password recovery. */
export default function SignInPage({ because, isPageKept }: SignInPageProps): ReactNode {
  const say = useText();
  const inWords = useRefusal();
  useTitle(say('session.title'));
  return (
    <Themed>
      <main className={classes.page} data-amplify-theme="sonde">
        <header className={classes.brand}>
          <img src="/icon.svg" alt="" width={40} height={40} />
          <Title order={1}>Sonde</Title>
          <Text c="dimmed">{say('session.about')}</Text>
        </header>
        {(because ?? isPageKept) && (
          <Alert role="alert" color="orange" title={say('session.signedOut')} maw="26rem" w="100%">
            {because && inWords(because)} {isPageKept && say('session.kept')}
          </Alert>
        )}
        <Authenticator.Provider>
          <Steps />
        </Authenticator.Provider>
        <LanguageSwitch />
      </main>
    </Themed>
  );
}

function Steps(): ReactNode {
  const language = useVocabulary();
  const [sent, setSent] = useState({ to: '', times: 0 });
  // The Authenticator takes these as they are at first.
  const [services] = useState(() =>
    servicesOf((to) => {
      setSent((before) => ({ to, times: before.to === to ? before.times + 1 : 1 }));
    }),
  );
  const [fields] = useState(formFields);
  if (language === undefined) return null;
  return (
    <CodesSent value={sent.times}>
      <Authenticator
        // What is on the page is looked up when it is first drawn; how far one has come is the Provider's to know.
        key={language}
        loginMechanisms={['email']}
        signUpAttributes={['name']}
        {...passwordSettings()}
        components={components}
        formFields={fields}
        services={services}
      />
    </CodesSent>
  );
}

/** Has the Authenticator speak the console's language. @returns which it speaks; `undefined` before it speaks any */
function useVocabulary(): string | undefined {
  const say = useText();
  const { locale } = useIntl();
  const [spoken, setSpoken] = useState<string>();
  useEffect(() => {
    I18n.putVocabulariesForLanguage(locale, vocabulary(passwordRules(outputs().auth.password_policy), say));
    I18n.setLanguage(locale);
    setSpoken(locale);
  }, [locale, say]);
  return spoken;
}

/** What the Authenticator refuses before it asks the pool. */
function passwordSettings() {
  const { password_policy: policy } = outputs().auth;
  if (!policy) return {};
  return {
    passwordSettings: {
      minLength: policy.min_length,
      requireLowercase: policy.require_lowercase,
      requireUppercase: policy.require_uppercase,
      requireNumbers: policy.require_numbers,
      requireSpecialCharacters: policy.require_symbols,
    },
  };
}
