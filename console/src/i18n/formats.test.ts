import { createIntl } from 'react-intl';
import { expect, it } from 'vitest';
import { formatsOf } from './formats.tsx';

it.each([
  ['en', 21.5, 'Cel', '21.5\u00a0°C'],
  ['fr', -1234.5678, null, '-1\u202f234,57'],
  ['en', 0, 'm', '0\u00a0m'],
  ['en', 0.000001, null, '0.000001'],
  // What a broken sensor sends does not fill the page.
  ['en', 3.4028234663852886e38, 'm', '3.40282E38\u00a0m'],
  ['fr', -9.9e125, null, '-9,9E125'],
  ['en', 1e-130, null, '1E-130'],
])('in %s the value %d in %j is "%s"', (locale, value, unit, text) => {
  expect(formatsOf(createIntl({ locale })).value(value, unit)).toBe(text);
});
