import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LatestReadings, type AnsweredLatest } from './latest-readings.ts';

const reading = (time: string, value: number, metric = 'level') => ({ metric, time, value, text: null, unit: 'm' });
const NOON = '2026-06-01T12:00:00Z';
const LATER = '2026-06-01T12:00:00.000000001Z';

function made(ask: (deviceIds: string[]) => Promise<AnsweredLatest[]> = () => Promise.resolve([])) {
  const frames: (() => void)[] = [];
  const asked: string[][] = [];
  const latest = new LatestReadings({
    ask: (deviceIds) => {
      asked.push(deviceIds);
      return ask(deviceIds);
    },
    beforeNextFrame: (run) => frames.push(run),
  });
  const drawFrame = (): void => {
    for (const run of frames.splice(0)) run();
  };
  return { latest, asked, drawFrame };
}

const failed = (problem: unknown): never => {
  throw problem;
};

describe('the newest readings', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('are never replaced by older ones, to the nanosecond', () => {
    const { latest } = made();
    latest.take('A', [reading(LATER, 2)]);
    latest.take('A', [reading(NOON, 1), reading('2026-06-01T11:00:00.5Z', 7, 'salinity')]);
    expect(latest.of('A').readings.get('level')?.value).toBe(2);
    expect(latest.of('A').lastSeenAt).toBe(LATER);
    expect([...latest.of('A').readings.keys()]).toEqual(['level', 'salinity']);
  });

  it('are replaced where one of the same time is corrected', () => {
    const { latest } = made();
    latest.take('A', [reading('2026-06-01T12:00:00.100Z', 1)]);
    latest.take('A', [reading('2026-06-01T12:00:00.1Z', 2)]);
    expect(latest.of('A').readings.get('level')?.value).toBe(2);
  });

  it('are the same in whatever order they come', () => {
    const times = fc.constantFrom('2026-06-01T12:00:00Z', '2026-06-01T12:00:00.5Z', '2026-06-01T12:00:00.25Z', LATER);
    const some = fc.uniqueArray(fc.record({ time: times, metric: fc.constantFrom('a', 'b') }), {
      selector: ({ time, metric }) => time + metric,
    });
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 4 }), (readings, size) => {
        const all = readings.map(({ time, metric }, index) => ({ ...reading(time, index, metric), deviceId: 'A' }));
        const [forwards, backwards] = [made().latest, made().latest];
        forwards.takeAll(all);
        const reversed = all.toReversed();
        for (let begin = 0; begin < all.length; begin += size) backwards.takeAll(reversed.slice(begin, begin + size));
        expect(backwards.of('A').lastSeenAt).toBe(forwards.of('A').lastSeenAt);
        expect(new Map(backwards.of('A').readings)).toEqual(forwards.of('A').readings);
      }),
    );
  });

  it('tell of changes once a frame, and only those who listen to the device', () => {
    const { latest, drawFrame } = made();
    const [ofA, ofB] = [vi.fn(), vi.fn()];
    const stop = latest.listen('A', ofA);
    latest.listen('B', ofB);
    latest.take('A', [reading(NOON, 1)]);
    latest.take('A', [reading(LATER, 2)]);
    latest.take('A', [reading(NOON, 0)]);
    expect(ofA).not.toHaveBeenCalled();
    drawFrame();
    expect(ofA).toHaveBeenCalledOnce();
    expect(ofB).not.toHaveBeenCalled();
    const seen = latest.of('A');
    latest.take('A', [reading(LATER, 2)]);
    drawFrame();
    expect(ofA).toHaveBeenCalledOnce();
    expect(latest.of('A')).toBe(seen);
    stop();
    latest.take('A', [reading('2026-06-01T12:00:01Z', 3)]);
    drawFrame();
    expect(ofA).toHaveBeenCalledOnce();
  });

  it('are asked for of what is seen each time that some may have been missed, 50 devices at once', async () => {
    const { latest, asked } = made((ids) =>
      Promise.resolve(ids.map((deviceId) => ({ deviceId, readings: [reading(NOON, 5)] }))),
    );
    const ids = Array.from({ length: 70 }, (_, index) => `D${index}`);
    latest.see(ids, failed);
    await vi.runAllTimersAsync();
    expect(asked).toEqual([]);
    latest.resume();
    await vi.runAllTimersAsync();
    expect(asked).toEqual([ids.slice(0, 50), ids.slice(50)]);
    expect(latest.of('D69').readings.get('level')?.value).toBe(5);
    latest.see([...ids.slice(60), 'D70'], failed);
    await vi.runAllTimersAsync();
    expect(asked.slice(2)).toEqual([['D70']]);
    latest.resume();
    expect(asked.slice(3)).toEqual([[...ids.slice(60), 'D70']]);
  });

  it('are asked for again after that has failed', async () => {
    const problem = new Error('broken');
    const { latest, asked } = made(() => Promise.reject(problem));
    const onProblem = vi.fn();
    latest.resume();
    latest.see(['A'], onProblem);
    await vi.runAllTimersAsync();
    expect(onProblem).toHaveBeenCalledExactlyOnceWith(problem);
    latest.see(['A'], onProblem);
    await vi.runAllTimersAsync();
    expect(asked).toEqual([['A'], ['A']]);
  });
});
