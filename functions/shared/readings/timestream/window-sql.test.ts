import { describe, expect, it } from 'vitest';
import { LATEST } from '../../time.ts';
import type { Windows } from '../store.ts';
import { windowBegin } from './window-sql.ts';

const SECOND = 1_000_000_000n;
const period = { from: 1_000n * SECOND, to: 9_000n * SECOND };
const paris = [
  { from: 0n, seconds: 3600 },
  { from: 5_000n * SECOND, seconds: 7200 },
];
const newYork = [{ from: 0n, seconds: -18_000 }];
const calendar = (change: Partial<Extract<Windows, { kind: 'CALENDAR' }>>): Windows => ({
  kind: 'CALENDAR',
  unit: 'MONTH',
  offsets: paris,
  ...change,
});

describe('windowBegin', () => {
  it('cuts windows of one length from 1970 on', () => {
    expect(windowBegin({ kind: 'FIXED', length: 900n * SECOND }, period)).toBe(
      "to_nanoseconds(bin(time, parse_duration('900s')))",
    );
  });

  it('cuts local time', () => {
    expect(windowBegin(calendar({ unit: 'YEAR' }), period)).toBe(
      "to_nanoseconds(date_trunc('year', CASE WHEN time < from_nanoseconds(5000000000000) THEN time + parse_duration('3600s')" +
        " ELSE time + parse_duration('7200s') END))",
    );
  });

  it('shifts days and weeks, so that no local time is before 1970', () => {
    expect(windowBegin(calendar({ unit: { days: 2 }, offsets: newYork }), period)).toBe(
      "to_nanoseconds(bin(time + parse_duration('154800s'), parse_duration('172800s'))) - 172800000000000",
    );
    expect(windowBegin(calendar({ unit: 'WEEK', offsets: newYork }), period)).toBe(
      "to_nanoseconds(bin(time + parse_duration('241200s'), parse_duration('604800s'))) - 259200000000000",
    );
  });

  it('names the month and the year before 1970 where a zone is behind UTC', () => {
    const late = { from: 18_000n * SECOND, to: LATEST };
    const month = "to_nanoseconds(date_trunc('month', time - parse_duration('18000s')))";
    expect(windowBegin(calendar({ offsets: newYork }), late)).toBe(month);
    expect(windowBegin(calendar({ offsets: newYork }), period)).toBe(
      `CASE WHEN time < from_nanoseconds(18000000000000) THEN ${Date.UTC(1969, 11)}000000 ELSE ${month} END`,
    );
  });

  it('says only the offsets that are in force in the period', () => {
    expect(windowBegin(calendar({}), { ...period, to: 5_000n * SECOND })).not.toContain('7200s');
    expect(windowBegin(calendar({}), { ...period, from: 5_000n * SECOND })).not.toContain('3600s');
  });

  it.each<Windows>([
    { kind: 'FIXED', length: 0n },
    { kind: 'FIXED', length: SECOND + 1n },
    calendar({ offsets: [] }),
    calendar({ offsets: [{ from: period.from + 1n, seconds: 0 }] }),
    calendar({ offsets: paris.toReversed() }),
    calendar({ offsets: [{ from: 0n, seconds: 0.5 }] }),
    calendar({ offsets: [{ from: 0n, seconds: 86_400 }] }),
    calendar({ unit: { days: 0 } }),
    calendar({ unit: { days: 1.5 } }),
    calendar({ unit: { days: 367 } }),
  ])('refuses %o', (windows) => {
    expect(() => windowBegin(windows, period)).toThrow(RangeError);
  });
});
