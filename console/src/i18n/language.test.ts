import { describe, expect, it } from 'vitest';
import { preferredLanguage, regionalLocale } from './language.ts';

describe('the language of the console', () => {
  it.each([
    { chosen: 'fr', ofBrowser: ['en-GB'], language: 'fr' },
    { chosen: null, ofBrowser: ['de-DE', 'fr-CH', 'en'], language: 'fr' },
    { chosen: 'de', ofBrowser: ['en-US'], language: 'en' },
    { chosen: null, ofBrowser: ['de'], language: 'en' },
    { chosen: null, ofBrowser: [], language: 'en' },
  ])('is $language where $chosen was chosen in a browser of $ofBrowser', ({ chosen, ofBrowser, language }) => {
    expect(preferredLanguage(chosen, ofBrowser)).toBe(language);
  });

  it.each([
    { language: 'en' as const, ofBrowser: ['fr-FR', 'en-GB', 'en-US'], locale: 'en-GB' },
    { language: 'fr' as const, ofBrowser: ['en-GB', 'fr'], locale: 'fr' },
    { language: 'fr' as const, ofBrowser: ['en-GB'], locale: 'fr' },
  ])('is written as $locale in a browser of $ofBrowser', ({ language, ofBrowser, locale }) => {
    expect(regionalLocale(language, ofBrowser)).toBe(locale);
  });
});
