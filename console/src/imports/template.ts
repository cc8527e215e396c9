import { COLUMNS, type Column } from '../../../functions/import-devices/csv/columns.ts';
import type { Language } from '../i18n/language.ts';

/** The columns that the template has: keys that devices have made themselves are for those who know of them. */
const SHOWN = COLUMNS.filter((column) => column !== 'certificate_signing_request');

type Example = Partial<Record<Column, string | number>>;

const EXAMPLES: readonly Example[] = [
  {
    name: 'North pier 1',
    description: 'At the end of the pier',
    latitude: 47.6028,
    longitude: -122.3426,
    altitude: 4.5,
    location: 'North pier',
    metrics: 'temperature|Cel|Air temperature; humidity|%RH',
  },
  { name: 'Cold store 3', metrics: 'temperature|Cel' },
];

/**
 * A file with every column and two devices, as spreadsheets of a language read it: in French the comma is for decimals, so that semicolons part the
 * cells. It begins with a byte order mark, without which some take it for another encoding.
 */
export function template(language: Language): string {
  const [separator, point] = language === 'fr' ? [';', ','] : [',', '.'];
  const cell = (value: string | number = ''): string => {
    const text = typeof value === 'number' ? value.toString().replace('.', point) : value;
    return /[",;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [SHOWN, ...EXAMPLES.map((example) => SHOWN.map((column) => example[column]))];
  return `\ufeff${lines.map((cells) => `${cells.map(cell).join(separator)}\r\n`).join('')}`;
}
