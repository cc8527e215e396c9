/** The entries of an organization in the table `exportLedger` that resolvers and the worker both count in. */

/** `count`: the exports that have not ended. */
export const RUNNING_ENTRY = 'running';

/** `count`: the exports asked for in the UTC day of `now`, ISO 8601; `bytes`: the files of those that succeeded in it. */
export function dayEntry(now: string): string {
  return `day#${now.slice(0, 10)}`;
}

/** For how long the entry of a day is kept, in seconds: it is asked for on that day only. */
export const DAY_ENTRY_KEPT = 2 * 86_400;
