import type { Nanoseconds } from '../time.ts';
import { formatTime, parseTime } from '../time.ts';
import type { MailLanguage } from './languages.ts';

/** Times as a language writes them. Spaces within them never break. */
export interface Times {
  /** Of readings, in UTC, exact to the nanosecond. */
  time(time: Nanoseconds): string;
  /** An ISO 8601 time, in UTC, to the minute. */
  instant(time: string): string;
}

const SECOND = 1_000_000_000n;
const MINUTE = 60n * SECOND;

export function timesOf({ tag, dateAndTime }: Pick<MailLanguage, 'tag' | 'dateAndTime'>): Times {
  const date = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' } as const;
  const minutes = new Intl.DateTimeFormat(tag, clock);
  const seconds = new Intl.DateTimeFormat(tag, { ...clock, second: '2-digit' });

  function time(value: Nanoseconds): string {
    // What is finer than a second is for programs, and written for them.
    if (value % SECOND !== 0n) return formatTime(value);
    const day = new Date(Number(value / 1_000_000n));
    const formatClock = value % MINUTE === 0n ? minutes : seconds;
    return unbroken(dateAndTime(date.format(day), formatClock.format(day)));
  }

  return {
    time,
    instant(text) {
      const parsed = parseTime(text);
      return parsed === undefined ? text : time(parsed - (parsed % MINUTE));
    },
  };
}

/** One kind of space, which all fonts have, wherever Intl writes one. */
export function unbroken(text: string): string {
  return text.replace(/\s/g, '\u00a0');
}
