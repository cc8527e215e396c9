import { invalid } from '../errors.ts';

/** "Date / time functions", Interval and duration: nanoseconds of the units of `interval day to second`. */
const NANOSECONDS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  nanosecond: 1n,
  us: 1_000n,
  microsecond: 1_000n,
  ms: 1_000_000n,
  millisecond: 1_000_000n,
  s: 1_000_000_000n,
  second: 1_000_000_000n,
  m: 60_000_000_000n,
  minute: 60_000_000_000n,
  h: 3_600_000_000_000n,
  hour: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
  day: 86_400_000_000_000n,
};

const MONTHS: Readonly<Record<string, number>> = { month: 1, y: 12, year: 12 };

const DURATION = /^(\d*)(?:\.(\d+))? ?([a-z]+)$/;

/** DuckDB's expression for a duration such as `42.8ms` or `1day`. Throws ValidationException for what is none. */
export function durationSql(text: string): string {
  const [, whole = '', fraction = '', unit = ''] = DURATION.exec(text.toLowerCase()) ?? [];
  const months = MONTHS[unit];
  if (months !== undefined && fraction === '' && whole !== '') return `to_months(${Number(whole) * months})`;
  const unitNs = NANOSECONDS[unit];
  if (unitNs === undefined || (whole === '' && fraction === '')) throw invalid(`'${text}' is not a valid duration`);
  const scaled = BigInt(whole + fraction) * unitNs;
  const scale = 10n ** BigInt(fraction.length);
  // DuckDB's intervals count microseconds.
  if (scaled % (scale * 1_000n) !== 0n)
    throw invalid(`The duration '${text}' is not supported here: it is no whole number of microseconds`);
  return `to_microseconds(${(scaled / scale / 1_000n).toString()})`;
}
