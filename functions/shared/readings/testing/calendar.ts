import { Temporal } from 'temporal-polyfill';
import type { Nanoseconds } from '../../time.ts';
import type { Windows } from '../store.ts';

type Calendar = Extract<Windows, { kind: 'CALENDAR' }>;

/** The offsets of a zone from a time until another. */
export function offsetsOf(zone: string, from: Nanoseconds, to: Nanoseconds): Calendar['offsets'] {
  const offsets = [];
  let moment: Temporal.ZonedDateTime | null = Temporal.Instant.fromEpochNanoseconds(from).toZonedDateTimeISO(zone);
  while (moment !== null && (offsets.length === 0 || moment.epochNanoseconds < to)) {
    offsets.push({ from: moment.epochNanoseconds, seconds: moment.offsetNanoseconds / 1e9 });
    moment = moment.getTimeZoneTransition('next');
  }
  return offsets;
}

/** Midnight of the local date that a time's window begins on, as if it were in UTC. */
export function calendarBegin(time: Nanoseconds, unit: Calendar['unit'], zone: string): Nanoseconds {
  const date = Temporal.Instant.fromEpochNanoseconds(time).toZonedDateTimeISO(zone).toPlainDate();
  return beginOf(date, unit).toZonedDateTime('UTC').epochNanoseconds;
}

function beginOf(date: Temporal.PlainDate, unit: Calendar['unit']): Temporal.PlainDate {
  switch (unit) {
    case 'WEEK':
      return date.subtract({ days: date.dayOfWeek - 1 });
    case 'MONTH':
      return date.with({ day: 1 });
    case 'YEAR':
      return date.with({ month: 1, day: 1 });
  }
  const epoch = Temporal.PlainDate.from('1970-01-01');
  const windows = Math.floor(epoch.until(date, { largestUnit: 'days' }).days / unit.days);
  return epoch.add({ days: windows * unit.days });
}

/** Clock changes of an hour, of half an hour and at midnight; a day that never was; offsets with minutes and with seconds. */
export const ZONES =
  `UTC Europe/Paris America/New_York America/St_Johns America/Sao_Paulo Australia/Lord_Howe Asia/Kolkata Asia/Kathmandu
  Pacific/Apia Pacific/Kiritimati Africa/Monrovia Africa/Casablanca`.split(/\s+/);

/** The moments of a year and zone at which windows are easily wrong: at midnight, and most of all around the days on which clocks change. */
export function moments(zone: string, year: number): Nanoseconds[] {
  const local = (text: string) => Temporal.PlainDate.from(text).toZonedDateTime(zone);
  const begin = local(`${year}-01-01`);
  const end = begin.add({ years: 1 });
  const changes = offsetsOf(zone, begin.epochNanoseconds, end.epochNanoseconds).slice(1);
  const around = changes.flatMap(({ from }) => {
    const day = Temporal.Instant.fromEpochNanoseconds(from).toZonedDateTimeISO(zone).startOfDay();
    return [from, ...[-1, 0, 1, 2].map((days) => day.add({ days }).epochNanoseconds)];
  });
  const months = [begin, end, local(`${year}-02-28`), local(`${year}-03-01`), local(`${year}-11-01`)];
  return [...months.map(({ epochNanoseconds }) => epochNanoseconds), ...around];
}
