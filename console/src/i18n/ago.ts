const UNITS = [
  ['year', 365.25 * 86_400],
  ['month', 30.44 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/**
 * How far `then` lies from `now` (epoch milliseconds), in the largest unit of which it is at least one: negative counts are in the past.
 * Less than ten seconds is now.
 */
export function agoOf(then: number, now: number): { count: number; unit: (typeof UNITS)[number][0] | 'second' } {
  const seconds = (then - now) / 1000;
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) >= length) return { count: Math.trunc(seconds / length), unit };
  }
  return { count: Math.abs(seconds) < 10 ? 0 : Math.trunc(seconds), unit: 'second' };
}
