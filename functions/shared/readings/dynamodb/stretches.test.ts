import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digitsOf } from './item.ts';
import type { KeyRange } from './keys.ts';
import type { Order, Pace, Source, Stretch } from './stretches.ts';
import { between, readStretches, stretchesOf } from './stretches.ts';
import type { Item } from './table.ts';

const MEGABYTE = 1_000_000;

interface Table extends Pick<Source, 'table'> {
  requests: { now: number; most: number; all: number };
  /** How many bytes were read and not yet taken. */
  ahead: { now: number; most: number };
}

/** Hours with one item each of so many bytes, in pages as DynamoDB has them. */
function tableOf(hours: ReadonlyMap<number, number>): Table {
  const requests = { now: 0, most: 0, all: 0 };
  const ahead = { now: 0, most: 0 };
  const items = [...hours].sort(([one], [other]) => one - other);
  return {
    requests,
    ahead,
    table: {
      async *query({ first, last, descending = false, pageSize = Infinity }) {
        const found = items.filter(([hour]) => hour >= Number(first) && hour <= Number(last));
        if (descending) found.reverse();
        for (;;) {
          requests.all++;
          requests.most = Math.max(requests.most, ++requests.now);
          await new Promise(setImmediate);
          requests.now--;
          const page: Item[] = [];
          for (let bytes = 0; found.length > 0 && page.length < pageSize && bytes < MEGABYTE;) {
            const [hour, size] = found.shift() ?? [0, 0];
            page.push({ hour: { N: hour.toString() }, data: { B: new Uint8Array(size) } });
            bytes += size;
            ahead.now += size;
          }
          ahead.most = Math.max(ahead.most, ahead.now);
          if (page.length > 0) yield page;
          if (found.length === 0) return;
        }
      },
    },
  };
}

async function read(table: Table, query: { stretches: Stretch[]; order: Order; pace: Pace }, most = Infinity) {
  const source = { ...table, clock: Date.now, retentionDays: 1, signal: new AbortController().signal };
  const keysOf = ({ first, last }: Stretch): KeyRange => ({ first: first.toString(), last: last.toString() });
  const placeOf = (item: Item) => ({ hour: Number(digitsOf(item, 'hour')), isLast: true });
  const hours: number[] = [];
  for await (const { hour, items } of readStretches({ pk: 'device', ...query, keysOf, placeOf }, source)) {
    expect(items).toHaveLength(1);
    table.ahead.now -= items[0]?.data?.B?.length ?? 0;
    hours.push(hour);
    if (hours.length === most) break;
  }
  return hours;
}

const hoursFrom = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);
const orders = fc.constantFrom('ASC' as const, 'DESC' as const);

describe('readStretches', () => {
  it('gives every hour of the stretches once, in order, of whatever size', async () => {
    const sizes = fc.constantFrom(10, 1000, 100_000, 700_000);
    const bursts = fc.array(fc.tuple(fc.nat(5000), fc.integer({ min: 1, max: 40 }), sizes), { maxLength: 5 });
    const asked = fc.uniqueArray(fc.nat(5100), { maxLength: 9 });
    const paces = fc.oneof(
      fc.record({ requests: fc.integer({ min: 1, max: 4 }), hours: fc.constantFrom(1, 3, Infinity) }),
      fc.integer({ min: 1, max: 5 }).map((size) => ({ requests: 1, hours: Infinity, pageSize: () => size })),
    );
    await fc.assert(
      fc.asyncProperty(bursts, asked, orders, paces, async (bursts, ends, order, pace) => {
        const sizes = new Map(
          bursts.flatMap(([first, count, size]) => hoursFrom(first, count).map((hour) => [hour, size])),
        );
        const stretches = between(stretchesOf(ends.toSorted((one, other) => one - other)), { first: 100, last: 4900 });
        const expected = [...sizes.keys()].filter((hour) => hour >= 100 && hour <= 4900 && !ends.includes(hour));
        expected.sort((one, other) => (order === 'ASC' ? one - other : other - one));
        expect(await read(tableOf(sizes), { stretches, order, pace })).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it.each(['ASC', 'DESC'] as const)(
    'reads a long dense series by several requests at a time, in bounded memory: %s',
    async (order) => {
      const table = tableOf(new Map(hoursFrom(400_000, 3000).map((hour) => [hour, 12_000])));
      const pace = { requests: 4, hours: Infinity };
      const hours = await read(table, { stretches: [{ first: 0, last: 2_500_000 }], order, pace });
      expect(hours).toHaveLength(3000);
      expect(table.requests.most).toBe(4);
      expect(table.requests.all).toBeLessThan(120);
      expect(table.ahead.most).toBeLessThan(6 * MEGABYTE);
    },
  );

  it('reads years with little in them by one request', async () => {
    const table = tableOf(new Map(hoursFrom(0, 200).map((index) => [index * 10_000, 100])));
    await read(table, {
      stretches: [{ first: 0, last: 2_500_000 }],
      order: 'ASC',
      pace: { requests: 4, hours: Infinity },
    });
    expect(table.requests.all).toBe(1);
  });

  it('reads no further than is wanted where it reads one request at a time', async () => {
    const table = tableOf(new Map(hoursFrom(0, 200).map((hour) => [hour, 100])));
    const pace = { requests: 1, hours: Infinity, pageSize: () => 3 };
    expect(await read(table, { stretches: [{ first: 0, last: 500 }], order: 'ASC', pace }, 3)).toEqual([0, 1, 2]);
    expect(table.requests.all).toBe(1);
  });
});
