import { expect } from 'vitest';
import type { AggregatedWindow, AggregateQuery, OutlinedBin } from '../store.ts';
import { STATISTICS } from '../store.ts';

/** What the order of additions may change, as a part of the largest number that is added. */
const ROUNDING = 1e-9;
/** What a sketch of a window's numbers may make of a percentile, as a part of it. */
const SKETCHED = 0.01;
const HOUR = 3_600_000_000_000n;

/**
 * Fails unless two stores answer the same statistics, all of them: sums within rounding; and percentiles, of windows that are an hour long or longer,
 * within what a sketch may make of them.
 */
export function expectSameWindows(
  query: AggregateQuery,
  actual: readonly AggregatedWindow[],
  expected: readonly AggregatedWindow[],
): void {
  expect(actual.map(placeOf)).toEqual(expected.map(placeOf));
  const isExact = query.windows.kind === 'FIXED' && query.windows.length < HOUR;
  const wrong = expected.flatMap((window, index) => {
    const [wanted, found] = [figuresOf(window), figuresOf(actual[index] ?? window)];
    return [...wanted].flatMap(([statistic, value]) => {
      const other = found.get(statistic) ?? null;
      const tolerance = toleranceOf(statistic, wanted, isExact);
      const isSame = other === value || Math.abs((other ?? NaN) - (value ?? NaN)) <= tolerance;
      return isSame ? [] : [{ window: placeOf(window), statistic, found: other, wanted: value, tolerance }];
    });
  });
  expect(wrong).toEqual([]);
}

/** Fails unless two stores answer the same bins, but for which of equal numbers is the smallest or the largest. */
export function expectSameBins(actual: readonly OutlinedBin[], expected: readonly OutlinedBin[]): void {
  const essence = ({ metric, begin, first, last, smallest, largest }: OutlinedBin) => ({
    ...{ metric, begin, first, last },
    ...{ smallest: smallest.value, largest: largest.value },
  });
  expect(actual.map(essence)).toEqual(expected.map(essence));
}

const placeOf = ({ deviceId, metric, begin }: AggregatedWindow) => `${deviceId} ${metric} ${begin}`;

type Figures = ReadonlyMap<string, number | null>;

function figuresOf({ values }: AggregatedWindow): Figures {
  return new Map(STATISTICS.map((statistic, index) => [statistic, values[index] ?? null]));
}

function toleranceOf(statistic: string, figures: Figures, isExact: boolean): number {
  const figure = (name: string) => Math.abs(figures.get(name) ?? 0);
  const largest = Math.max(figure('MIN'), figure('MAX'));
  if (statistic === 'SUM') return ROUNDING * largest * figure('COUNT');
  if (statistic === 'AVG' || statistic === 'STDDEV') return ROUNDING * largest;
  return /^P\d/.test(statistic) && !isExact ? (SKETCHED + ROUNDING) * figure(statistic) : 0;
}

/** Fails unless two answers to a client are the same: numbers within rounding, but for percentiles, which are within what a sketch may make of them. */
export function expectClose(actual: unknown, expected: unknown): void {
  expect(roughly(actual, expected)).toEqual(expected);
}

/** `actual`, with what is as good as in `expected` taken from there. */
function roughly(actual: unknown, expected: unknown, tolerance = ROUNDING): unknown {
  if (typeof actual === 'number' && typeof expected === 'number')
    return Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)) ? expected : actual;
  if (Array.isArray(actual) && Array.isArray(expected))
    return actual.map((item: unknown, index) => roughly(item, expected[index], tolerance));
  if (!isRecord(actual) || !isRecord(expected)) return actual;
  return Object.fromEntries(
    Object.entries(actual).map(([key, value]) => [
      key,
      roughly(value, expected[key], /^p\d/.test(key) ? SKETCHED + ROUNDING : tolerance),
    ]),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
