import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from './series.ts';
import { repeatUntil, shiftUntil } from './shift.ts';

const now = Date.UTC(2026, 6, 1, 10, 20);
const times = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1 });
const rowsOf = (hours: number[]) => hours.map((hour) => ({ time: hour * HOUR, readings: { hour } }));

describe('repeatUntil', () => {
  it('gives every row its last time within one period before now, with its hour of the day', () => {
    fc.assert(
      fc.property(times, (hours) => {
        const rows = repeatUntil(rowsOf(hours), now, 365 * DAY);
        expect(rows).toHaveLength(hours.length);
        for (const { time, readings } of rows) {
          expect(time).toBeLessThanOrEqual(now);
          expect(time).toBeGreaterThan(now - 365 * DAY);
          expect(Math.floor(time / HOUR) % 24).toBe(Number(readings.hour) % 24);
        }
        expect(rows.map(({ time }) => time)).toEqual(rows.map(({ time }) => time).sort((a, b) => a - b));
      }),
    );
  });
});

describe('shiftUntil', () => {
  it('ends within a step of now, and keeps the distances', () => {
    fc.assert(
      fc.property(times, (hours) => {
        const rows = rowsOf(hours.sort((a, b) => a - b));
        const shifted = shiftUntil(rows, now, DAY);
        const last = shifted.at(-1)!.time;
        expect(last).toBeLessThanOrEqual(now);
        expect(last).toBeGreaterThan(now - DAY);
        const [first] = rows;
        expect(shifted.map(({ time }) => time - shifted[0]!.time)).toEqual(rows.map(({ time }) => time - first!.time));
      }),
    );
  });

  it('has nothing to shift in an empty series', () => {
    expect(shiftUntil([], now, DAY)).toEqual([]);
  });
});
