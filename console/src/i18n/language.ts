import * as v from 'valibot';

export const LANGUAGES = ['en', 'fr'] as const;
/** A language that the console speaks. */
export type Language = (typeof LANGUAGES)[number];
/** What those who speak a language call it. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', fr: 'Français' };

const KEY = 'sonde-language';
const Language = v.picklist(LANGUAGES);

/** The language that was chosen in this browser, else the first of the browser's own that the console speaks, else English. */
export function preferredLanguage(
  chosen = localStorage.getItem(KEY),
  ofBrowser: readonly string[] = navigator.languages,
): Language {
  const known = [chosen, ...ofBrowser.map((tag) => tag.slice(0, 2))].find((tag) => v.is(Language, tag));
  return v.parse(Language, known ?? 'en');
}

/** How dates and numbers are written: as where the browser's owner lives, if they speak the language there, such as `en-GB`. */
export function regionalLocale(language: Language, ofBrowser: readonly string[] = navigator.languages): string {
  return ofBrowser.find((tag) => tag.split('-')[0] === language) ?? language;
}

/** Keeps the choice for this browser. */
export function rememberLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
}

/** Calls back with the language that is preferred from now on, where another tab has it kept. @returns stops that */
export function onChosenElsewhere(listener: (language: Language) => void): () => void {
  const hear = ({ key }: StorageEvent): void => {
    if (key === KEY) listener(preferredLanguage());
  };
  addEventListener('storage', hear);
  return () => {
    removeEventListener('storage', hear);
  };
}
