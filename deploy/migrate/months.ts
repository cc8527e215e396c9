import { fromMilliseconds, type Nanoseconds } from '../../functions/shared/time.ts';

/** A stretch of time: [from, to). */
export interface Period {
  from: Nanoseconds;
  to: Nanoseconds;
}

/** The part of a period from a time on that is within one month in UTC. */
export function monthFrom(time: Nanoseconds, { to }: Period): Period {
  const next = new Date(Number(time / 1_000_000n));
  // The first of a month, so that no month is skipped after a 31st.
  next.setUTCMonth(next.getUTCMonth() + 1, 1);
  next.setUTCHours(0, 0, 0, 0);
  const end = fromMilliseconds(next.getTime());
  return { from: time, to: end < to ? end : to };
}
