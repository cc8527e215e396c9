import type { Nanoseconds } from '../../shared/time.ts';
import { formatTime, parseTime } from '../../shared/time.ts';
import type { Language } from './languages/language.ts';

/** Numbers and times as a language writes them. Spaces within them never break. */
export interface Formats {
  number(value: number): string;
  /** Of rows, with the word. */
  rows(count: number): string;
  /** Of bytes, in units of a thousand. */
  size(bytes: number): string;
  /** A time of readings, in UTC, exact to the nanosecond. */
  time(time: Nanoseconds): string;
  /** An ISO 8601 time, in UTC, to the minute. */
  instant(time: string): string;
  /** A length of time of whole seconds, in its largest whole unit. */
  duration(length: Nanoseconds): string;
  list(items: readonly string[]): string;
}

const SIZES = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const SECOND = 1_000_000_000n;
const MINUTE = 60n * SECOND;
const DURATIONS = [
  ['day', 24n * 60n * MINUTE],
  ['hour', 60n * MINUTE],
  ['minute', MINUTE],
  ['second', SECOND],
] as const;

export function formatsOf(language: Language): Formats {
  const { tag } = language;
  const date = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' } as const;
  const minutes = new Intl.DateTimeFormat(tag, clock);
  const seconds = new Intl.DateTimeFormat(tag, { ...clock, second: '2-digit' });
  const list = new Intl.ListFormat(tag, { type: 'conjunction' });

  const number = (value: number) => unbroken(new Intl.NumberFormat(tag).format(value));

  function time(value: Nanoseconds): string {
    // What is finer than a second is for programs, and written for them.
    if (value % SECOND !== 0n) return formatTime(value);
    const day = new Date(Number(value / 1_000_000n));
    const formatClock = value % MINUTE === 0n ? minutes : seconds;
    return unbroken(language.dateAndTime(date.format(day), formatClock.format(day)));
  }

  return {
    number,
    rows: (count) =>
      `${number(count)}\u00a0${language.rows[new Intl.PluralRules(tag).select(count) === 'one' ? 'one' : 'other']}`,
    size(bytes) {
      if (bytes < 1000) return unbroken(unit(tag, 'byte', 'long').format(bytes));
      // By how it prints: what rounds to 1,000 kB is 1 MB.
      const power = Math.min(Math.floor(Math.log10(Number(bytes.toPrecision(4))) / 3), SIZES.length);
      return unbroken(unit(tag, SIZES[power - 1] ?? 'kilobyte', 'short').format(bytes / 1000 ** power));
    },
    time,
    instant(text) {
      const parsed = parseTime(text);
      return parsed === undefined ? text : time(parsed - (parsed % MINUTE));
    },
    duration(length) {
      const [name, size] = DURATIONS.find(([, each]) => length % each === 0n) ?? ['second', SECOND];
      return unbroken(unit(tag, name, 'long').format(length / size));
    },
    list: (items) => list.format(items),
  };
}

function unit(tag: string, name: string, unitDisplay: 'short' | 'long'): Intl.NumberFormat {
  return new Intl.NumberFormat(tag, { style: 'unit', unit: name, unitDisplay, maximumFractionDigits: 1 });
}

/** One kind of space, which all fonts have, wherever Intl writes one. */
function unbroken(text: string): string {
  return text.replace(/\s/g, '\u00a0');
}
