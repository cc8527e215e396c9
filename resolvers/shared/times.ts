import { util } from '@aws-appsync/utils';
import { fits } from './checks.ts';
import { invalid } from './errors.ts';

const TIME = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})$';
/** Milliseconds: what a signed 64-bit count of nanoseconds from 1970 on holds. */
const LATEST = 9_223_372_036_854;

/** A time in milliseconds since 1970, rounded down. Ends with a ValidationError where it is none that can be asked for. */
export function checkedTime(member: string, time: string): number {
  if (!isTime(time)) {
    invalid(`${member} must have seconds and an offset of Z or ±hh:mm, such as 2026-03-29T01:59:59Z; it is ${time}.`);
  }
  const parsed = util.time.parseISO8601ToEpochMilliSeconds(time);
  if (parsed < 0 || parsed >= LATEST) invalid(`${member} must be from 1970-01-01 to 2262-04-11; it is ${time}.`);
  return parsed;
}

/** Whether `util.time` can tell the time: AWSDateTime may have an offset with seconds, too. */
export function isTime(time: string): boolean {
  return fits(TIME, time);
}
