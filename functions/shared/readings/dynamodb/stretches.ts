import type { Hour, KeyRange } from './keys.ts';
import type { Item, ReadingsTable } from './table.ts';

/** Hours from `first` to `last`, both included. */
export interface Stretch {
  first: Hour;
  last: Hour;
}

/** What a question is asked of. */
export interface Source {
  table: Pick<ReadingsTable, 'query'>;
  /** ms since 1970. */
  clock: () => number;
  retentionDays: number;
  /** When it fires, all reading rejects with its reason. */
  signal: AbortSignal;
}

export type Order = 'ASC' | 'DESC';

/** How much is read at once. */
export interface Pace {
  /** How many requests are under way at a time. */
  requests: number;
  /** How many hours the first of them is for. What comes back says how many the next ones are for. */
  hours: number;
  /** How many items the next request is for, one after the other; unless given, about {@link REQUEST_BYTES}. */
  pageSize?: () => number;
}

export interface StretchQuery {
  pk: string;
  /** In order of time, without an hour in common. */
  stretches: readonly Stretch[];
  order: Order;
  keysOf: (stretch: Stretch) => KeyRange;
  /** The hour of an item, and whether it is known that no other item of the hour comes behind it. */
  placeOf: (item: Item) => { hour: Hour; isLast: boolean };
  pace: Pace;
}

/** All items of an hour, at least one. */
export interface HourItems {
  hour: Hour;
  items: Item[];
}

/** Enough that requests are few, and little enough for many of them in memory. A page of DynamoDB has 1 MB at most. */
const REQUEST_BYTES = 512 * 1024;
/** What an item has beside its data, or a little more. */
const KEY_BYTES = 100;
/** So many times longer than those before the next stretch is at most. */
const MOST_GROWTH = 8;

/** What of the plan is next: a stretch, and what is read of it where that has begun. */
interface Leg {
  stretch: Stretch;
  part?: Promise<Part>;
}

interface Part {
  hours: HourItems[];
  bytes: number;
  /** What was not read, for enough was. */
  rest: Stretch | null;
}

/**
 * The items of stretches, hour by hour in order. Several requests are under way at a time, each for as many hours as are about {@link REQUEST_BYTES}:
 * how many these are shows as it goes, for a device may have sent thousands of readings an hour, or one a year.
 */
export async function* readStretches(query: StretchQuery, source: Source): AsyncGenerator<HourItems> {
  const { stretches, order, pace } = query;
  const own = new AbortController();
  const signal = AbortSignal.any([source.signal, own.signal]);
  const legs: Leg[] = (order === 'ASC' ? stretches : stretches.toReversed()).map((stretch) => ({ stretch }));
  let length = pace.hours;
  let underWay = 0;

  function start(most: number): void {
    for (let index = 0; index < legs.length && (index === 0 || underWay < most); index++) {
      const leg = legs[index];
      if (!leg || leg.part) continue;
      const [stretch, later] = cut(leg.stretch, length, order);
      const part = readPart(query, stretch, { ...source, signal });
      // Who takes the part gets its error; where nobody does any more, nobody has to know.
      part.catch(() => undefined);
      legs.splice(index, 1, { stretch, part }, ...(later ? [{ stretch: later }] : []));
      underWay++;
    }
  }

  try {
    for (;;) {
      start(pace.requests);
      const leg = legs.shift();
      if (!leg?.part) return;
      const part = await leg.part;
      underWay--;
      if (!pace.pageSize) length = nextLength(length, leg.stretch, part);
      if (part.rest) legs.unshift({ stretch: part.rest });
      // A single request at a time is for who may not want more.
      if (pace.requests > 1) start(pace.requests - 1);
      yield* part.hours;
    }
  } finally {
    own.abort();
  }
}

async function readPart(
  { pk, keysOf, placeOf, order, pace }: StretchQuery,
  stretch: Stretch,
  { table, signal }: Source,
): Promise<Part> {
  const hours: HourItems[] = [];
  let bytes = 0;
  const pageSize = pace.pageSize?.();
  const range = { pk, ...keysOf(stretch), descending: order === 'DESC', ...(pageSize !== undefined && { pageSize }) };
  for await (const page of table.query(range, signal)) {
    let isWhole = false;
    for (const item of page) {
      const { hour, isLast } = placeOf(item);
      const before = hours.at(-1);
      if (before?.hour === hour) before.items.push(item);
      else hours.push({ hour, items: [item] });
      bytes += (item.data?.B?.length ?? 0) + KEY_BYTES;
      isWhole = isLast;
    }
    const isEnough = pageSize === undefined ? bytes >= REQUEST_BYTES : page.length >= pageSize;
    if (isEnough && isWhole) return { hours, bytes, rest: behind(stretch, hours.at(-1)?.hour, order) };
  }
  return { hours, bytes, rest: null };
}

/** The first hours of a stretch, in the order of reading, and the others. */
function cut({ first, last }: Stretch, length: number, order: Order): [Stretch, Stretch | null] {
  if (last - first < length) return [{ first, last }, null];
  return order === 'ASC'
    ? [
        { first, last: first + length - 1 },
        { first: first + length, last },
      ]
    : [
        { first: last - length + 1, last },
        { first, last: last - length },
      ];
}

function behind({ first, last }: Stretch, hour: Hour | undefined, order: Order): Stretch | null {
  if (hour === undefined) return null;
  const rest = order === 'ASC' ? { first: hour + 1, last } : { first, last: hour - 1 };
  return rest.first <= rest.last ? rest : null;
}

/** How many hours have about {@link REQUEST_BYTES}. */
function nextLength(length: number, stretch: Stretch, { hours, bytes, rest }: Part): number {
  const [first, last] = [hours[0]?.hour, hours.at(-1)?.hour];
  if (first === undefined || last === undefined) return length * MOST_GROWTH;
  // Before its first item a stretch that is cut short may have had years without any.
  const read = rest ? Math.abs(last - first) + 1 : stretch.last - stretch.first + 1;
  return Math.max(1, Math.min(Math.round((read * REQUEST_BYTES) / bytes), length * MOST_GROWTH));
}

/** Hours, in order of time, as stretches. */
export function stretchesOf(hours: Iterable<Hour>): Stretch[] {
  const stretches: Stretch[] = [];
  for (const hour of hours) {
    const before = stretches.at(-1);
    if (before && before.last + 1 === hour) before.last = hour;
    else stretches.push({ first: hour, last: hour });
  }
  return stretches;
}

/** What of a stretch is in none of others, which are in order of time. */
export function between(stretches: readonly Stretch[], { first, last }: Stretch): Stretch[] {
  const begins = [first, ...stretches.map((stretch) => stretch.last + 1)];
  const ends = [...stretches.map((stretch) => stretch.first - 1), last];
  return begins.flatMap((begin, index) => {
    const stretch = { first: Math.max(begin, first), last: Math.min(ends[index] ?? last, last) };
    return stretch.first <= stretch.last ? [stretch] : [];
  });
}
