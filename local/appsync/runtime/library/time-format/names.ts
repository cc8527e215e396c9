import type { TextField, TextStyle } from './pattern.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** English names, by field and style, in the order of the values from `FIRST_VALUE`. */
const NAMES: Readonly<Record<TextField, Readonly<Record<TextStyle, readonly string[]>>>> = {
  month: styles(MONTHS),
  dayOfWeek: styles(DAYS),
  quarter: {
    short: ['Q1', 'Q2', 'Q3', 'Q4'],
    full: ['1st quarter', '2nd quarter', '3rd quarter', '4th quarter'],
    narrow: ['1', '2', '3', '4'],
  },
  era: { short: ['BC', 'AD'], full: ['Before Christ', 'Anno Domini'], narrow: ['B', 'A'] },
  halfOfDay: { short: ['AM', 'PM'], full: ['AM', 'PM'], narrow: ['a', 'p'] },
};
const FIRST_VALUE: Readonly<Record<TextField, number>> = { month: 1, dayOfWeek: 1, quarter: 1, era: 0, halfOfDay: 0 };

export function nameOf(field: TextField, style: TextStyle, value: number): string {
  return NAMES[field][style][value - FIRST_VALUE[field]] ?? '';
}

/** The value whose name `text` begins with, and the name. `undefined` where there is none or, as with narrow months, several are called so. */
export function valueOfName(
  field: TextField,
  style: TextStyle,
  text: string,
): { value: number; name: string } | undefined {
  const names = NAMES[field][style];
  const [name, ...others] = names.filter((candidate) => text.startsWith(candidate));
  if (name === undefined || others.length > 0) return undefined;
  return { value: names.indexOf(name) + FIRST_VALUE[field], name };
}

function styles(names: readonly string[]) {
  return { full: names, short: names.map((name) => name.slice(0, 3)), narrow: names.map((name) => name.charAt(0)) };
}
