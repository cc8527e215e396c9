import type { Range } from './figures.ts';

/** As many devices are looked at for an estimate; of more, these stand for all. */
export const SAMPLE = 12;

/** Some of all, evenly spread over them, always the same ones. */
export function sampleOf<Item>(all: readonly Item[], most: number): Item[] {
  if (all.length <= most) return [...all];
  return Array.from({ length: most }, (_, index) => all[Math.floor(((index + 0.5) * all.length) / most)]).filter(
    (item) => item !== undefined,
  );
}

/** Student's t, two-sided, 95 %, by degrees of freedom from 1 on. Source: any table of the distribution. */
const T = [12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.2];

/**
 * How much all have together by what some of them have: exact where these are all; else from what would be little to what would be much, in 19 of 20 cases
 * where none is quite unlike the others.
 * @param of how many there are
 */
export function totalOf(sample: readonly Range[], of: number): Range {
  const low = extrapolated(
    sample.map((each) => each.low),
    of,
  );
  const high = extrapolated(
    sample.map((each) => each.high),
    of,
  );
  return { low: low.low, high: high.high };
}

function extrapolated(sample: readonly number[], of: number): Range {
  const there = sample.reduce((all, each) => all + each, 0);
  const count = sample.length;
  if (count === 0 || count >= of) return { low: there, high: there };
  const mean = there / count;
  const variance = sample.reduce((all, each) => all + (each - mean) ** 2, 0) / Math.max(1, count - 1);
  const off = of * (T[count - 2] ?? 2.2) * Math.sqrt((variance / count) * (1 - count / of));
  // What was found is there, however uneven.
  return { low: Math.max(there, mean * of - off), high: mean * of + off };
}
