import type { Position, Reading, ReadingReader } from '../../functions/shared/readings/store.ts';
import type { Device } from './devices.ts';
import type { Period } from './months.ts';

/** Readings in one page. A page is what memory holds of a device at once. */
const PAGE = 10_000;

/** The readings of a device in a period, in order of time and then of metric, page after page; none is empty. */
export async function* pagesOf(
  reader: Pick<ReadingReader, 'page'>,
  { organizationId, deviceId }: Device,
  { from, to }: Period,
  limit: number = PAGE,
): AsyncGenerator<Reading[]> {
  let after: Position | null = null;
  for (;;) {
    const query = { organizationId, deviceId, metrics: null, from, to, order: 'ASC' as const, after, limit };
    const page: Reading[] = await reader.page(query);
    const last = page.at(-1);
    if (last) yield page;
    if (!last || page.length < limit) return;
    after = { time: last.time, metric: last.metric };
  }
}

/** One by one. */
export async function* readingsOf(pages: AsyncIterable<Reading[]>): AsyncGenerator<Reading> {
  for await (const page of pages) yield* page;
}

/** In the order of pages. */
export function comparePositions(one: Position, other: Position): number {
  if (one.time !== other.time) return one.time < other.time ? -1 : 1;
  return one.metric === other.metric ? 0 : one.metric < other.metric ? -1 : 1;
}
