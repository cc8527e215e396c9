import type { PageQuery, Position, Reading } from '../store.ts';
import type { MergedHour } from './hours.ts';
import { mergedHours } from './hours.ts';
import { partitionOf } from './keys.ts';
import { at, type Series } from './series.ts';
import type { Order, Source } from './stretches.ts';

/** The first readings of a device beyond a position, by time and then by metric. Reads little more than it answers. */
export async function readPage(query: PageQuery, source: Source): Promise<Reading[]> {
  const { organizationId, deviceId, metrics, order, after, limit } = query;
  const page: Reading[] = [];
  const hours = mergedHours({ pk: partitionOf(query), metrics, ...beyond(query), order, limit }, source);
  for await (const hour of hours)
    for (const reading of readingsInOrder(hour, order)) {
      if (after && !isBehind(reading, after, order)) continue;
      page.push({ organizationId, deviceId, ...reading });
      if (page.length === limit) return page;
    }
  return page;
}

/** The period from the position on. */
function beyond({ from, to, order, after }: PageQuery): Pick<PageQuery, 'from' | 'to'> {
  if (!after) return { from, to };
  if (order === 'ASC') return { from: after.time > from ? after.time : from, to };
  return { from, to: after.time < to ? after.time + 1n : to };
}

function isBehind(one: Position, other: Position, order: Order): boolean {
  const [earlier, later] = order === 'ASC' ? [other, one] : [one, other];
  return earlier.time < later.time || (earlier.time === later.time && earlier.metric < later.metric);
}

type Measured = Pick<Reading, 'metric' | 'time' | 'value' | 'text'>;

/** Where one metric is. */
interface Cursor {
  metric: string;
  series: Series;
  index: number;
}

/** The readings of all metrics of an hour, by time and then by metric: one after the other, for not all may be wanted. */
function* readingsInOrder({ series }: MergedHour, order: Order): Generator<Measured> {
  const step = order === 'ASC' ? 1 : -1;
  const metrics = [...series].sort(([one], [other]) => (one < other ? -step : step));
  const cursors = metrics.map(([metric, series]): Cursor => {
    return { metric, series, index: order === 'ASC' ? 0 : series.offsets.length - 1 };
  });
  const placeOf = ({ series, index }: Cursor) => step * (series.offsets[index] ?? step * Infinity);
  for (;;) {
    let next: Cursor | undefined;
    for (const cursor of cursors) if (placeOf(cursor) < (next ? placeOf(next) : Infinity)) next = cursor;
    if (!next) return;
    yield readingAt(next);
    next.index += step;
  }
}

function readingAt({ metric, series, index }: Cursor): Measured {
  const value = at(series.values, index);
  return {
    metric,
    time: series.begin + BigInt(at(series.offsets, index)),
    value: Number.isNaN(value) ? null : value,
    text: series.texts?.[index] ?? null,
  };
}
