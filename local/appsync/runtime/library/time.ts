import type { Run } from '../run.ts';
import { LibraryError } from '../run.ts';
import { isAbsent, readNumber, readString } from './arguments.ts';
import { formatTime } from './time-format/format.ts';
import { parseTime } from './time-format/parse.ts';

/** ISO 8601 with a compulsory offset, as `DateTimeFormatter.ISO_DATE_TIME` reads it; the fraction is cut to milliseconds. */
const ISO_8601 = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:\d{2})?(\.\d{1,3})?\d{0,6}(Z|[+-]\d{2}:\d{2})$/;

/** "Time helpers in util.time". */
export const time = {
  nowISO8601: ({ host }: Run) => new Date(host.clock()).toISOString(),
  nowEpochSeconds: ({ host }: Run) => Math.floor(host.clock() / 1000),
  nowEpochMilliSeconds: ({ host }: Run) => Math.floor(host.clock()),
  nowFormatted: ({ host }: Run, format: unknown, zone: unknown) =>
    formatTime(Math.floor(host.clock()), readString('util.time.nowFormatted', format), zoneOf(zone)),
  parseFormattedToEpochMilliSeconds: (_run: Run, timestamp: unknown, format: unknown, zone: unknown) => {
    const name = 'util.time.parseFormattedToEpochMilliSeconds';
    return parseTime(readString(name, timestamp), readString(name, format), givenZone(zone));
  },
  parseISO8601ToEpochMilliSeconds: (_run: Run, timestamp: unknown) => {
    const text = readString('util.time.parseISO8601ToEpochMilliSeconds', timestamp);
    const [, minutes, seconds = ':00', fraction = '', offset] = ISO_8601.exec(text) ?? [];
    const parsed = minutes === undefined ? NaN : Date.parse(`${minutes}${seconds}${fraction}${offset ?? ''}`);
    if (Number.isNaN(parsed)) throw new LibraryError(`util.time: not an ISO 8601 timestamp: ${text}`);
    return parsed;
  },
  epochMilliSecondsToSeconds: (_run: Run, milliseconds: unknown) =>
    Math.floor(readNumber('util.time.epochMilliSecondsToSeconds', milliseconds) / 1000),
  epochMilliSecondsToISO8601: (_run: Run, milliseconds: unknown) =>
    new Date(inRange('util.time.epochMilliSecondsToISO8601', milliseconds)).toISOString(),
  epochMilliSecondsToFormatted: (_run: Run, milliseconds: unknown, format: unknown, zone: unknown) => {
    const name = 'util.time.epochMilliSecondsToFormatted';
    return formatTime(inRange(name, milliseconds), readString(name, format), zoneOf(zone));
  },
};

function zoneOf(zone: unknown): string {
  return givenZone(zone) ?? 'UTC';
}

function givenZone(zone: unknown): string | undefined {
  return isAbsent(zone) ? undefined : readString('util.time: the time zone', zone);
}

function inRange(name: string, milliseconds: unknown): number {
  const value = Math.floor(readNumber(name, milliseconds));
  if (Number.isNaN(new Date(value).getTime())) throw new LibraryError(`${name}: not a time: ${value}`);
  return value;
}
