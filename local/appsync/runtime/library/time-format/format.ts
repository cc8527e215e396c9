import { nameOf } from './names.ts';
import { parsePattern, type Item, type NumberField, type OffsetStyle, type TextField } from './pattern.ts';
import { zoneOf } from './zone.ts';

const DAY = 86_400_000;

/** A moment as a zone's clocks and calendar show it. */
interface Local {
  /** Milliseconds since the epoch as if the clocks were at UTC. */
  milliseconds: number;
  /** Seconds east of UTC. */
  offset: number;
  zone: string;
}

/**
 * @param milliseconds since the epoch
 * @param format a pattern of Java's `DateTimeFormatter`
 * @param zone a name of the IANA database or an offset
 * @throws {LibraryError} for a format or a zone that is none
 */
export function formatTime(milliseconds: number, format: string, zone: string): string {
  const items = parsePattern(format);
  const offset = zoneOf(zone)(milliseconds);
  return write(items, { milliseconds: milliseconds + offset * 1000, offset, zone });
}

function write(items: readonly Item[], local: Local): string {
  return items.map((item) => writeItem(item, local)).join('');
}

function writeItem(item: Item, local: Local): string {
  switch (item.kind) {
    case 'literal':
      return item.text;
    case 'number':
      return writeNumber(numberOf(item.field, local), item.minimum);
    case 'twoDigitYear':
      return String(Math.abs(numberOf(item.field, local)) % 100).padStart(2, '0');
    case 'fraction':
      return String(numberOf('nano', local)).padStart(9, '0').slice(0, item.digits);
    case 'text':
      return nameOf(item.field, item.style, valueToName(item.field, local));
    case 'offset':
      return writeOffset(local.offset, item.style);
    case 'namedOffset':
      return `GMT${writeNamedOffset(local.offset, item.full)}`;
    case 'zone':
      return local.zone;
    case 'optional':
      return write(item.items, local);
  }
}

/** A year of four letters or more gets a `+` where it does not fit. */
function writeNumber(value: number, minimum: number): string {
  const digits = String(Math.abs(value)).padStart(minimum, '0');
  const sign = value < 0 ? '-' : minimum >= 4 && digits.length > minimum ? '+' : '';
  return `${sign}${digits}`;
}

function numberOf(field: NumberField, { milliseconds }: Local): number {
  const date = new Date(milliseconds);
  const year = date.getUTCFullYear();
  const hour = date.getUTCHours();
  const ofDay = milliseconds - Math.floor(milliseconds / DAY) * DAY;
  switch (field) {
    case 'year':
      return year;
    case 'yearOfEra':
      return year > 0 ? year : 1 - year;
    case 'quarter':
      return Math.floor(date.getUTCMonth() / 3) + 1;
    case 'month':
      return date.getUTCMonth() + 1;
    case 'dayOfYear':
      return Math.floor((milliseconds - new Date(0).setUTCFullYear(year, 0, 1)) / DAY) + 1;
    case 'day':
      return date.getUTCDate();
    case 'hour':
      return hour;
    case 'clockHour':
      return hour === 0 ? 24 : hour;
    case 'hourOfHalf':
      return hour % 12;
    case 'clockHourOfHalf':
      return hour % 12 === 0 ? 12 : hour % 12;
    case 'minute':
      return date.getUTCMinutes();
    case 'second':
      return date.getUTCSeconds();
    case 'nano':
      return date.getUTCMilliseconds() * 1_000_000;
    case 'milliOfDay':
      return ofDay;
    case 'nanoOfDay':
      return ofDay * 1_000_000;
  }
}

function valueToName(field: TextField, local: Local): number {
  const date = new Date(local.milliseconds);
  switch (field) {
    case 'era':
      return date.getUTCFullYear() > 0 ? 1 : 0;
    case 'dayOfWeek':
      return date.getUTCDay() === 0 ? 7 : date.getUTCDay();
    case 'halfOfDay':
      return date.getUTCHours() < 12 ? 0 : 1;
    case 'quarter':
    case 'month':
      return numberOf(field, local);
  }
}

function writeOffset(offset: number, { separator, minutes, seconds, zero }: OffsetStyle): string {
  const [hour, minute, second] = partsOf(offset);
  const withSeconds = seconds === 'needed' && second !== 0;
  if (hour === 0 && minute === 0 && !withSeconds) return zero;
  const withMinutes = minutes === 'always' || minute !== 0;
  return [
    `${offset < 0 ? '-' : '+'}${two(hour)}`,
    withMinutes ? `${separator}${two(minute)}` : '',
    withSeconds ? `${separator}${two(second)}` : '',
  ].join('');
}

function writeNamedOffset(offset: number, full: boolean): string {
  if (offset === 0) return '';
  const [hour, minute, second] = partsOf(offset);
  return [
    `${offset < 0 ? '-' : '+'}${full ? two(hour) : hour}`,
    full || minute !== 0 || second !== 0 ? `:${two(minute)}` : '',
    second === 0 ? '' : `:${two(second)}`,
  ].join('');
}

function partsOf(offset: number): [hour: number, minute: number, second: number] {
  const total = Math.abs(offset);
  return [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
