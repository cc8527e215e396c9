import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Newest, type Reading } from './newest.ts';

const reading = (deviceId: string, metric: string, time: string, value: number): Reading => {
  return { deviceId, metric, time, value, text: null, unit: null };
};
const device = (id: string, ...latestReadings: Reading[]) => ({ id, name: `name of ${id}`, latestReadings });
const valuesOf = (newest: Newest) =>
  [...newest.devices].flatMap(([id, { readings }]) =>
    [...readings.values()].map(({ metric, value }) => `${id} ${metric} ${value ?? ''}`),
  );

describe('Newest', () => {
  it('keeps the newest of a metric, to the nanosecond, in whatever order readings come', () => {
    const fractions = ['', '.1', '.000000001', '.999999999', '.25'];
    const readings = fractions.map((fraction, value) => reading('a', 'x', `2026-03-01T12:00:00${fraction}Z`, value));
    fc.assert(
      fc.property(
        fc.shuffledSubarray(readings, { minLength: readings.length }),
        fc.nat(readings.length),
        (all, listed) => {
          const newest = new Newest();
          newest.reset([device('a')]);
          for (const each of all.slice(0, listed)) newest.add([each]);
          newest.reset([device('a', ...all.slice(listed))]);
          expect(valuesOf(newest)).toEqual(['a x 3']);
        },
      ),
    );
  });

  it('forgets devices that are gone, and tells those that are not known', () => {
    const newest = new Newest();
    const time = '2026-03-01T12:00:00Z';
    newest.reset([device('a', reading('a', 'x', time, 1)), device('b', reading('b', 'x', time, 2))]);
    expect(newest.add([reading('a', 'y', time, 3)])).toBe(true);
    expect(newest.add([reading('c', 'x', time, 4), reading('b', 'x', time, 5)])).toBe(false);
    expect(valuesOf(newest)).toEqual(['a x 1', 'a y 3', 'b x 5']);
    newest.reset([device('b')]);
    expect(valuesOf(newest)).toEqual(['b x 5']);
  });
});
