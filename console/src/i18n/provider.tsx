import { createContext, useContext, useEffect, useMemo, type ReactNode } from 'react';
import { IntlProvider } from 'react-intl';
import { onChosenElsewhere, regionalLocale, rememberLanguage, type Language } from './language.ts';
import { speak, useSpoken } from './messages.ts';

interface LanguageChoice {
  language: Language;
  choose: (language: Language) => void;
}

const Choice = createContext<LanguageChoice | undefined>(undefined);

/** Everything below it speaks the language that was chosen. Shows nothing until one is loaded. */
export function LanguageProvider({ children }: { children: ReactNode }): ReactNode {
  const spoken = useSpoken();
  const language = spoken?.language;
  useEffect(() => {
    if (language !== undefined) document.documentElement.lang = language;
  }, [language]);
  useEffect(() => onChosenElsewhere(change), []);
  const choice = useMemo(() => language && { language, choose }, [language]);
  if (!spoken || !choice) return null;
  return (
    <Choice value={choice}>
      <IntlProvider locale={regionalLocale(spoken.language)} defaultLocale={spoken.language} messages={spoken.messages}>
        {children}
      </IntlProvider>
    </Choice>
  );
}

function choose(language: Language): void {
  change(language, () => {
    rememberLanguage(language);
  });
}

function change(language: Language, onChanged?: () => void): void {
  speak(language).then(onChanged, (error: unknown) => {
    // The console goes on in the language that it has.
    console.warn(error);
  });
}

/** The language that the console speaks, and how to choose another. */
export function useLanguage(): LanguageChoice {
  const choice = useContext(Choice);
  if (!choice) throw new Error('There is no LanguageProvider');
  return choice;
}
