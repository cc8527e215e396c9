import { remember } from '../../../remember.ts';
import { LibraryError } from '../../run.ts';

export type NumberField =
  | 'year'
  | 'yearOfEra'
  | 'quarter'
  | 'month'
  | 'dayOfYear'
  | 'day'
  | 'hour'
  | 'clockHour'
  | 'hourOfHalf'
  | 'clockHourOfHalf'
  | 'minute'
  | 'second'
  | 'nano'
  | 'milliOfDay'
  | 'nanoOfDay';
export type TextField = 'era' | 'quarter' | 'month' | 'dayOfWeek' | 'halfOfDay';
export type TextStyle = 'short' | 'full' | 'narrow';

/** How an offset from UTC is written: minutes and seconds always, never, or only where they are not zero. */
export interface OffsetStyle {
  separator: '' | ':';
  minutes: 'always' | 'needed';
  seconds: 'never' | 'needed';
  /** For an offset of zero. */
  zero: string;
}

export type Item =
  | { kind: 'literal'; text: string }
  /** `minimum` to `maximum` digits, padded with zeros. A year of four or more letters has a sign where it is longer. */
  | { kind: 'number'; field: NumberField; minimum: number; maximum: number }
  /** The last two digits of a year from 2000 to 2099. */
  | { kind: 'twoDigitYear'; field: 'year' | 'yearOfEra' }
  | { kind: 'fraction'; digits: number }
  | { kind: 'text'; field: TextField; style: TextStyle }
  | { kind: 'offset'; style: OffsetStyle }
  /** `GMT+8`, or `GMT+08:00`. */
  | { kind: 'namedOffset'; full: boolean }
  | { kind: 'zone' }
  | { kind: 'optional'; items: readonly Item[] };

/** More than an API has in all its code. */
const REMEMBERED = 500;
const MAXIMUM_DIGITS = 19;
const MAXIMUM_OF_EACH = 5;
const TEXT_STYLES: Readonly<Record<number, TextStyle>> = { 3: 'short', 4: 'full', 5: 'narrow' };

const NUMBERS: Readonly<Record<string, { field: NumberField; letters: number }>> = {
  d: { field: 'day', letters: 2 },
  H: { field: 'hour', letters: 2 },
  k: { field: 'clockHour', letters: 2 },
  K: { field: 'hourOfHalf', letters: 2 },
  h: { field: 'clockHourOfHalf', letters: 2 },
  m: { field: 'minute', letters: 2 },
  s: { field: 'second', letters: 2 },
};
const LONG_NUMBERS: Readonly<Record<string, NumberField>> = { n: 'nano', A: 'milliOfDay', N: 'nanoOfDay' };
const YEARS: Readonly<Record<string, 'year' | 'yearOfEra'>> = { u: 'year', y: 'yearOfEra' };
const TEXTS: Readonly<Record<string, TextField>> = { M: 'month', L: 'month', Q: 'quarter', q: 'quarter' };

/**
 * A pattern of Java's `DateTimeFormatter`, which the formats of `util.time` are ("Time helpers in util.time"). Letters whose meaning depends on
 * the language or the version of the service (`Y`, `w`, `W`, `e`, `c`, `F`, `g`, `z`, `v`, `B`) and `p` are refused by name.
 */
export const parsePattern = remember(REMEMBERED, (format: string): readonly Item[] => {
  const sections: Item[][] = [[]];
  for (const part of format.match(/'(?:[^']|'')*'|([a-zA-Z])\1*|[[\]{}#']|[^a-zA-Z'[\]{}#]+/g) ?? []) {
    const items = sections.at(-1) ?? [];
    if (part === '[') sections.push([]);
    else if (part === ']') closeSection(sections, format);
    else items.push(/^[a-zA-Z]/.test(part) ? letters(part) : { kind: 'literal', text: literal(part, format) });
  }
  // Java closes what is still open at the end.
  while (sections.length > 1) closeSection(sections, format);
  return sections[0] ?? [];
});

function closeSection(sections: Item[][], format: string): void {
  const items = sections.length > 1 ? sections.pop() : undefined;
  if (!items) throw new LibraryError(`util.time: the format ${format} has a ] without its [`);
  sections.at(-1)?.push({ kind: 'optional', items });
}

function literal(part: string, format: string): string {
  if (part === "''") return "'";
  if (part === "'") throw new LibraryError(`util.time: the format ${format} has a quote that does not end`);
  if (/^[{}#]$/.test(part)) throw new LibraryError(`util.time: the format ${format} has a ${part}, which is reserved`);
  return part.startsWith("'") ? part.slice(1, -1).replaceAll("''", "'") : part;
}

function letters(part: string): Item {
  const item = itemOf(part.charAt(0), part.length);
  if (!item) throw new LibraryError(`not supported here: ${part} in a format of util.time`);
  return item;
}

function itemOf(letter: string, count: number): Item | undefined {
  const year = YEARS[letter];
  if (year && count === 2) return { kind: 'twoDigitYear', field: year };
  if (year) return { kind: 'number', field: year, minimum: count, maximum: MAXIMUM_DIGITS };
  const number = NUMBERS[letter];
  if (number && count <= number.letters) return numberItem(number.field, count);
  const longNumber = LONG_NUMBERS[letter];
  if (longNumber && count <= MAXIMUM_DIGITS) return numberItem(longNumber, count);
  const text = TEXTS[letter];
  if (text === 'month' || text === 'quarter') return count <= 2 ? numberItem(text, count) : textItem(text, count);
  switch (letter) {
    case 'D':
      return count <= 3 ? { kind: 'number', field: 'dayOfYear', minimum: count, maximum: 3 } : undefined;
    case 'S':
      return count <= 9 ? { kind: 'fraction', digits: count } : undefined;
    case 'G':
      return textItem('era', Math.max(count, 3));
    case 'E':
      return textItem('dayOfWeek', Math.max(count, 3));
    case 'a':
      return count === 1 ? { kind: 'text', field: 'halfOfDay', style: 'short' } : undefined;
    case 'V':
      return count === 2 ? { kind: 'zone' } : undefined;
    case 'O':
      return count === 1 || count === 4 ? { kind: 'namedOffset', full: count === 4 } : undefined;
    case 'X':
    case 'x':
      return count <= MAXIMUM_OF_EACH ? { kind: 'offset', style: offsetStyle(count, letter === 'X') } : undefined;
    case 'Z':
      if (count === 4) return { kind: 'namedOffset', full: true };
      if (count > MAXIMUM_OF_EACH) return undefined;
      return { kind: 'offset', style: count === 5 ? offsetStyle(5, true) : offsetStyle(2, false) };
    default:
      return undefined;
  }
}

function numberItem(field: NumberField, count: number): Item {
  return { kind: 'number', field, minimum: count, maximum: count === 1 ? MAXIMUM_DIGITS : count };
}

function textItem(field: TextField, count: number): Item | undefined {
  const style = TEXT_STYLES[count];
  return style && { kind: 'text', field, style };
}

function offsetStyle(count: number, zulu: boolean): OffsetStyle {
  const separator = count === 3 || count === 5 ? ':' : '';
  const minutes = count === 1 ? 'needed' : 'always';
  const zero = zulu ? 'Z' : minutes === 'needed' ? '+00' : `+00${separator}00`;
  return { separator, minutes, seconds: count >= 4 ? 'needed' : 'never', zero };
}
