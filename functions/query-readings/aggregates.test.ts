import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { SondeError } from '../shared/errors.ts';
import type { Reading, ReadingReader } from '../shared/readings/store.ts';
import { formatTime, parseTime } from '../shared/time.ts';
import type { AggregateSeries } from './aggregates.ts';
import { answer } from './answer.ts';
import { memoryReader } from '../shared/readings/testing/memory-store.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const deviceId = '01JZ8Q6V5X3M9T2B7C4D1E0F8H';
const otherId = '01JZ8Q6V5X3M9T2B7C4D1E0F8J';
const event = {
  field: 'aggregates',
  organizationId,
  deviceIds: [deviceId],
  metrics: ['temperature'],
  from: '2026-03-28T00:00:00Z',
  to: '2026-03-28T04:00:00Z',
  window: 'PT1H',
  statistics: ['AVG', 'COUNT'],
  fill: null,
  timeZone: null,
  declared: [{ deviceId, metric: 'temperature', unit: 'Cel' }],
};

function reading(time: string, value: number | null, change: Partial<Reading> = {}): Reading {
  const text = value === null ? 'none' : null;
  return { organizationId, deviceId, metric: 'temperature', time: parseTime(time) ?? 0n, value, text, ...change };
}

async function ask(change: object, store: ReadingReader = memoryReader([])): Promise<AggregateSeries[]> {
  return (await answer({ ...event, ...change }, store)) as AggregateSeries[];
}

async function refusalOf(change: object): Promise<SondeError> {
  const store = memoryReader([]);
  const aggregate = vi.spyOn(store, 'aggregate');
  const error = await ask(change, store).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(aggregate).not.toHaveBeenCalled();
  if (error instanceof SondeError) return error;
  throw new Error('It was not refused', { cause: error });
}

describe('what a client asks of statistics', () => {
  it.each([
    [{ to: event.from }, '`from` is not before `to`'],
    [{ to: 'tomorrow' }, '`to` is not a date and time'],
    [{ deviceIds: [] }, '`deviceIds` is empty'],
    [{ deviceIds: [deviceId, deviceId] }, '`deviceIds` names a device twice'],
    [{ deviceIds: Array.from({ length: 51 }, () => deviceId) }, '`deviceIds` names more than 50'],
    [{ metrics: [] }, '`metrics` is empty'],
    [{ metrics: ['a', 'a'] }, '`metrics` names a metric twice'],
    [{ metrics: ["a'b"] }, 'is no metric name'],
    [{ statistics: [] }, '`statistics` is empty'],
    [{ statistics: ['AVG', 'AVG'] }, '`statistics` names one twice'],
    [{ statistics: ['MODE'] }, 'Expected'],
    [{ window: 'P1DT1H' }, '`window` is not one of PT1S to PT24H, P1D to P366D, P1W, P1M and P1Y'],
    [{ window: 'PT25H' }, '`window` is not one of'],
    [{ fill: 'ZERO' }, 'Expected'],
    [{ timeZone: 'Mars/Olympus' }, '`timeZone`: "Mars/Olympus" is not in the IANA time zone database'],
    [{ timeZone: '' }, '`timeZone`: "" is not in the IANA time zone database'],
    [{ timeZone: 'x'.repeat(1000) }, `\`timeZone\`: "${'x'.repeat(64)}" is not`],
  ])('is refused where it is %j', async (change, message) => {
    const error = await refusalOf(change);
    expect(error.type).toBe('ValidationError');
    expect(error.message).toContain(message);
  });

  it('is refused, before it is asked, where it makes too many windows', async () => {
    const error = await refusalOf({ deviceIds: [deviceId, otherId], window: 'PT1S' });
    expect(error.type).toBe('LimitExceededError');
    expect(error.data).toEqual({ limit: 10_000, windows: 28_800, window: 'PT5S' });
    expect(error.message).toBe(
      'That makes 28800 windows, of all series together; at most 10000 are answered at once. Ask for windows of at least PT5S, a shorter period, or fewer devices or metrics',
    );
  });

  it('may make as many windows as the limit', async () => {
    const period = { from: '2026-01-01T00:00:00Z', to: '2026-01-01T02:46:40Z', window: 'PT1S', fill: 'NULL' };
    expect((await ask(period))[0]?.windows).toHaveLength(10_000);
    const more = await refusalOf({ ...period, to: '2026-01-01T02:46:40.000000001Z' });
    expect(more.data).toEqual({ limit: 10_000, windows: 10_001, window: 'PT2S' });
  });

  it('may have no window that fits', async () => {
    const metrics = Array.from({ length: 50 }, (_, index) => `m${index}`);
    const all = { metrics, from: '0001-01-01T00:00:00Z', to: '9999-12-31T00:00:00Z', window: 'P1D' };
    const error = await refusalOf(all);
    expect(error.data).toEqual({ limit: 10_000, windows: 5_337_600, window: null });
    expect(error.message).toMatch(/at once\. Ask for a shorter period, or fewer devices or metrics$/);
    expect((await refusalOf({ ...all, metrics: ['m'] })).data).toMatchObject({ window: 'P1M' });
  });

  it('always gets a window that is taken', async () => {
    const periods = fc.tuple(fc.integer({ min: 1, max: 2_000_000_000 }), fc.integer({ min: 1, max: 50 }));
    await fc.assert(
      fc.asyncProperty(periods, async ([seconds, count]) => {
        const metrics = Array.from({ length: count }, (_, index) => `m${index}`);
        const change = { metrics, from: '1970-01-01T00:00:01Z', to: formatTime(BigInt(seconds + 1) * 1_000_000_000n) };
        const ask = (window: string) =>
          answer({ ...event, ...change, window }, memoryReader([])).catch((error: unknown) => error);
        const error = await ask('PT1S');
        if (!(error instanceof SondeError)) return;
        const { window } = error.data as { window: string | null };
        if (window !== null) expect(await ask(window)).toBeInstanceOf(Array);
      }),
      { numRuns: 30 },
    );
  });
});

describe('statistics', () => {
  const stored = [
    reading('2026-03-28T00:30:00Z', 1),
    reading('2026-03-28T00:59:59.999999999Z', 3),
    reading('2026-03-28T01:10:00Z', null),
    reading('2026-03-28T02:00:00Z', 8),
    reading('2026-03-28T02:00:00Z', 9, { metric: 'wind' }),
    reading('2026-03-28T03:00:00Z', 7, { deviceId: otherId }),
  ];
  const hour = (begin: number) => ({ begin: `2026-03-28T0${begin}:00:00Z`, end: `2026-03-28T0${begin + 1}:00:00Z` });

  it('come as a series for each device and metric, in the order that they were asked', async () => {
    const series = await ask(
      { deviceIds: [otherId, deviceId], metrics: ['wind', 'temperature'] },
      memoryReader(stored),
    );
    expect(series).toEqual([
      { deviceId: otherId, metric: 'wind', unit: null, windows: [] },
      {
        deviceId: otherId,
        metric: 'temperature',
        unit: null,
        windows: [{ ...hour(3), filled: false, avg: 7, count: 1 }],
      },
      { deviceId, metric: 'wind', unit: null, windows: [{ ...hour(2), filled: false, avg: 9, count: 1 }] },
      {
        deviceId,
        metric: 'temperature',
        unit: 'Cel',
        windows: [
          { ...hour(0), filled: false, avg: 2, count: 2 },
          { ...hour(2), filled: false, avg: 8, count: 1 },
        ],
      },
    ]);
  });

  it.each([
    ['NULL', [2, null, 8, null]],
    ['PREVIOUS', [2, 2, 8, 8]],
    ['LINEAR', [2, 5, 8, null]],
  ])('are filled by %s, but counts: no reading is made up', async (fill, averages) => {
    const [series] = await ask({ fill }, memoryReader(stored));
    expect(series?.windows).toEqual(
      [2, 0, 1, 0].map((count, index) => ({ ...hour(index), filled: count === 0, avg: averages[index], count })),
    );
  });

  it('are those of the period alone, of windows that are whole', async () => {
    const part = { from: '2026-03-28T00:45:00Z', to: '2026-03-28T02:00:00Z' };
    const [series] = await ask(part, memoryReader(stored));
    expect(series?.windows).toEqual([{ ...hour(0), filled: false, avg: 3, count: 1 }]);
    const [month] = await ask({ ...part, window: 'P1M', timeZone: 'Europe/Paris' }, memoryReader(stored));
    expect(month?.windows).toEqual([
      { begin: '2026-02-28T23:00:00Z', end: '2026-03-31T22:00:00Z', filled: false, avg: 3, count: 1 },
    ]);
  });

  it('are none of a time that nothing can be stored of', async () => {
    const before = { from: '0001-01-01T00:00:00Z', to: '1970-01-01T00:00:00Z', fill: 'NULL' };
    expect(await ask(before)).toEqual([{ deviceId, metric: 'temperature', unit: 'Cel', windows: [] }]);
    const all = { from: '0001-01-01T00:00:00Z', to: '9999-12-31T00:00:00Z', fill: 'NULL', window: 'P1Y' };
    const [series] = await ask(all);
    expect(series?.windows).toHaveLength(293);
    expect(series?.windows[0]?.begin).toBe('1970-01-01T00:00:00Z');
  });

  it('fail where the store cuts a period otherwise', async () => {
    const store = memoryReader([]);
    store.aggregate = () => Promise.resolve([{ deviceId, metric: 'temperature', begin: 1n, values: [1, 1] }]);
    await expect(ask({}, store)).rejects.toThrow('The store knows another window, from 1 ns on');
  });

  it('count every reading of the period once, in the window that it is in', async () => {
    const seconds = fc.array(fc.integer({ min: 0, max: 3 * 86_400 }), { maxLength: 40 });
    const zones = fc.constantFrom('UTC', 'Europe/Paris', 'Australia/Lord_Howe', 'America/St_Johns');
    await fc.assert(
      fc.asyncProperty(seconds, fc.constantFrom('PT1H', 'P1D', 'P1W'), zones, async (seconds, window, timeZone) => {
        const start = parseTime('2026-03-28T00:00:00Z') ?? 0n;
        const times = [...new Set(seconds)].map((second) => start + BigInt(second) * 1_000_000_000n);
        const store = memoryReader(times.map((time) => reading('', 1, { time })));
        const change = { window, timeZone, to: '2026-03-31T00:00:00Z', statistics: ['COUNT'] };
        const [series] = await ask(change, store);
        const counts = series?.windows.map(({ begin, end, count }) => [begin, end, count]);
        const expected = (await ask({ ...change, fill: 'NULL' }, memoryReader([])))[0]?.windows.flatMap(
          ({ begin, end }) => {
            const inside = times.filter(
              (time) =>
                time >= (parseTime(begin) ?? 0n) &&
                time < (parseTime(end) ?? 0n) &&
                time < start + 259_200_000_000_000n,
            );
            return inside.length > 0 ? [[begin, end, inside.length]] : [];
          },
        );
        expect(counts).toEqual(expected);
      }),
    );
  });
});
