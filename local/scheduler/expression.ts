import { invalid } from './errors.ts';

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Six fields, one of the days being `?`. What the fields say is not looked at. */
const CRON = /^cron\((?:[\w*,/#-]+\s+){2}(?:\?\s+[\w*,/-]+\s+[\w*,/#-]+|[\w*,/-]+\s+[\w*,/-]+\s+\?)\s+[\d*,/-]+\)$/;
const AT = /^at\(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\)$/;

/**
 * The interval of a rate expression such as `rate(5 minutes)`, in milliseconds.
 * Throws `ValidationException` for what EventBridge refuses, such as a plural with 1, and for `cron` and `at`, which are not supported here.
 * Source: Amazon EventBridge Scheduler User Guide, "Schedule types"; Amazon EventBridge User Guide, "Rate expressions reference".
 */
export function parseRate(expression: string): number {
  const [, count = '', unit = '', plural = ''] = /^rate\(([0-9]+)\s+(minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  const value = Number(count);
  const unitMs = UNIT_MS[unit];
  if (unitMs !== undefined && value > 0 && Number.isSafeInteger(value * unitMs) && (value === 1) === (plural === '')) {
    return value * unitMs;
  }
  const reason =
    CRON.test(expression) || AT.test(expression)
      ? 'only rate expressions are supported here'
      : 'expected a positive whole number and its unit, such as rate(1 minute), rate(2 hours) or rate(5 days)';
  throw invalid(`Invalid Schedule Expression ${expression}: ${reason}`);
}
