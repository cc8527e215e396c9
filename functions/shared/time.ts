/** Nanoseconds since 1970-01-01T00:00:00Z. A `Date` or a `number` would drop what is finer than a millisecond or a microsecond. */
export type Nanoseconds = bigint;

/** The earliest and the latest time that a reading may have: what a signed 64-bit count from 1970 on holds (until 2262-04-11). */
export const EARLIEST: Nanoseconds = 0n;
/** The last but one that 64 bits hold: engines keep the very last for infinity. */
export const LATEST: Nanoseconds = 2n ** 63n - 2n;

const NANOSECONDS_PER_SECOND = 1_000_000_000n;
const NANOSECONDS_PER_MILLISECOND = 1_000_000n;
const MAX_OFFSET_SECONDS = 18 * 3600;

const TIME =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:Z|([+-])(\d{2}):(\d{2})(?::(\d{2}))?)$/;

/**
 * Parses an ISO 8601 date and time with an offset (`Z`, `±hh:mm` or `±hh:mm:ss`, at most 18 hours) and up to nine fraction digits, exactly.
 * Answers `undefined` for what is no such time, as for a 30th of February; any year from 0000 to 9999 is one. Source: AppSync Developer
 * Guide, "AWS AppSync scalars" (AWSDateTime).
 */
export function parseTime(text: string): Nanoseconds | undefined {
  const match = TIME.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (hour === undefined || minute === undefined || second === undefined) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const midnight = new Date(0);
  midnight.setUTCFullYear(year, month - 1, day);
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return undefined;
  const offset = offsetSeconds(match[8], match[9], match[10], match[11]);
  if (offset === undefined) return undefined;
  const seconds = midnight.getTime() / 1000 + hour * 3600 + minute * 60 + second - offset;
  return BigInt(seconds) * NANOSECONDS_PER_SECOND + BigInt((match[7] ?? '').padEnd(9, '0'));
}

function offsetSeconds(sign = '+', hours = '0', minutes = '0', seconds = '0'): number | undefined {
  if (Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  if (size > MAX_OFFSET_SECONDS) return undefined;
  return sign === '-' ? -size : size;
}

/** Formats a time in UTC with 0, 3, 6 or 9 fraction digits, as few as are exact: `2026-03-29T01:59:59.999Z`. Years 0000 to 9999. */
export function formatTime(time: Nanoseconds): string {
  const fraction = ((time % NANOSECONDS_PER_SECOND) + NANOSECONDS_PER_SECOND) % NANOSECONDS_PER_SECOND;
  const seconds = (time - fraction) / NANOSECONDS_PER_SECOND;
  const whole = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  if (fraction === 0n) return `${whole}Z`;
  const digits = fraction
    .toString()
    .padStart(9, '0')
    .replace(/(000){1,2}$/, '');
  return `${whole}.${digits}Z`;
}

/** Whether a reading may have this time. */
export function isStorable(time: Nanoseconds): boolean {
  return time >= EARLIEST && time <= LATEST;
}

/** The time of a whole number of milliseconds since 1970, as `Date.now()` gives it. */
export function fromMilliseconds(milliseconds: number): Nanoseconds {
  return BigInt(milliseconds) * NANOSECONDS_PER_MILLISECOND;
}

/**
 * Nanoseconds of a finite number of seconds or milliseconds, by the decimal digits that the number prints with: `1276020076.001` seconds
 * are exactly …001000000 ns, though no double is. Digits finer than a nanosecond are dropped.
 */
export function fromDecimal(amount: number, unit: 'seconds' | 'milliseconds'): Nanoseconds {
  const [mantissa = '0', exponent = '0'] = Math.abs(amount).toString().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const shift = (unit === 'seconds' ? 9 : 6) + Number(exponent) - fraction.length;
  const digits = BigInt(whole + fraction);
  const size = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
  return amount < 0 ? -size : size;
}
