import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { SondeError } from '../shared/errors.ts';
import type { Reading } from '../shared/readings/store.ts';
import { EARLIEST, formatTime, LATEST } from '../shared/time.ts';
import { parseEvent } from './event.ts';
import type { ReadingPage } from './readings.ts';
import { readingPage, ReadingsRequest } from './readings.ts';
import { memoryReader } from '../shared/readings/testing/memory-store.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const deviceId = '01JZ8Q6V5X3M9T2B7C4D1E0F8H';
const event = {
  field: 'readings',
  organizationId,
  deviceId,
  metrics: null,
  from: '2026-01-01T00:00:00Z',
  to: '2026-02-01T00:00:00+01:00',
  order: 'ASC',
  first: 100,
  after: null,
  declared: [
    { deviceId, metric: 'temperature', unit: 'Cel' },
    { deviceId, metric: 'wind', unit: null },
  ],
};

function reading(time: bigint, metric = 'temperature'): Reading {
  return { organizationId, deviceId, metric, time, value: 1, text: null };
}

function pageOf(change: object, stored: readonly Reading[]): Promise<ReadingPage> {
  return readingPage(v.parse(ReadingsRequest, { ...event, ...change }), memoryReader(stored));
}

function problemOf(change: object): string {
  try {
    parseEvent({ ...event, ...change });
  } catch (error) {
    if (error instanceof SondeError && error.type === 'ValidationError') return error.message;
    throw error;
  }
  return 'none';
}

describe('parseEvent', () => {
  it('reads what a client asks', () => {
    expect(parseEvent(event)).toEqual({
      field: 'readings',
      organizationId,
      deviceId,
      metrics: null,
      from: 1767225600000000000n,
      to: 1769900400000000000n,
      order: 'ASC',
      first: 100,
      after: null,
      declared: expect.anything() as unknown,
    });
  });

  it('takes null as left out', () => {
    expect(parseEvent({ ...event, order: null, first: null, after: null })).toMatchObject({ order: 'ASC', first: 100 });
  });

  it.each([
    [{ to: event.from }, '`from` is not before `to`'],
    [{ to: '2025-12-31T23:59:59.999999999Z' }, '`from` is not before `to`'],
    [{ from: '2026-02-30T00:00:00Z' }, '`from` is not a date and time'],
    [{ to: 'tomorrow' }, '`to` is not a date and time'],
    [{ first: 0 }, '`first` is not a whole number from 1 to 1000'],
    [{ first: 1001 }, '`first` is not a whole number'],
    [{ first: 1.5 }, '`first` is not a whole number'],
    [{ metrics: [] }, '`metrics` is empty'],
    [{ metrics: ['a', 'a'] }, '`metrics` names a metric twice'],
    [{ metrics: ["a'b"] }, 'One of `metrics` is no metric name'],
    [{ metrics: Array.from({ length: 51 }, (_, index) => `m${index}`) }, '`metrics` names more than 50'],
    [{ deviceId: 'x' }, '`deviceId` is not the id of a device'],
    [{ order: 'UP' }, 'Expected ("ASC" | "DESC")'],
  ])('refuses %o', (change, message) => {
    expect(problemOf(change)).toContain(message);
  });
});

describe('readingPage', () => {
  it('shapes readings for the schema, with what the device says of their metric', async () => {
    const time = 1767225600000000001n;
    const stored = ['temperature', 'constructor', 'wind'].map((metric) => reading(time, metric));
    const item = { deviceId, time: '2026-01-01T00:00:00.000000001Z', value: 1, text: null };
    expect(await pageOf({}, stored)).toEqual({
      items: [
        { ...item, metric: 'constructor', unit: null, declared: false },
        { ...item, metric: 'temperature', unit: 'Cel', declared: true },
        { ...item, metric: 'wind', unit: null, declared: true },
      ],
      nextCursor: null,
    });
  });

  it('has no page after the last one, however full that is', async () => {
    const stored = [reading(1767225600000000001n), reading(1767225600000000002n)];
    expect((await pageOf({ first: 2 }, stored)).nextCursor).toBeNull();
    expect((await pageOf({ first: 1 }, stored)).nextCursor).not.toBeNull();
  });

  it('takes a period that reaches beyond what can be stored', async () => {
    const stored = [reading(EARLIEST), reading(LATEST - 1n)];
    const page = await pageOf({ from: '0001-01-01T00:00:00Z', to: '9999-12-31T23:59:59Z' }, stored);
    expect(page.items).toHaveLength(2);
    const before = { from: '0001-01-01T00:00:00Z', to: '1969-12-31T23:59:59Z' };
    expect(await pageOf(before, stored)).toEqual({ items: [], nextCursor: null });
  });

  it('gives every reading once and in order, whatever the size of the pages, and whatever is written between them', async () => {
    const times = fc.bigInt({ min: 1767225600000000000n, max: 1767225600000000003n });
    const metrics = fc.constantFrom('a', 'b', 'B', 'c.d', 'c-d');
    const places = fc.uniqueArray(fc.tuple(times, metrics), {
      selector: ([time, metric]) => `${time}/${metric}`,
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(
        places,
        fc.nat(20),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom('ASC', 'DESC'),
        async (places, before, first, order) => {
          const inOrder = (one: Place, other: Place): number => (order === 'ASC' ? 1 : -1) * compare(one, other);
          const arriving = places.slice(before);
          const stored = places.slice(0, before).map(([time, metric]) => reading(time, metric));
          const seen: string[] = [];
          let after: string | null = null;
          do {
            const page: ReadingPage = await pageOf({ first, order, after }, stored);
            seen.push(...page.items.map(({ time, metric }) => `${time} ${metric}`));
            after = page.nextCursor;
            const [next] = arriving.splice(0, 1);
            if (next) stored.push(reading(...next));
          } while (after !== null);
          const nameOf = ([time, metric]: Place): string => `${formatTime(time)} ${metric}`;
          // Each at most once, in order; and those of before the first page all.
          expect(seen).toEqual(
            [...places]
              .sort(inOrder)
              .map(nameOf)
              .filter((name) => seen.includes(name)),
          );
          expect(seen).toEqual(expect.arrayContaining(places.slice(0, before).map(nameOf)));
        },
      ),
    );
  });
});

type Place = [time: bigint, metric: string];

function compare([time, metric]: Place, [otherTime, otherMetric]: Place): number {
  if (time !== otherTime) return time < otherTime ? -1 : 1;
  return metric < otherMetric ? -1 : 1;
}
