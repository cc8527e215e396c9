import type { Position, Reading, ReadingReader } from '../shared/readings/store.ts';
import { EARLIEST, formatTime, LATEST } from '../shared/time.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { ReadingsRequest } from './event.ts';

/** `ReadingPage` of the schema. */
export interface ReadingPage {
  items: {
    deviceId: string;
    metric: string;
    time: string;
    value: number | null;
    text: string | null;
    unit: string | null;
  }[];
  nextCursor: string | null;
}

/**
 * One page of a device's readings. One more than asked for is read, to know whether there is a page after it.
 * @throws SondeError `ValidationError` for a cursor of another query, and what the store throws
 */
export async function readingPage(request: ReadingsRequest, store: ReadingReader): Promise<ReadingPage> {
  const { units, first, after, ...query } = request;
  const position = after === null ? null : decodeCursor(query, after);
  // No reading is outside of what can be stored, so a period that reaches beyond loses nothing.
  const from = query.from < EARLIEST ? EARLIEST : query.from;
  const to = query.to > LATEST ? LATEST : query.to;
  if (from >= to) return { items: [], nextCursor: null };
  const readings = await store.page({ ...query, from, to, after: position, limit: first + 1 });
  const page = readings.slice(0, first);
  const last = readings.length > first ? page.at(-1) : undefined;
  return {
    items: page.map((reading) => item(reading, units)),
    nextCursor: last ? encodeCursor(query, positionOf(last)) : null,
  };
}

function positionOf({ time, metric }: Reading): Position {
  return { time, metric };
}

function item({ deviceId, metric, time, value, text }: Reading, units: ReadonlyMap<string, string>) {
  return { deviceId, metric, time: formatTime(time), value, text, unit: units.get(metric) ?? null };
}
