import { expect, it } from 'vitest';
import { unitSign } from './units.ts';

it.each([
  ['Cel', '°C'],
  ['1', ''],
  ['hPa', 'hPa'],
  // Whatever a device says is a unit.
  ['constructor', 'constructor'],
])('%s is shown as "%s"', (unit, sign) => {
  expect(unitSign(unit)).toBe(sign);
});
