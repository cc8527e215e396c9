/** As many intervals tell a device's rhythm as well as all of them. */
const SAMPLE = 1000;
/** So many usual intervals, and so many of its long ones, make a silence. */
const USUAL_INTERVALS = 5;
const LONG_INTERVALS = 3;

/**
 * How long a device must be silent for a line to break, in the unit of `times`: much longer than its rhythm, be that regular or not. Infinite where
 * there are too few times to tell.
 */
export function silenceOf(times: ArrayLike<number>): number {
  const count = times.length - 1;
  if (count < 3) return Infinity;
  const step = Math.max(1, count / SAMPLE);
  const intervals: number[] = [];
  for (let place = 0; place < count; place += step) {
    const index = Math.floor(place);
    intervals.push((times[index + 1] ?? 0) - (times[index] ?? 0));
  }
  intervals.sort((a, b) => a - b);
  const at = (share: number): number => intervals[Math.floor((intervals.length - 1) * share)] ?? Infinity;
  return Math.max(USUAL_INTERVALS * at(0.5), LONG_INTERVALS * at(0.9));
}
