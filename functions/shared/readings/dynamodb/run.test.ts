import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReceivedReading } from '../store.ts';
import { hourBegin, hourOf, parseSortKey } from './keys.ts';
import { readingsIn } from './merge.ts';
import type { Run } from './run.ts';
import { readRun, runItems } from './run.ts';
import { readingsArbitrary } from './testing/series.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const hour = 495_000;
const options = { now: 1_782_003_600_000, retentionDays: 365 };

const written = fc
  .array(
    fc.record({
      deviceId: fc.constantFrom('d1', 'd2'),
      metric: fc.constantFrom('a', 'b', 'b-c'),
      readings: fc.constantFrom(hour, hour + 1).chain(readingsArbitrary),
    }),
    { maxLength: 8 },
  )
  .map((parts) => {
    const all = parts.flatMap(({ deviceId, metric, readings }): ReceivedReading[] =>
      readings.map((reading) => ({ organizationId, deviceId, metric, ...reading })),
    );
    return [...new Map(all.map((reading) => [keyOf(reading), reading])).values()];
  });

const keyOf = ({ deviceId, metric, time }: ReceivedReading) => `${deviceId} ${metric} ${time}`;

function contentOf(runs: readonly Run[]): ReceivedReading[] {
  return runs.flatMap(({ item, pk }) =>
    [...readRun(item).series].flatMap(([metric, series]) =>
      [...readingsIn(series)].map((reading) => ({
        organizationId,
        deviceId: pk.slice(organizationId.length + 1),
        metric,
        ...reading,
      })),
    ),
  );
}

function sorted(readings: readonly ReceivedReading[]): ReceivedReading[] {
  return readings.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

describe('runItems', () => {
  it('has every reading in one run, a run a device and hour', () => {
    fc.assert(
      fc.property(written, (readings) => {
        const runs = runItems(readings, options);
        expect(sorted(contentOf(runs))).toEqual(sorted(readings));
        const groups = new Set(readings.map(({ deviceId, time }) => `${deviceId} ${hourOf(time)}`));
        expect(runs).toHaveLength(groups.size);
        for (const run of runs) {
          const own = run.indexes.flatMap((index) => readings[index] ?? []);
          expect(sorted(contentOf([run]))).toEqual(sorted(own));
          expect(readRun(run.item).hour).toBe(run.hour);
        }
        expect(runs.flatMap(({ indexes }) => indexes).toSorted((a, b) => a - b)).toEqual([...readings.keys()]);
      }),
    );
  });

  it('makes the same items of the same readings in any order, and others of others', () => {
    const reading = (index: number, value: number): ReceivedReading => ({
      organizationId,
      deviceId: 'd1',
      metric: index % 2 ? 'a' : 'b',
      time: hourBegin(hour) + BigInt(index),
      value,
      text: null,
      receivedAt: 7,
    });
    const readings = [1, 2, 3, 4].map((index) => reading(index, index));
    const [run] = runItems(readings, options);
    expect(runItems(readings.toReversed(), options)[0]?.item).toEqual(run?.item);
    const [other] = runItems([...readings.slice(1), reading(1, 5)], options);
    expect(other?.item.sk).not.toEqual(run?.item.sk);
  });

  it('splits what is too much for an item', () => {
    const readings = Array.from({ length: 30_000 }, (_, index): ReceivedReading => ({
      organizationId,
      deviceId: 'd1',
      metric: 'a',
      time: hourBegin(hour) + BigInt(index) * 1_000_000n,
      value: Math.random(),
      text: null,
      receivedAt: 7,
    }));
    const runs = runItems(readings, options);
    expect(runs.length).toBeGreaterThan(1);
    for (const { item } of runs) expect(item.data?.B?.length).toBeLessThanOrEqual(100 * 1024);
    expect(new Set(runs.flatMap(({ indexes }) => indexes)).size).toBe(30_000);
  });

  it('lets runs go after 14 days, or with the retention', () => {
    const readings = [{ organizationId, deviceId: 'd', metric: 'a', value: 1, text: null, receivedAt: 7 }].map(
      (base) => ({
        ...base,
        time: hourBegin(hour),
      }),
    );
    const expiry = (retentionDays: number) =>
      Number(runItems(readings, { now: (hour + 1) * 3_600_000, retentionDays })[0]?.item.expires?.N);
    expect(expiry(365)).toBe((hour + 1) * 3600 + 14 * 86_400);
    expect(expiry(3)).toBe((hour + 1) * 3600 + 3 * 86_400);
  });
});

describe('readRun', () => {
  it('refuses what is not a run', () => {
    const [run] = runItems(
      [{ organizationId, deviceId: 'd', metric: 'a', time: 0n, value: 1, text: null, receivedAt: 7 }],
      options,
    );
    const item = run?.item ?? {};
    expect(parseSortKey(item.sk?.S ?? '').kind).toBe('run');
    expect(() => readRun({ ...item, sk: { S: 'M#a' } })).toThrow('not a run');
    expect(() => readRun({ pk: { S: 'o#d' }, sk: { S: 'R#0000000#x' } })).toThrow('no bytes `data`');
  });
});
