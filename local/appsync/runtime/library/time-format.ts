import { LibraryError } from '../run.ts';

/**
 * The numeric letters of Java's DateTimeFormatter, which the formats of `util.time` are written in. Letters that need a
 * language, such as month names, are refused by name.
 */
interface Fields {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
}

const FIELDS: Readonly<Record<string, keyof Fields>> = {
  y: 'year',
  u: 'year',
  M: 'month',
  d: 'day',
  H: 'hour',
  m: 'minute',
  s: 'second',
  S: 'millisecond',
};
const OFFSETS: Readonly<Record<string, string>> = { Z: '', ZZ: '', ZZZ: '', XX: '', XXX: ':', xx: '', xxx: ':' };
const MINUTE = 60_000;

/** @param milliseconds since the epoch @param zone an IANA name */
export function formatTime(milliseconds: number, format: string, zone: string): string {
  const offset = offsetAt(milliseconds, zone);
  const fields = fieldsOf(milliseconds + offset * MINUTE);
  return tokens(format)
    .map((token) => {
      if (token.literal !== undefined) return token.literal;
      const separator = OFFSETS[token.letters];
      return separator === undefined
        ? formatField(token.letters, fields)
        : formatOffset(offset, token.letters, separator);
    })
    .join('');
}

/** Milliseconds since the epoch. An offset in the text beats `zone`. */
export function parseTime(text: string, format: string, zone: string): number {
  const fields: Fields = { year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0, millisecond: 0 };
  let offset: number | undefined;
  let rest = text;
  for (const { literal, letters } of tokens(format)) {
    const separator = OFFSETS[letters];
    const expression = literal === undefined ? patternOf(letters, separator) : null;
    const found = expression
      ? (expression.exec(rest)?.[0] ?? '')
      : rest.startsWith(literal ?? '')
        ? (literal ?? '')
        : '';
    if (found === '' && literal !== '') throw new LibraryError(`util.time: ${text} is not of the format ${format}`);
    rest = rest.slice(found.length);
    if (literal !== undefined) continue;
    if (separator === undefined) fields[fieldName(letters)] = fieldValue(letters, found);
    else offset = parseOffset(found);
  }
  const local = Date.UTC(
    fields.year,
    fields.month - 1,
    fields.day,
    fields.hour,
    fields.minute,
    fields.second,
    fields.millisecond,
  );
  const back = fieldsOf(local);
  if (
    rest !== '' ||
    back.month !== fields.month ||
    back.day !== fields.day ||
    back.hour !== fields.hour ||
    back.minute !== fields.minute
  ) {
    throw new LibraryError(`util.time: ${text} is not of the format ${format}`);
  }
  return local - (offset ?? offsetOfLocal(local, zone)) * MINUTE;
}

interface Token {
  letters: string;
  literal: string | undefined;
}

function tokens(format: string): Token[] {
  const found = format.match(/'(?:[^']|'')*'|([a-zA-Z])\1*|[^a-zA-Z']+/g) ?? [];
  return found.map((part) => {
    if (part === "''") return { letters: '', literal: "'" };
    if (part.startsWith("'")) return { letters: '', literal: part.slice(1, -1).replaceAll("''", "'") };
    if (!/[a-zA-Z]/.test(part)) return { letters: '', literal: part };
    if (OFFSETS[part] === undefined) fieldName(part);
    return { letters: part, literal: undefined };
  });
}

function fieldName(letters: string): keyof Fields {
  const name = FIELDS[letters.charAt(0)];
  const numeric = letters.length <= (name === 'year' ? 4 : name === 'millisecond' ? 9 : 2);
  if (!name || !numeric) throw new LibraryError(`not supported here: ${letters} in a format of util.time`);
  return name;
}

function formatField(letters: string, fields: Fields): string {
  const value = fields[fieldName(letters)];
  if (letters.startsWith('S')) return String(value).padStart(3, '0').padEnd(9, '0').slice(0, letters.length);
  if (letters === 'yy' || letters === 'uu') return String(value % 100).padStart(2, '0');
  return String(value).padStart(letters.length, '0');
}

function fieldValue(letters: string, text: string): number {
  if (letters.startsWith('S')) return Math.floor(Number(`0.${text}`) * 1000);
  return letters === 'yy' || letters === 'uu' ? 2000 + Number(text) : Number(text);
}

function patternOf(letters: string, separator: string | undefined): RegExp {
  if (separator !== undefined) return letters.startsWith('X') ? /^(?:Z|[+-]\d{2}:?\d{2})/ : /^[+-]\d{2}:?\d{2}/;
  return letters.length === 1 ? /^\d{1,4}/ : new RegExp(`^\\d{${letters.length}}`);
}

function formatOffset(offset: number, letters: string, separator: string): string {
  if (offset === 0 && letters.startsWith('X')) return 'Z';
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `${offset < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}${separator}${String(minutes).padStart(2, '0')}`;
}

function parseOffset(text: string): number {
  if (text === 'Z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return text.startsWith('-') ? -minutes : minutes;
}

function fieldsOf(milliseconds: number): Fields {
  const date = new Date(milliseconds);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
  };
}

/** Minutes east of UTC at a moment. */
function offsetAt(milliseconds: number, zone: string): number {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    const name = format.formatToParts(milliseconds).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    return name === 'GMT' ? 0 : parseOffset(name.slice(3));
  } catch (error) {
    if (error instanceof RangeError) throw new LibraryError(`util.time: unknown time zone ${zone}`);
    throw error;
  }
}

/** Minutes east of UTC at a local time: the offset of the moment that a first guess gives. */
function offsetOfLocal(local: number, zone: string): number {
  return offsetAt(local - offsetAt(local, zone) * MINUTE, zone);
}
