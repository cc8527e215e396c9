const SECOND = 1000;
const LONGEST_PAUSE = 15 * 60 * SECOND;

/** For how long a worker that ended without a word keeps others away, in ms. */
export const LEASE = 60_000;

/** How often a job is taken on without getting on, before it is given up. */
export const TRIES = 6;

/** When a lease that is taken or prolonged now ends, ISO 8601. */
export function leaseEnd({ clock }: { clock: () => number }): string {
  return after(LEASE, { clock });
}

/** A time from now, ISO 8601. */
export function after(milliseconds: number, { clock }: { clock: () => number }): string {
  return new Date(clock() + milliseconds).toISOString();
}

/** In ms: 10, 20, 40 … seconds, so that what is out of order has time to come back. */
export function pauseBefore(tries: number): number {
  return Math.min(10 * SECOND * 2 ** (tries - 1), LONGEST_PAUSE);
}
