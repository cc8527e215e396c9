import { Temporal } from 'temporal-polyfill';
import type { Nanoseconds } from '../../../time.ts';
import type { Windows } from '../../store.ts';

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
