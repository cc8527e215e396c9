import { describe, expect, test } from 'vitest';
import { parseRate } from './expression.ts';

describe('a rate expression', () => {
  test.each([
    ['rate(1 minute)', 60_000],
    ['rate(5 minutes)', 300_000],
    ['rate(1 hour)', 3_600_000],
    ['rate(12 hours)', 43_200_000],
    ['rate(1 day)', 86_400_000],
    ['rate(30  days)', 2_592_000_000],
  ])('%s', (expression, milliseconds) => {
    expect(parseRate(expression)).toBe(milliseconds);
  });

  test.each([
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(0 minutes)',
    'rate(-1 minute)',
    'rate(1.5 hours)',
    'rate(10 seconds)',
    'rate(1minute)',
    'Rate(1 minute)',
    'rate(1 minute) ',
    'rate(9007199254740993 days)',
    '1 minute',
    '',
    'cron(0 12 * * *)',
    'cron(0 12 * * * *)',
    'at(2030-01-01)',
  ])('%j is refused', (expression) => {
    expect(() => parseRate(expression)).toThrow('expected a positive whole number');
  });

  test.each(['cron(0 12 * * ? *)', 'cron(0/5 8-17 ? * MON-FRI *)', 'cron(0 0 L * ? 2030)', 'at(2030-01-01T00:00:00)'])(
    '%s is refused as not supported',
    (expression) => {
      expect(() => parseRate(expression)).toThrow('only rate expressions are supported here');
    },
  );
});
