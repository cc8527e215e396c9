import { expect, it } from 'vitest';
import { ownLocale } from './locale.ts';

it.each([
  ['fr', 'fr'],
  ['fr-CA', 'fr'],
  ['fr_FR', 'fr'],
  ['FR', 'fr'],
  ['en', 'en'],
  ['en-US', 'en'],
  ['frr', undefined],
  ['enm-GB', undefined],
  ['de', undefined],
  ['', undefined],
  [undefined, undefined],
])('the locale %j is the language %j', (locale, language) => {
  expect(ownLocale(locale)).toBe(language);
});
