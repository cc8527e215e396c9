import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReceivedReading } from '../store.ts';
import { hourBegin, METRICS, parseSortKey, partitionOf, runsOf, marksOf, type ItemKey } from './keys.ts';
import { MarkMemory } from './mark-memory.ts';
import { readingsIn } from './merge.ts';
import { readRun } from './run.ts';
import type { Item, ReadingsTable } from './table.ts';
import { startTable, type TestTable } from './testing/start-table.ts';
import { dynamodbWriter } from './write.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const device = (index: number) => `01JZ8Q6V5X3M9T2B7C4D1E0F${index.toString().padStart(2, '0')}`;
const hour = 495_000;
const begin = hourBegin(hour);
let now = (hour + 0.5) * 3_600_000;
const signal = AbortSignal.timeout(60_000);
const done = { rejected: [], retryable: [] };

function reading(index: number, change: Partial<ReceivedReading> = {}): ReceivedReading {
  const base = { organizationId, deviceId: device(0), metric: 'temperature', value: 21.5, text: null, receivedAt: 7 };
  return { ...base, time: begin + BigInt(index), ...change };
}

let test: TestTable;
/** The sort keys of what was put, in order. */
let put: string[];
/** What goes wrong with the items that are put. */
let fails: (item: Item) => boolean;
let table: ReadingsTable;

beforeEach(async () => {
  now = (hour + 0.5) * 3_600_000;
  test = await startTable({ clock: () => now });
  put = [];
  fails = () => false;
  table = {
    ...test.table,
    async putAll(items, signal) {
      const failed = [...items.entries()].filter(([, item]) => fails(item));
      const sound = items.filter((_, index) => !failed.some(([place]) => place === index));
      for (const item of sound) if (item.sk?.S?.startsWith('R')) expect(await isMarked(item)).toBe(true);
      put.push(...sound.map(({ sk }) => sk?.S ?? ''));
      expect(await test.table.putAll(sound, signal)).toEqual(new Map());
      return new Map(failed.map(([index]) => [index, new Error('It was throttled')]));
    },
  };
});
afterEach(async () => {
  await test.close();
});

async function isMarked({ pk, sk }: Item): Promise<boolean> {
  const key = parseSortKey(sk?.S ?? '');
  const range = key.kind === 'run' ? marksOf(key.hour, key.hour) : METRICS;
  for await (const page of test.table.query({ pk: pk?.S ?? '', ...range }, signal)) if (page.length > 0) return true;
  return false;
}

const writerOf = () => dynamodbWriter({ table, clock: () => now, retentionDays: 30, timeLimit: 20_000 });
const kindsPut = () => put.map((sk) => parseSortKey(sk).kind);

async function stored(deviceId: string): Promise<ReceivedReading[]> {
  const readings: ReceivedReading[] = [];
  const pk = partitionOf({ organizationId, deviceId });
  for await (const page of table.query({ pk, ...runsOf(hour - 1000, hour + 10) }, signal))
    for (const item of page)
      for (const [metric, series] of readRun(item).series)
        for (const each of readingsIn(series)) readings.push({ organizationId, deviceId, metric, ...each });
  return readings;
}

async function marks(deviceId: string): Promise<ItemKey[]> {
  const keys: ItemKey[] = [];
  const pk = partitionOf({ organizationId, deviceId });
  for await (const page of table.query({ pk, ...marksOf(0, hour + 1000) }, signal))
    keys.push(...page.map(({ sk }) => ({ pk, sk: sk?.S ?? '' })));
  return keys;
}

describe('dynamodbWriter', () => {
  it('stores readings of any devices, hours and metrics, numbers and texts', async () => {
    const readings = Array.from({ length: 200 }, (_, index) =>
      reading(index * 100_000_000_000, {
        deviceId: device(index % 3),
        metric: index % 2 ? 'temperature' : 'door',
        ...(index % 2 ? { value: index / 10 } : { value: null, text: 'open' }),
      }),
    );
    expect(await writerOf().write(readings)).toEqual(done);
    for (const deviceId of [0, 1, 2].map(device)) {
      const found = await stored(deviceId);
      const expected = readings.filter((each) => each.deviceId === deviceId);
      expect(found).toHaveLength(expected.length);
      expect(found).toEqual(expect.arrayContaining(expected));
    }
  });

  it('marks an hour of a device before its first run, and once a slot', async () => {
    const writer = writerOf();
    await writer.write([reading(1), reading(2, { metric: 'humidity' })]);
    expect(kindsPut()).toEqual(['mark', 'run']);
    await writer.write([reading(3)]);
    expect(kindsPut()).toEqual(['mark', 'run', 'run']);
    expect(await marks(device(0))).toHaveLength(1);
    now += 3_600_000;
    await writer.write([reading(4)]);
    expect(kindsPut()).toEqual(['mark', 'run', 'run', 'mark', 'run']);
    expect(await marks(device(0))).toHaveLength(2);
  });

  it('marks an hour once for all that comes of it in time, from its begin on', async () => {
    const writer = writerOf();
    for (const minute of [0, 1, 30, 59, 61]) {
      now = (hour * 60 + minute) * 60_000;
      await writer.write([reading(minute)]);
    }
    expect(await marks(device(0))).toHaveLength(1);
    now = (hour * 60 + 63) * 60_000;
    await writer.write([reading(63)]);
    expect(await marks(device(0))).toHaveLength(2);
  });

  it('does not put a mark that another writer has put', async () => {
    await writerOf().write([reading(1)]);
    await writerOf().write([reading(2), reading(2, { deviceId: device(1) })]);
    expect(put.filter((sk) => sk.startsWith('U'))).toHaveLength(2);
    expect(await stored(device(0))).toHaveLength(2);
  });

  it('writes the same readings again as the same item', async () => {
    const readings = [reading(1), reading(2)];
    await writerOf().write(readings);
    now += 3_600_000;
    await writerOf().write(readings.toReversed());
    expect(await stored(device(0))).toEqual(readings);
  });

  it('puts no run whose mark was not put, and gives its readings back', async () => {
    const writer = writerOf();
    fails = ({ pk, sk }) => sk?.S?.startsWith('U') === true && pk?.S?.endsWith(device(1)) === true;
    const readings = [0, 1, 2, 1].map((index, time) => reading(time, { deviceId: device(index) }));
    const { rejected, retryable } = await writer.write(readings);
    expect(rejected).toEqual([]);
    expect(retryable.map(({ index, cause }) => [index, cause.message])).toEqual([
      [1, 'It was throttled'],
      [3, 'It was throttled'],
    ]);
    expect(await stored(device(1))).toEqual([]);
    fails = () => false;
    expect(await writer.write([...retryable.map(({ index }) => readings[index] ?? reading(0))])).toEqual(done);
    expect(await marks(device(1))).toHaveLength(1);
    expect(await stored(device(1))).toHaveLength(2);
  });

  it('gives back the readings of a run that was not put', async () => {
    fails = ({ pk, sk }) => sk?.S?.startsWith('R') === true && pk?.S?.endsWith(device(1)) === true;
    const readings = [0, 1, 2, 1].map((index, time) => reading(time, { deviceId: device(index) }));
    const { retryable } = await writerOf().write(readings);
    expect(retryable.map(({ index }) => index)).toEqual([1, 3]);
  });

  it('gives back everything where it cannot see the marks', async () => {
    table = { ...table, present: () => Promise.reject(new Error('It was cut off')) };
    const { retryable } = await writerOf().write([reading(1), reading(2)]);
    expect(retryable.map(({ index, cause }) => [index, cause.message])).toEqual([
      [0, 'It was cut off'],
      [1, 'It was cut off'],
    ]);
    expect(put).toEqual([]);
  });

  it('has stored everything, each run behind its mark, once all that was given back is written again', async () => {
    const failing = fc.infiniteStream(fc.boolean());
    const written = fc.uniqueArray(fc.record({ device: fc.nat({ max: 3 }), minute: fc.nat({ max: 119 }) }), {
      selector: ({ device, minute }) => `${device} ${minute}`,
      maxLength: 30,
    });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(written, failing, async (points, failing) => {
        const base = ++round * 10;
        fails = () => failing.next().value === true;
        let left = points.map(({ device: index, minute }) =>
          reading(0, { deviceId: device(base + index), time: begin + BigInt(minute) * 60_000_000_000n }),
        );
        const all = left;
        const writer = writerOf();
        for (let attempt = 0; left.length > 0 && attempt < 100; attempt++) {
          const { rejected, retryable } = await writer.write(left);
          expect(rejected).toEqual([]);
          left = retryable.flatMap(({ index }) => left[index] ?? []);
        }
        for (const deviceId of [0, 1, 2, 3].map((index) => device(base + index))) {
          const found = await stored(deviceId);
          expect(found).toEqual(expect.arrayContaining(all.filter((each) => each.deviceId === deviceId)));
        }
      }),
      { numRuns: 8 },
    );
  });

  it('rejects what is too old to be kept and a text that is too long, and stores the rest', async () => {
    const day = 86_400_000_000_000n;
    const earliest = begin + 1_800_000_000_000n - 30n * day;
    const readings = [
      reading(0),
      reading(0, { time: earliest - 1n }),
      reading(0, { time: earliest }),
      reading(1, { value: null, text: 'é'.repeat(1025) }),
      reading(2, { value: null, text: 'é'.repeat(1024) }),
    ];
    const { rejected, retryable } = await writerOf().write(readings);
    expect(rejected.map(({ index }) => index)).toEqual([1, 3]);
    expect(rejected[0]?.reason).toMatch(/^its time .*Z is before .*Z, and what is older than that is not kept$/);
    expect(rejected[1]?.reason).toBe('its text has 2050 bytes in UTF-8; it may have 2,048');
    expect(retryable).toEqual([]);
    expect(await stored(device(0))).toHaveLength(3);
  });

  it('takes nothing as nothing', async () => {
    expect(await writerOf().write([])).toEqual(done);
    expect(put).toEqual([]);
  });
});

describe('MarkMemory', () => {
  it('forgets the oldest where they are too many', () => {
    const memory = new MarkMemory(2);
    for (const name of ['a', 'b', 'c']) memory.add(name);
    expect(['a', 'b', 'c'].map((name) => memory.has(name))).toEqual([false, true, true]);
  });
});

describe('a writer that stood still while it wrote', () => {
  it('has all written again whose mark may be gone by now', async () => {
    const still: ReadingsTable = { ...table };
    const minutes = (count: number) => {
      still.putAll = (items, signal) => {
        if (items.some(({ sk }) => sk?.S?.startsWith('R'))) now += count * 60_000;
        return table.putAll(items, signal);
      };
    };
    const writer = dynamodbWriter({ table: still, clock: () => now, retentionDays: 30, timeLimit: 20_000 });
    const readings = [reading(1), reading(-2 * 3_600_000_000_000), reading(3)];
    minutes(36);
    expect(await writer.write(readings)).toEqual(done);
    now = (hour + 0.5) * 3_600_000;
    minutes(37);
    const { retryable } = await writer.write(readings);
    expect(retryable.map(({ index }) => index).sort()).toEqual([0, 1, 2]);
    expect(retryable[0]?.cause.message).toContain('took so long');
    minutes(0);
    put = [];
    expect(await writer.write(readings)).toEqual(done);
    expect(kindsPut()).toEqual(['mark', 'mark', 'run', 'run']);
  });
});
