import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWindowLength } from './window-length.ts';

const SECOND = 1_000_000_000n;

describe('parseWindowLength', () => {
  it.each([
    ['PT1S', SECOND],
    ['PT90M', 5400n * SECOND],
    ['PT24H', 86_400n * SECOND],
    ['PT1440M', 86_400n * SECOND],
    ['PT86400S', 86_400n * SECOND],
  ])('takes %s as fixed', (duration, length) => {
    expect(parseWindowLength(duration)).toEqual({ kind: 'FIXED', length });
  });

  it.each([
    ['P1D', { days: 1 }],
    ['P10D', { days: 10 }],
    ['P366D', { days: 366 }],
    ['P1W', 'WEEK'],
    ['P1M', 'MONTH'],
    ['P1Y', 'YEAR'],
  ])('takes %s as of a calendar', (duration, unit) => {
    expect(parseWindowLength(duration)).toEqual({ kind: 'CALENDAR', unit });
  });

  it.each([
    ...['', 'P', 'PT', 'PT0S', 'PT01S', 'PT86401S', 'PT25H', 'P0D', 'P367D', 'P2W', 'P2M', 'P2Y', 'P1DT1H', 'PT1H30M'],
    ...[
      'pt1h',
      ' PT1H',
      'PT1H\n',
      '-PT1H',
      'PT1.5H',
      'PT1,5H',
      'PT1D',
      'P1H',
      'P1S',
      'PT99999999999999999999S',
      'PT１H',
    ],
  ])('takes no %j', (duration) => {
    expect(parseWindowLength(duration)).toBeUndefined();
  });

  it('takes nothing but what it says', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^P?T?\d*[A-Z]$/)), (text) => {
        const length = parseWindowLength(text);
        if (length) expect(text).toMatch(/^P(T[1-9]\d*[HMS]|[1-9]\d*D|1[WMY])$/);
        if (length?.kind === 'FIXED') expect(length.length).toBeLessThanOrEqual(86_400n * SECOND);
      }),
    );
  });
});
