import { LibraryError } from '../../run.ts';
import type { Fields } from './parse.ts';
import type { NumberField } from './pattern.ts';
import { momentOf, zoneOf } from './zone.ts';

const DAY = 86_400_000;
const RANGES: Readonly<Record<NumberField, readonly [number, number]>> = {
  year: [-271_820, 275_759],
  yearOfEra: [1, 275_759],
  quarter: [1, 4],
  month: [1, 12],
  dayOfYear: [1, 366],
  day: [1, 31],
  hour: [0, 24],
  clockHour: [1, 24],
  hourOfHalf: [0, 11],
  clockHourOfHalf: [1, 12],
  minute: [0, 59],
  second: [0, 59],
  nano: [0, 999_999_999],
  milliOfDay: [0, DAY - 1],
  nanoOfDay: [0, DAY * 1_000_000 - 1],
};

/**
 * The moment that fields say, in milliseconds since the epoch; `undefined` where they contradict themselves or leave open which.
 * @throws {LibraryError} where neither the text nor the caller names a time zone
 */
export function resolveMoment(fields: Fields, given: string | undefined): number | undefined {
  if (Object.entries(fields.numbers).some(([field, value]) => !isInRange(field, value))) return undefined;
  const date = dateOf(fields);
  const time = timeOfDay(fields);
  if (date === undefined || time === undefined) return undefined;
  const local = date + time;
  if (fields.offset !== undefined) return local - fields.offset * 1000;
  const zone = fields.zone ?? given;
  if (zone === undefined) throw new LibraryError('util.time: neither the format nor an argument names a time zone');
  return momentOf(local, zoneOf(zone));
}

function isInRange(field: string, value: number): boolean {
  const [, range] = Object.entries(RANGES).find(([name]) => name === field) ?? [];
  return range !== undefined && value >= range[0] && value <= range[1];
}

/** Milliseconds from the epoch to the day's first. */
function dateOf({ numbers, names }: Fields): number | undefined {
  const year = numbers.year ?? yearOf(numbers.yearOfEra, names.era);
  if (year === undefined) return undefined;
  const month = names.month ?? numbers.month;
  const day = month === undefined ? dayOfYear(year, numbers.dayOfYear) : dayOfMonth(year, month, numbers.day);
  if (day === undefined || contradicts(day, names, numbers)) return undefined;
  return day;
}

function yearOf(yearOfEra: number | undefined, era: number | undefined): number | undefined {
  return yearOfEra !== undefined && era === 0 ? 1 - yearOfEra : yearOfEra;
}

function dayOfYear(year: number, day: number | undefined): number | undefined {
  if (day === undefined) return undefined;
  const date = utc(year, 0, day);
  return new Date(date).getUTCFullYear() === year ? date : undefined;
}

function dayOfMonth(year: number, month: number, day: number | undefined): number | undefined {
  if (day === undefined) return undefined;
  const last = new Date(utc(year, month, 0)).getUTCDate();
  return utc(year, month - 1, Math.min(day, last));
}

/** Other fields that say something of the day. */
function contradicts(day: number, names: Fields['names'], numbers: Fields['numbers']): boolean {
  const date = new Date(day);
  const quarter = Math.floor(date.getUTCMonth() / 3) + 1;
  return (
    isOther(names.dayOfWeek, date.getUTCDay() === 0 ? 7 : date.getUTCDay()) ||
    isOther(names.quarter, quarter) ||
    isOther(numbers.quarter, quarter) ||
    isOther(numbers.dayOfYear, Math.round((day - utc(date.getUTCFullYear(), 0, 1)) / DAY) + 1)
  );
}

/** Milliseconds from midnight. Smaller parts that the text leaves out are zero; the fraction is cut to milliseconds. */
function timeOfDay({ numbers, names }: Fields): number | undefined {
  if (numbers.milliOfDay !== undefined) return numbers.milliOfDay;
  if (numbers.nanoOfDay !== undefined) return Math.floor(numbers.nanoOfDay / 1_000_000);
  const hour = hourOf(numbers, names.halfOfDay);
  const { minute, second, nano } = numbers;
  if (hour === undefined) return undefined;
  if ((minute === undefined && second !== undefined) || (second === undefined && nano !== undefined)) return undefined;
  if (names.halfOfDay !== undefined && isOther(names.halfOfDay, hour < 12 ? 0 : 1)) return undefined;
  const rest = (minute ?? 0) * 60_000 + (second ?? 0) * 1000 + Math.floor((nano ?? 0) / 1_000_000);
  return hour === 24 && rest > 0 ? undefined : hour * 3_600_000 + rest;
}

function hourOf(numbers: Fields['numbers'], half: number | undefined): number | undefined {
  if (numbers.hour !== undefined) return numbers.hour;
  if (numbers.clockHour !== undefined) return numbers.clockHour % 24;
  const ofHalf = numbers.hourOfHalf ?? numbers.clockHourOfHalf;
  return ofHalf === undefined || half === undefined ? undefined : (ofHalf % 12) + half * 12;
}

function isOther(said: number | undefined, is: number): boolean {
  return said !== undefined && said !== is;
}

function utc(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month, day);
}
