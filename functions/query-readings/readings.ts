import * as v from 'valibot';
import type { Position, Reading, ReadingReader } from '../shared/readings/store.ts';
import { formatTime } from '../shared/time.ts';
import type { DeclaredMetrics } from './arguments.ts';
import { Count, Declared, DeviceId, hasPeriod, Metrics, OrganizationId, storablePeriod, Time } from './arguments.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';

/** What a client asks, with the organization from its token and the metrics that the device names. */
export const ReadingsRequest = v.pipe(
  v.object({
    field: v.literal('readings'),
    organizationId: OrganizationId,
    deviceId: DeviceId,
    metrics: v.nullish(Metrics(50), null),
    from: Time('from'),
    to: Time('to'),
    order: v.nullish(v.picklist(['ASC', 'DESC']), 'ASC'),
    first: v.nullish(Count('first', 1, 1000), 100),
    after: v.nullish(v.string(), null),
    declared: Declared,
  }),
  hasPeriod(),
);
export type ReadingsRequest = v.InferOutput<typeof ReadingsRequest>;

/** `ReadingPage` of the schema. */
export interface ReadingPage {
  items: {
    deviceId: string;
    metric: string;
    time: string;
    value: number | null;
    text: string | null;
    unit: string | null;
    declared: boolean;
  }[];
  nextCursor: string | null;
}

/**
 * One page of a device's readings. One more than asked for is read, to know whether there is a page after it.
 * @throws SondeError `ValidationError` for a cursor of another query, and what the store throws
 */
export async function readingPage(request: ReadingsRequest, store: ReadingReader): Promise<ReadingPage> {
  const { declared, first, after, ...query } = request;
  const position = after === null ? null : decodeCursor(query, after);
  const period = storablePeriod(query);
  if (!period) return { items: [], nextCursor: null };
  const readings = await store.page({ ...query, ...period, after: position, limit: first + 1 });
  const page = readings.slice(0, first);
  const last = readings.length > first ? page.at(-1) : undefined;
  return {
    items: page.map((reading) => item(reading, declared)),
    nextCursor: last ? encodeCursor(query, positionOf(last)) : null,
  };
}

function positionOf({ time, metric }: Reading): Position {
  return { time, metric };
}

function item({ deviceId, metric, time, value, text }: Reading, declared: DeclaredMetrics) {
  return {
    deviceId,
    metric,
    time: formatTime(time),
    value,
    text,
    unit: declared.unitOf(deviceId, metric),
    declared: declared.has(deviceId, metric),
  };
}
