import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { LANGUAGE_NAMES, LANGUAGES } from '../i18n/language.ts';
import { useLanguage } from '../i18n/provider.tsx';
import { useText } from '../i18n/text.tsx';
import classes from './sign-in-page.module.css';

/** The languages, each by its own name; the choice is kept for the console too. */
export function LanguageSwitch(): ReactNode {
  const say = useText();
  const { language, choose } = useLanguage();
  return (
    <div role="group" aria-label={say('session.language')} className={classes.languages}>
      {LANGUAGES.map((each) => (
        <UnstyledButton
          key={each}
          lang={each}
          aria-pressed={each === language}
          onClick={() => {
            choose(each);
          }}
        >
          {LANGUAGE_NAMES[each]}
        </UnstyledButton>
      ))}
    </div>
  );
}
