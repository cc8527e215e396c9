import { expect, it } from 'vitest';
import { replaceTablePlaceholders } from './artifacts.ts';

const tablePlaceholder = (table: string): string => `__TABLE_${table}__`;

const names = { devices: 'sonde-test-devices', latest: 'sonde-test-latest' };

it('replaces every placeholder by the name of its table', () => {
  const [devices, latest] = [tablePlaceholder('devices'), tablePlaceholder('latest')];
  const code = `const TABLE = "${devices}", both = "${latest}${devices}";`;
  expect(replaceTablePlaceholders(code, names)).toBe(
    'const TABLE = "sonde-test-devices", both = "sonde-test-latestsonde-test-devices";',
  );
});

it.each(['unknown', 'devices2', 'two words', 'constructor', ''])('leaves no placeholder of %j', (table) => {
  expect(() => replaceTablePlaceholders(`"${tablePlaceholder(table)}"`, names)).toThrow(
    `${tablePlaceholder(table)} names a table that does not exist: devices, latest`,
  );
});
