import { expect, it } from 'vitest';
import { LANGUAGES } from '../i18n/language.ts';
import { checkFile } from './check/check-file.ts';
import { template } from './template.ts';

it.each(LANGUAGES)('the template in %s can be imported as it is', (language) => {
  expect(checkFile(new TextEncoder().encode(template(language)))).toMatchObject({
    rows: 2,
    faults: [],
    first: [{ device: { name: 'North pier 1', location: { latitude: 47.6028, altitude: 4.5 } } }, { device: {} }],
  });
});
