import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { periodOf, ReadingsSearch } from './search.ts';

const HOUR = 3_600_000;
const [FROM, TO] = ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z'];

it('what the address says that is not understood is left out', () => {
  const address = { range: 'ever', from: 'now', window: 'PT1', statistic: 'ODD', metrics: [], view: 1, other: 1 };
  expect(v.parse(ReadingsSearch, address)).toEqual({});
  const right = { range: '7d', window: 'PT5M', statistic: 'P95', metrics: ['level'], view: 'table' };
  expect(v.parse(ReadingsSearch, { ...right, from: 'now' })).toEqual(right);
});

describe('the period of an address', () => {
  it.each([
    [{}, { last: 24 * HOUR }],
    [{ range: '1h' as const }, { last: HOUR }],
    [{ range: 'all' as const }, undefined],
    [
      { from: FROM, to: TO, range: '1h' as const },
      { from: Date.parse(FROM), to: Date.parse(TO) },
    ],
    [{ from: TO, to: FROM, range: '1h' as const }, { last: HOUR }],
    [{ from: FROM }, { last: 24 * HOUR }],
  ])('%o is %o', (search, period) => {
    expect(periodOf(v.parse(ReadingsSearch, search))).toEqual(period);
  });
});
