import type { Nanoseconds } from '../shared/time.ts';

/** What becomes of windows without readings; `Fill` of the schema. */
export const FILLS = ['NONE', 'NULL', 'PREVIOUS', 'LINEAR'] as const;
export type Fill = (typeof FILLS)[number];

/** A statistic in every window of a period, by when they begin; null for windows without readings, and where there is no such figure. */
export interface Figures {
  begins: readonly Nanoseconds[];
  /** Whether each window has readings. */
  measured: readonly boolean[];
  values: readonly (number | null)[];
}

/**
 * The figures with those of windows that have no readings filled in: null, the figure of the nearest window before that has readings, or what lies on
 * the straight line between it and the nearest one after. Null where there is no such window, and where its figure is null.
 */
export function fill(how: Exclude<Fill, 'NONE'>, figures: Figures): (number | null)[] {
  const { begins, measured, values } = figures;
  const before = how === 'NULL' ? [] : nearestBefore(measured);
  const after = how === 'LINEAR' ? nearestAfter(measured) : [];
  return values.map((value, index) => {
    if (measured[index] === true) return value;
    const start = pointAt(figures, before[index]);
    if (how !== 'LINEAR') return start?.value ?? null;
    const end = pointAt(figures, after[index]);
    const begin = begins[index];
    return start && end && begin !== undefined ? onLine(start, end, begin) : null;
  });
}

interface Point {
  begin: Nanoseconds;
  value: number;
}

function pointAt({ begins, values }: Figures, index: number | undefined): Point | undefined {
  const begin = index === undefined ? undefined : begins[index];
  const value = index === undefined ? undefined : values[index];
  return begin === undefined || value === undefined || value === null ? undefined : { begin, value };
}

/** For every window the index of the last one up to it that has readings. */
function nearestBefore(measured: readonly boolean[]): (number | undefined)[] {
  let nearest: number | undefined;
  return measured.map((isMeasured, index) => (nearest = isMeasured ? index : nearest));
}

function nearestAfter(measured: readonly boolean[]): (number | undefined)[] {
  const last = measured.length - 1;
  const mirrored = nearestBefore([...measured].reverse()).reverse();
  return mirrored.map((index) => (index === undefined ? undefined : last - index));
}

/** Weights rather than a slope: the difference of two doubles may be beyond all doubles. */
function onLine(start: Point, end: Point, begin: Nanoseconds): number {
  const share = Number(begin - start.begin) / Number(end.begin - start.begin);
  const value = start.value * (1 - share) + end.value * share;
  // Rounding may put it a hair outside.
  return Math.min(Math.max(value, Math.min(start.value, end.value)), Math.max(start.value, end.value));
}
