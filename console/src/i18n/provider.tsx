import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { IntlProvider } from 'react-intl';
import { asError } from '../api/as-error.ts';
import { preferredLanguage, regionalLocale, rememberLanguage, type Language } from './language.ts';
import { loadMessages, type Messages } from './messages.ts';

interface LanguageChoice {
  language: Language;
  choose: (language: Language) => void;
}

const Choice = createContext<LanguageChoice | undefined>(undefined);

/** Everything below it speaks the language that was chosen. Shows nothing until it is loaded. */
export function LanguageProvider({ children }: { children: ReactNode }): ReactNode {
  const [language, setLanguage] = useState(preferredLanguage);
  const [spoken, setSpoken] = useState<{ language: Language; messages: Messages }>();
  const [problem, setProblem] = useState<Error>();

  useEffect(() => {
    let isWanted = true;
    loadMessages(language).then(
      (messages) => {
        if (!isWanted) return;
        document.documentElement.lang = language;
        setSpoken({ language, messages });
      },
      (thrown: unknown) => {
        setProblem(asError(thrown));
      },
    );
    return () => {
      isWanted = false;
    };
  }, [language]);

  const choice = useMemo(
    () => ({
      language,
      choose: (chosen: Language) => {
        rememberLanguage(chosen);
        setLanguage(chosen);
      },
    }),
    [language],
  );

  if (problem) throw problem;
  if (!spoken) return null;
  return (
    <Choice value={choice}>
      <IntlProvider locale={regionalLocale(spoken.language)} defaultLocale={spoken.language} messages={spoken.messages}>
        {children}
      </IntlProvider>
    </Choice>
  );
}

/** The language that the console speaks, and how to choose another. */
export function useLanguage(): LanguageChoice {
  const choice = useContext(Choice);
  if (!choice) throw new Error('There is no LanguageProvider');
  return choice;
}
