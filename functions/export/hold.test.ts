import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ExportRow } from '../shared/exports/row.ts';
import { Overtaken } from '../shared/jobs/errors.ts';
import { BEAT, Hold } from './hold.ts';
import type { Ports } from './ports.ts';

const key = { organizationId: '01JZ8Q6V5X3M9T2B7C4D1E0F8G', exportId: '01JZ8Q6V5X3M9T2B7C4D1E0F8J' };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** In fake time. */
function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** What a heart needs of the world, with calls that take their time. */
function world(beat: () => Promise<void>) {
  const beats: { at: number; until: number; progress: number }[] = [];
  const published: number[] = [];
  const row = { organizationId: key.organizationId, id: key.exportId, status: 'RUNNING', progress: 0, version: 1 };
  const ports = {
    exports: {
      lease: () => Promise.resolve(row as ExportRow),
      async beat(_seen: unknown, _owner: unknown, { until, progress }: { until: string; progress: number }) {
        await beat();
        beats.push({ at: Date.now(), until: Date.parse(until), progress });
      },
    },
    events: {
      async publish() {
        await later(200);
        published.push(Date.now());
      },
    },
    settings: { beat: BEAT },
    clock: Date.now,
    log: { info: vi.fn(), warn: vi.fn(), error: vi.fn() },
  } as unknown as Ports;
  return { ports, beats, published };
}

/** Lets fake time pass while a hold is there, which the test does not end by itself. */
async function holdFor(milliseconds: number, ports: Ports, during: (hold: Hold) => void = () => undefined) {
  const hold = await Hold.take(key, 'a worker', ports);
  if (!hold) throw new Error('There is nothing to hold');
  during(hold);
  await vi.advanceTimersByTimeAsync(milliseconds);
  const stopping = hold.stop();
  await vi.advanceTimersByTimeAsync(1000);
  await stopping;
  return hold;
}

describe('the heart of a hold', () => {
  it('tells subscribers at least every 2 s, and keeps the lease from running out, whatever the step does', async () => {
    const { ports, beats, published } = world(() => later(200));
    const start = Date.now();
    await holdFor(60_000, ports, (hold) => {
      hold.progress = 41.9;
    });
    const times = [start, ...published];
    const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(published.length).toBeGreaterThan(29);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(2000);
    expect(beats.every(({ at, until }) => until > at + 50_000)).toBe(true);
    expect(new Set(beats.map(({ progress }) => progress))).toEqual(new Set([41]));
  });

  it('goes on beating after a beat that failed', async () => {
    let failures = 2;
    const { ports, published } = world(() => (failures-- > 0 ? Promise.reject(new Error('throttled')) : later(10)));
    const hold = await holdFor(10_000, ports);
    expect(published.length).toBeGreaterThan(3);
    expect(hold.interrupted.aborted).toBe(false);
  });

  it('interrupts the step, and tells nobody, where the export is no longer as it was seen', async () => {
    const { ports, published } = world(() => Promise.reject(new Overtaken('The export is not as it was')));
    const hold = await holdFor(10_000, ports);
    expect(published).toEqual([]);
    expect(hold.interrupted.aborted).toBe(true);
  });
});
