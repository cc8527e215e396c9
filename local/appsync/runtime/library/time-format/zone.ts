import { remember } from '../../../remember.ts';
import { LibraryError } from '../../run.ts';

/** Seconds east of UTC, at a moment in milliseconds since the epoch. */
type Zone = (milliseconds: number) => number;

const DAY = 86_400_000;
/** More than there are. */
const REMEMBERED = 700;
const OFFSET = /^(?:UTC|GMT|UT)?([+-])(\d{1,2})(?::?([0-5]\d)(?::?([0-5]\d))?)?$/;
const NAMES_OF_UTC = ['Z', 'UTC', 'GMT', 'UT'];
const MAXIMUM_HOURS = 18;
/** Java has no zone for an abbreviation such as `EST` or `PST`, but for these. */
const ABBREVIATION = /^(?!(?:CET|MET|EET|WET|UCT|PRC|ROK)$)[A-Z]{3,4}$/;

/**
 * A time zone as Java's `ZoneId` takes it: a name of the IANA database, or an offset such as `+08:00` or `UTC+8`.
 * @throws {LibraryError} where there is no such zone
 */
export const zoneOf = remember(REMEMBERED, (name: string): Zone => {
  if (NAMES_OF_UTC.includes(name)) return () => 0;
  const offset = OFFSET.exec(name);
  if (offset) return fixed(name, offset);
  if (ABBREVIATION.test(name)) throw unknown(name);
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
    return (milliseconds) => {
      const part = format.formatToParts(milliseconds).find(({ type }) => type === 'timeZoneName')?.value ?? '';
      const found = OFFSET.exec(part);
      return found ? seconds(found) : 0;
    };
  } catch (error) {
    if (error instanceof RangeError) throw unknown(name);
    throw error;
  }
});

/**
 * The moment at which a zone's clocks show a local time, both in milliseconds. A time that clocks skip is moved on by as much as they skip; of one that they
 * show twice it is the first (Java, `ZonedDateTime.ofLocal`).
 */
export function momentOf(local: number, zone: Zone): number {
  const before = zone(local - DAY) * 1000;
  const after = zone(local + DAY) * 1000;
  if (zone(local - before) * 1000 === before) return local - before;
  return zone(local - after) * 1000 === after ? local - after : local - before;
}

function fixed(name: string, offset: RegExpExecArray): Zone {
  const total = seconds(offset);
  if (Math.abs(total) > MAXIMUM_HOURS * 3600) throw unknown(name);
  return () => total;
}

function seconds([, sign, hours, minutes = '0', rest = '0']: RegExpExecArray): number {
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
  return sign === '-' ? -total : total;
}

function unknown(name: string): LibraryError {
  return new LibraryError(`util.time: unknown time zone ${name}`);
}
