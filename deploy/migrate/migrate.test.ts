import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reading, ReadingStore } from '../../functions/shared/readings/store.ts';
import { memoryStore } from '../../functions/shared/readings/testing/memory-store.ts';
import { EARLIEST, fromMilliseconds, LATEST } from '../../functions/shared/time.ts';
import { Checkpoint, type Task } from './checkpoint.ts';
import type { Device } from './devices.ts';
import { DifferencesFile } from './differences.ts';
import { migrate } from './migrate.ts';
import { patientTarget } from './patient.ts';
import { sameTally, tallyOf } from './tally.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-05-01T00:00:00Z');
const COPIED_AT = 1_700_000_000;
const task: Task = {
  from: 'timestream:one/readings',
  to: 'dynamodb:other/365',
  copies: true,
  organizationId: null,
  deviceId: null,
  since: null,
  until: null,
  switched: null,
};

let folder: string;
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sonde-migrate-'));
});
afterAll(() => rm(folder, { recursive: true }));

const newFile = (): string => join(folder, `${++files}.json`);
const newStore = (retentionDays = 10_000): ReadingStore => memoryStore({ clock: () => NOW, retentionDays });
const none = () => Promise.resolve();

interface Options {
  source: ReadingStore;
  target: ReadingStore;
  devices: readonly Device[];
  file?: string;
  copies?: boolean;
  signal?: AbortSignal;
  period?: { from: bigint; to: bigint };
  keptFrom?: bigint;
  saveEvery?: number;
  changes?: Partial<Task>;
}

async function run({ source, target, devices, file = newFile(), copies = true, ...options }: Options) {
  const checkpoint = await Checkpoint.open(file, { ...task, copies, ...options.changes }, COPIED_AT);
  const { position, listed, receivedAt } = checkpoint.state;
  const differences = await DifferencesFile.open(`${file}.csv`, listed);
  const totals = await migrate({
    devices: from(devices, position.after),
    period: options.period ?? { from: EARLIEST, to: LATEST + 1n },
    stores: {
      source,
      readBack: target,
      target: copies ? patientTarget(target, none) : null,
      receivedAt,
      keptFrom: () => options.keptFrom ?? null,
      lookAgain: () => Promise.resolve(false),
    },
    checkpoint,
    differences,
    saveEvery: options.saveEvery ?? 0,
    onProgress: () => undefined,
    signal: options.signal ?? new AbortController().signal,
  });
  const listedNow = await readFile(differences.file, 'utf8').catch(() => '');
  return { totals, lines: listedNow.split('\n').filter((line) => line !== '') };
}

async function* from(devices: readonly Device[], after: Device | null): AsyncGenerator<Device> {
  for (const device of devices) {
    await Promise.resolve();
    if (after === null || `${device.organizationId}/${device.deviceId}` > `${after.organizationId}/${after.deviceId}`)
      yield device;
  }
}

const DEVICES = ['a', 'b', 'c'].flatMap((organizationId) =>
  ['1', '2', '3', '4'].map((deviceId) => ({ organizationId, deviceId })),
);

/** Readings of three hundred days, some of them with long gaps. */
const reading = fc.record({
  device: fc.nat({ max: DEVICES.length - 1 }),
  metric: fc.constantFrom('level', 'state', 'temperature'),
  time: fc.integer({ min: 0, max: 300 * 24 }),
  nanoseconds: fc.constantFrom(0n, 1n),
  value: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
});
const readings = fc
  .uniqueArray(reading, {
    minLength: 1,
    maxLength: 200,
    selector: ({ device, metric, time, nanoseconds }) => `${device} ${metric} ${time} ${nanoseconds}`,
  })
  .map((all) =>
    all.map(({ device, metric, time, nanoseconds, value }): Reading => ({
      ...DEVICES[device]!,
      metric,
      time: fromMilliseconds(NOW - time * 3_600_000) + nanoseconds,
      value,
      text: value === null ? 'open, "wide"' : null,
    })),
  );

async function allOf(store: ReadingStore): Promise<Reading[]> {
  const pages = DEVICES.map((device) =>
    store.page({ ...device, metrics: null, from: 0n, to: LATEST, order: 'ASC', after: null, limit: 1e6 }),
  );
  return (await Promise.all(pages)).flat();
}

const written = async (readings: readonly Reading[], receivedAt = NOW): Promise<ReadingStore> => {
  const store = newStore();
  await store.write(readings.map((reading) => ({ ...reading, receivedAt })));
  return store;
};

const at = (device: Device, time: string, value: number): Reading => ({
  ...device,
  metric: 'level',
  time: fromMilliseconds(Date.parse(time)),
  value,
  text: null,
});
const [one, two] = DEVICES as [Device, Device];

describe('migrate', () => {
  it('copies all readings, and finds them in the target', async () => {
    await fc.assert(
      fc.asyncProperty(readings, async (all) => {
        const source = await written(all);
        const target = newStore();
        const { totals, lines } = await run({ source, target, devices: DEVICES, saveEvery: 1000 });
        expect(await allOf(target)).toEqual(await allOf(source));
        expect(totals).toMatchObject({ devices: DEVICES.length, read: tallyOf(all), verified: tallyOf(all) });
        expect(totals).toMatchObject({ rejected: 0, missing: 0, other: 0, extra: 0 });
        expect(lines).toEqual([]);
        const again = await run({ source, target, devices: DEVICES, copies: false, saveEvery: 1000 });
        expect(again.totals).toEqual(totals);
      }),
      { numRuns: 30 },
    );
  });

  it('goes on wherever it was ended, and counts as one that was not', async () => {
    await fc.assert(
      fc.asyncProperty(readings, fc.array(fc.nat({ max: 40 }), { maxLength: 5 }), async (all, ends) => {
        const source = await written(all);
        const target = memoryStore({ clock: () => NOW, retentionDays: 200 });
        const whole = await run({
          source,
          target: memoryStore({ clock: () => NOW, retentionDays: 200 }),
          devices: DEVICES,
          saveEvery: 1000,
        });
        const file = newFile();
        for (const end of ends) {
          const failing = endingAfter(end, source);
          await run({ source: failing, target, devices: DEVICES, file }).catch((error: unknown) => {
            expect(error).toEqual(new Error('The end'));
          });
          if (!failing.hasEnded()) return;
        }
        const rest = await run({ source, target, devices: DEVICES, file });
        expect(rest.totals).toEqual(whole.totals);
        expect(rest.lines.sort()).toEqual(whole.lines.sort());
      }),
      { numRuns: 20 },
    );
  });

  it('does nothing twice that the checkpoint has', async () => {
    const source = await written(DEVICES.map((device, index) => at(device, '2026-02-01T00:00:00Z', index)));
    const file = newFile();
    const target = newStore();
    await run({ source: endingAfter(20, source), target, devices: DEVICES, file }).catch(() => undefined);
    const { position } = JSON.parse(await readFile(file, 'utf8')) as { position: { totals: { devices: number } } };
    let asked = 0;
    const counting: ReadingStore = { ...source, periods: (query) => (asked++, source.periods(query)) };
    const { totals } = await run({ source: counting, target, devices: DEVICES, file });
    expect(position.totals.devices).toBeGreaterThan(0);
    expect(asked).toBe(DEVICES.length - position.totals.devices);
    expect(totals.devices).toBe(DEVICES.length);
  });

  it('begins anew after it came to its end', async () => {
    const source = await written([at(one, '2026-02-01T00:00:00Z', 1)]);
    const target = newStore();
    const file = newFile();
    await run({ source, target, devices: DEVICES, file });
    expect((await run({ source, target, devices: DEVICES, file })).totals.read.count).toBe(1);
  });

  it('does not go on with another migration', async () => {
    const source = await written([at(one, '2026-02-01T00:00:00Z', 1)]);
    const file = newFile();
    const target = newStore();
    await run({ source: endingAfter(0, source), target, devices: DEVICES, file }).catch(() => undefined);
    const other = run({ source, target, devices: DEVICES, file, changes: { organizationId: 'a' } });
    await expect(other).rejects.toThrow(`${file} is of a migration with other settings that has not ended`);
  });

  it('stops where another run has taken it over', async () => {
    const source = await written([at(one, '2026-02-01T00:00:00Z', 1)]);
    const file = newFile();
    const taking: ReadingStore = {
      ...source,
      async page(query) {
        await Checkpoint.open(file, task, COPIED_AT);
        return source.page(query);
      },
    };
    await expect(run({ source: taking, target: newStore(), devices: [one], file })).rejects.toThrow('taken over');
  });

  it('names what the target does not take, and what it keeps of its own', async () => {
    const all = [
      at(one, '2025-02-27T00:00:00Z', 1),
      at(one, '2025-02-28T00:00:00Z', 2),
      at(one, '2026-03-01T00:00:00Z', 3),
      at(two, '2026-03-01T00:00:00Z', 4),
      at(two, '2026-03-03T00:00:00Z', 5),
    ];
    const source = await written(all);
    const target = newStore(365);
    await target.write([
      { ...at(two, '2026-03-01T00:00:00Z', 5), receivedAt: NOW },
      { ...at(two, '2026-03-02T00:00:00Z', 6), receivedAt: NOW },
    ]);
    const { totals, lines } = await run({ source, target, devices: DEVICES });
    expect(totals).toMatchObject({ months: 3, rejected: 2, missing: 0, other: 1, extra: 1, read: { count: 5 } });
    expect(sameTally(totals.verified, tallyOf([all[2]!, all[4]!]))).toBe(true);
    expect(lines.sort()).toEqual([
      'a,1,rejected,2,2025-02-27T00:00:00Z,2025-02-28T00:00:00Z,It is too old',
      'a,2,other,1,2026-03-01T00:00:00Z,2026-03-01T00:00:00Z,"not the same in the target, such as: level of 2026-03-01T00:00:00Z, 4; the target has 5"',
      'organization,device,kind,readings,first,last,reason',
    ]);
  });

  it('finds what is missing or changed where it only compares, and writes nothing', async () => {
    const all = [
      at(one, '2024-03-01T00:00:00Z', 0),
      at(one, '2026-03-01T00:00:00Z', 1),
      at(one, '2026-03-01T00:00:01Z', 2),
      at(one, '2026-03-01T00:00:02Z', 3),
    ];
    const source = await written(all);
    const target = await written([all[1]!, { ...all[2]!, value: -2 }]);
    const keptFrom = fromMilliseconds(NOW - 365 * DAY);
    const { totals, lines } = await run({ source, target, devices: DEVICES, copies: false, keptFrom });
    expect(totals).toMatchObject({ rejected: 1, missing: 1, other: 1, extra: 0, verified: tallyOf([all[1]!]) });
    expect(lines).toHaveLength(4);
    expect(await allOf(target)).toHaveLength(2);
  });

  it('copies only readings of the time that is asked for', async () => {
    const all = ['2026-01-31T23:59:59.999Z', '2026-02-01T00:00:00Z', '2026-03-15T00:00:00Z', '2026-03-15T00:00:01Z'];
    const source = await written(all.map((time, index) => at(one, time, index)));
    const target = newStore();
    const period = {
      from: fromMilliseconds(Date.parse(all[1]!)),
      to: fromMilliseconds(Date.parse(all[3]!)),
    };
    const { totals } = await run({ source, target, devices: DEVICES, period });
    expect(totals).toMatchObject({ months: 2, read: { count: 2 } });
    expect((await allOf(target)).map(({ value }) => value)).toEqual([1, 2]);
  });

  it('ends between two pages when it is told to', async () => {
    const source = await written([at(one, '2026-02-01T00:00:00Z', 1)]);
    const stop = new AbortController();
    stop.abort(new Error('It was interrupted'));
    const file = newFile();
    const stopped = run({ source, target: newStore(), devices: DEVICES, file, signal: stop.signal });
    await expect(stopped).rejects.toThrow('It was interrupted');
    expect((await run({ source, target: newStore(), devices: DEVICES, file })).totals.read.count).toBe(1);
  });

  it('looks at a silent decade once', async () => {
    const source = await written([at(one, '2010-02-01T00:00:00Z', 1), at(one, '2026-02-01T00:00:00Z', 2)]);
    let asked = 0;
    const counting: ReadingStore = { ...source, page: (query) => (asked++, source.page(query)) };
    const { totals } = await run({ source: counting, target: newStore(), devices: [one] });
    expect([totals.read.count, asked]).toEqual([2, 4]);
  });
});

/** A store that fails from some question on, and stays so. */
function endingAfter(questions: number, store: ReadingStore): ReadingStore & { hasEnded: () => boolean } {
  let left = questions;
  const ask = async <T>(answer: () => Promise<T>): Promise<T> => {
    if (left-- <= 0) throw new Error('The end');
    return answer();
  };
  return {
    ...store,
    page: (query) => ask(() => store.page(query)),
    periods: (query) => ask(() => store.periods(query)),
    hasEnded: () => left < 0,
  };
}
