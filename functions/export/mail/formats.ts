import { timesOf, unbroken, type Times } from '../../shared/mail/times.ts';
import type { Nanoseconds } from '../../shared/time.ts';
import type { Language } from './languages/language.ts';

/** Numbers and times as a language writes them. Spaces within them never break. */
export interface Formats extends Times {
  number(value: number): string;
  /** Of rows, with the word. */
  rows(count: number): string;
  /** Of bytes, in units of a thousand. */
  size(bytes: number): string;
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
  const list = new Intl.ListFormat(tag, { type: 'conjunction' });

  const number = (value: number) => unbroken(new Intl.NumberFormat(tag).format(value));

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
    ...timesOf(language),
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
