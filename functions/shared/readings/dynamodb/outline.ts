import type { OutlinedBin, OutlineQuery } from '../store.ts';
import { partitionOf } from './keys.ts';
import type { Source } from './stretches.ts';
import { windowSummaries } from './window-summaries.ts';

/** The first, last, smallest and largest of each bin. */
export async function outline(query: OutlineQuery, source: Source): Promise<OutlinedBin[]> {
  const { from, to, bin } = query;
  const metrics = query.metrics.toSorted();
  const windows = { kind: 'FIXED', length: bin } as const;
  const asked = { pk: partitionOf(query), metrics, from, to, windows, sketches: false };
  const bins = await windowSummaries(asked, source, ({ summary }) => {
    const { first, last, smallest, largest } = summary;
    return { first, last, smallest, largest };
  });
  return [...bins].flatMap(([metric, made]) => made.map(({ begin, value }) => ({ metric, begin, ...value })));
}
