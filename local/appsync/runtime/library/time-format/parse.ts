import { LibraryError } from '../../run.ts';
import { valueOfName } from './names.ts';
import { parsePattern, type Item, type NumberField, type OffsetStyle, type TextField } from './pattern.ts';
import { resolveMoment } from './resolve.ts';

/** What a text says, by field; offsets in seconds. */
export interface Fields {
  numbers: Partial<Record<NumberField, number>>;
  names: Partial<Record<TextField, number>>;
  offset?: number;
  zone?: string;
}

/**
 * @param format a pattern of Java's `DateTimeFormatter`, read as its `SMART` style reads: 31 February is the month's last day
 * @param zone where the text does not say; an offset or a zone in the text beats it
 * @returns milliseconds since the epoch
 * @throws {LibraryError} for a text that is not of the format, or that does not say which moment
 */
export function parseTime(text: string, format: string, zone: string | undefined): number {
  const fields: Fields = { numbers: {}, names: {} };
  const end = readItems(parsePattern(format), text, 0, fields);
  const moment = end === text.length ? resolveMoment(fields, zone) : undefined;
  if (moment === undefined) throw new LibraryError(`util.time: ${text} is not of the format ${format}`);
  return moment;
}

/** The position after the items; `undefined` where the text is not of their form. */
function readItems(items: readonly Item[], text: string, start: number, fields: Fields): number | undefined {
  let position: number | undefined = start;
  for (const [index, item] of items.entries()) {
    position = readItem(item, text, position, fields, digitsAfter(items, index));
    if (position === undefined) return undefined;
  }
  return position;
}

/** Digits that the numbers right behind an item need, which one of any length leaves to them. */
function digitsAfter(items: readonly Item[], index: number): number {
  let digits = 0;
  for (const item of items.slice(index + 1)) {
    const width = widthOf(item);
    if (width === undefined) break;
    digits += width;
  }
  return digits;
}

function widthOf(item: Item): number | undefined {
  if (item.kind === 'twoDigitYear') return 2;
  if (item.kind === 'fraction') return item.digits;
  return item.kind === 'number' && item.minimum === item.maximum ? item.minimum : undefined;
}

function readItem(item: Item, text: string, position: number, fields: Fields, reserved: number): number | undefined {
  const rest = text.slice(position);
  switch (item.kind) {
    case 'literal':
      return rest.startsWith(item.text) ? position + item.text.length : undefined;
    case 'number': {
      const found = numberIn(rest, item, reserved);
      return found !== undefined && setNumber(fields, item.field, Number(found)) ? position + found.length : undefined;
    }
    case 'twoDigitYear': {
      const found = /^\d\d/.exec(rest)?.[0];
      return found !== undefined && setNumber(fields, item.field, 2000 + Number(found)) ? position + 2 : undefined;
    }
    case 'fraction': {
      const found = new RegExp(`^\\d{${item.digits}}`).exec(rest)?.[0];
      if (found === undefined || !setNumber(fields, 'nano', Number(found.padEnd(9, '0')))) return undefined;
      return position + item.digits;
    }
    case 'text': {
      const found = valueOfName(item.field, item.style, rest);
      if (!found) return undefined;
      fields.names[item.field] = found.value;
      return position + found.name.length;
    }
    case 'offset':
      return readOffset(rest, position, offsetPattern(item.style), item.style.zero, fields);
    case 'namedOffset':
      return readOffset(rest, position, item.full ? FULL_NAMED_OFFSET : SHORT_NAMED_OFFSET, 'GMT', fields);
    case 'zone': {
      const found = /^[A-Za-z0-9+\-_/:]+/.exec(rest)?.[0];
      if (found === undefined) return undefined;
      fields.zone = found;
      return position + found.length;
    }
    case 'optional': {
      const inner = { ...fields, numbers: { ...fields.numbers }, names: { ...fields.names } };
      const end = readItems(item.items, text, position, inner);
      if (end === undefined) return position;
      Object.assign(fields, inner);
      return end;
    }
  }
}

type NumberItem = Extract<Item, { kind: 'number' }>;

function numberIn(text: string, { minimum, maximum }: NumberItem, reserved: number): string | undefined {
  if (minimum === maximum) return new RegExp(`^\\d{${minimum}}`).exec(text)?.[0];
  const [, sign = '', digits = ''] = /^([+-]?)(\d*)/.exec(text) ?? [];
  // Without a sign, a year of four letters has four digits.
  const most = minimum >= 4 && sign === '' ? minimum : maximum;
  const taken = digits.slice(0, Math.min(most, Math.max(minimum, digits.length - reserved)));
  return taken.length < minimum ? undefined : `${sign}${taken}`;
}

/** Whether the field may have the value: what a text says twice it must say alike. */
function setNumber(fields: Fields, field: NumberField, value: number): boolean {
  const known = fields.numbers[field];
  fields.numbers[field] = value;
  return known === undefined || known === value;
}

const SHORT_NAMED_OFFSET = /^GMT([+-])(\d{1,2})(?::(\d\d)(?::(\d\d))?)?/;
const FULL_NAMED_OFFSET = /^GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/;

function offsetPattern({ separator, minutes, seconds }: OffsetStyle): RegExp {
  const second = seconds === 'needed' ? `(?:${separator}(\\d\\d))?` : '()';
  const minute = `${separator}([0-5]\\d)${second}`;
  return new RegExp(`^([+-])(\\d\\d)${minutes === 'always' ? minute : `(?:${minute})?`}`);
}

function readOffset(rest: string, position: number, pattern: RegExp, zero: string, fields: Fields): number | undefined {
  const [found, sign, hours = '', minutes = '', seconds = ''] = pattern.exec(rest) ?? [];
  if (found === undefined) {
    if (!rest.startsWith(zero)) return undefined;
    fields.offset = 0;
    return position + zero.length;
  }
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  fields.offset = sign === '-' ? -total : total;
  return position + found.length;
}
