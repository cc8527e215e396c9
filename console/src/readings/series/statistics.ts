/** What is known of some values; at least one. */
export interface Summary {
  count: number;
  min: number;
  max: number;
  sum: number;
  mean: number;
  /** The sum of the squared distances from the mean. */
  squares: number;
}

/** What a window of the API says, where these statistics were asked for. */
export interface WindowFigures {
  count: number | null;
  min: number | null;
  max: number | null;
  avg: number | null;
  sum: number | null;
  stddev: number | null;
}

export function summaryOfValue(value: number): Summary {
  return { count: 1, min: value, max: value, sum: value, mean: value, squares: 0 };
}

/** Null where the window has no reading. */
export function summaryOfWindow({ count, min, max, avg, sum, stddev }: WindowFigures): Summary | null {
  if (!count || min === null || max === null || avg === null || sum === null) return null;
  return { count, min, max, sum, mean: avg, squares: (stddev ?? 0) ** 2 * (count - 1) };
}

/** What is known of all values where it is known of two parts. Source: Chan, Golub, LeVeque, "Updating Formulae and a Pairwise Algorithm" (1979). */
export function pool(a: Summary | null, b: Summary | null): Summary | null {
  if (!a || !b) return a ?? b;
  const count = a.count + b.count;
  const distance = b.mean - a.mean;
  return {
    count,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
    sum: a.sum + b.sum,
    mean: a.mean + distance * (b.count / count),
    squares: a.squares + b.squares + distance * distance * ((a.count * b.count) / count),
  };
}

/** In one go, without an object for each value: there may be many. Source: Welford, "Note on a Method for Calculating Corrected Sums" (1962). */
export function summaryOf(values: readonly number[]): Summary | null {
  let [count, min, max, sum, mean, squares] = [0, Infinity, -Infinity, 0, 0, 0];
  for (const value of values) {
    count += 1;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
    const distance = value - mean;
    mean += distance / count;
    squares += distance * (value - mean);
  }
  return count === 0 ? null : { count, min, max, sum, mean, squares };
}

/** The standard deviation of a sample; null of a single value. */
export function deviationOf({ count, squares }: Summary): number | null {
  return count < 2 ? null : Math.sqrt(squares / (count - 1));
}

/** The value that so much (0 to 1) of sorted values are not above, between two of them on the line that joins them; null of none. */
export function percentileOf(values: readonly number[], share: number): number | null {
  const place = (values.length - 1) * share;
  const [low, high] = [values[Math.floor(place)], values[Math.ceil(place)]];
  return low === undefined || high === undefined ? null : low + (high - low) * (place - Math.floor(place));
}
