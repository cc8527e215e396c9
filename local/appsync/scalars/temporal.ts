import { stringScalar } from './scalar.ts';
import type { AwsScalar } from './scalar.ts';

const DATE = String.raw`(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})`;
const TIME = String.raw`(?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.\d{1,9})?)?`;
const OFFSET = String.raw`(?:Z|[+-](?<offsetHour>\d{2}):(?<offsetMinute>\d{2})(?::(?<offsetSecond>\d{2}))?)`;

const dateTime = new RegExp(`^${DATE}T${TIME}${OFFSET}$`);
const date = new RegExp(`^${DATE}${OFFSET}?$`);
const time = new RegExp(`^${TIME}${OFFSET}?$`);

/** Scalars for times. A valid string travels exactly as it is: no digit of a fraction is lost. Source: Scalar types in AWS AppSync. */
export const temporalScalars: readonly AwsScalar[] = [
  stringScalar('AWSDateTime', 'DateTime', matcher(dateTime)),
  stringScalar('AWSDate', 'date', matcher(date)),
  stringScalar('AWSTime', 'time', matcher(time)),
  { name: 'AWSTimestamp', noun: 'timestamp', parse: seconds, serialize: seconds },
];

function seconds(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}

function matcher(pattern: RegExp): (text: string) => boolean {
  return (text) => {
    const groups = pattern.exec(text)?.groups;
    if (!groups) return false;
    const part = (name: string) => Number(groups[name] ?? 0);
    return isDay(groups) && part('hour') < 24 && part('minute') < 60 && part('second') < 60 && isOffset(part);
  };
}

function isDay({ year, month, day }: Readonly<Record<string, string | undefined>>): boolean {
  if (year === undefined) return true;
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1) return false;
  // 2000 and 2001 stand for all leap and other years: Date reads years under 100 as 19xx.
  const leap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  return Number(day) <= new Date(Date.UTC(leap ? 2000 : 2001, Number(month), 0)).getUTCDate();
}

/** An offset is at most 18 hours, as java.time has it. */
function isOffset(part: (name: string) => number): boolean {
  const [hours, minutes, secs] = [part('offsetHour'), part('offsetMinute'), part('offsetSecond')];
  return minutes < 60 && secs < 60 && hours * 3600 + minutes * 60 + secs <= 18 * 3600;
}
