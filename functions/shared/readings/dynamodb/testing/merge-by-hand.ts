import type { Nanoseconds } from '../../../time.ts';
import type { ReceivedReading } from '../../store.ts';
import type { Block } from '../block.ts';
import { blockItem, readBlock } from '../block.ts';
import { blockExpiry, summariesExpiry } from '../expiry.ts';
import type { Hour } from '../keys.ts';
import {
  blocksOf,
  dayOf,
  HOUR,
  hourBegin,
  HOURS_A_DAY,
  metricKey,
  parseSortKey,
  summariesKey,
  marksOf,
} from '../keys.ts';
import { textOf } from '../item.ts';
import { mergeSeries, sliceSeries } from '../merge.ts';
import { markItem } from '../marks.ts';
import { runItems } from '../run.ts';
import { runHours } from '../run-hours.ts';
import { slotOf } from '../slots.ts';
import type { Series } from '../series.ts';
import type { Source } from '../stretches.ts';
import { packSummary, summarize } from '../summary.ts';
import type { ReadingsTable } from '../table.ts';

/** What a test asks of a table beside reading. */
export type HandTable = Pick<ReadingsTable, 'query' | 'putAll' | 'deleteAll' | 'putSummary'>;
export type TableSource = Source & { table: HandTable };

/** Puts readings as a writer does. */
export async function writeByHand(
  readings: readonly ReceivedReading[],
  { table, clock, retentionDays, signal }: TableSource,
): Promise<void> {
  const now = clock();
  const runs = runItems(readings, { now, retentionDays });
  const marks = new Map(runs.map(({ pk, hour }) => [`${pk} ${hour}`, markItem(pk, hour, slotOf(now))]));
  await table.putAll([...marks.values()], signal);
  await table.putAll(
    runs.map(({ item }) => item),
    signal,
  );
}

/** Puts what the runs of an hour have into blocks and summaries, in at least so many blocks a metric, and deletes the hour's marks. */
export async function mergeByHand(pk: string, hour: Hour, blocks: number, source: TableSource): Promise<void> {
  const { table, signal } = source;
  const marks: string[] = [];
  for await (const page of table.query({ pk, ...marksOf(hour, hour) }, signal))
    marks.push(...page.map((item) => textOf(item, 'sk')));
  const stretches = [{ first: hour, last: hour }];
  const runs = { pk, metrics: null, stretches, order: 'ASC', requests: 1 } as const;
  for await (const { series } of runHours(runs, source))
    for (const [metric, brought] of series) {
      const before: Block[] = [];
      for await (const page of table.query({ pk, ...blocksOf(metric, hour) }, signal))
        before.push(...page.map(readBlock));
      const merged = mergeSeries([brought, ...before.map((block) => block.series)]);
      const begins = before.map(({ begin }) => begin);
      await putHour(pk, metric, { hour, series: merged, blocks, begins }, source);
    }
  const keys = marks.filter((sk) => parseSortKey(sk).kind === 'mark').map((sk) => ({ pk, sk }));
  await table.deleteAll(keys, signal);
}

/**
 * Puts the readings of one metric and hour as blocks and as a summary.
 * @param put begins: where blocks began before, which is where one has to begin ever after
 */
export async function putHour(
  pk: string,
  metric: string,
  {
    hour,
    series,
    blocks,
    begins = [],
  }: { hour: Hour; series: Series; blocks: number; begins?: readonly Nanoseconds[] },
  { table, retentionDays, signal }: TableSource,
): Promise<void> {
  versions += 1;
  const expires = { N: (blockExpiry(hour, retentionDays) + 1e9).toString() };
  await table.putAll([{ pk: { S: pk }, sk: { S: metricKey(metric) }, expires }], signal);
  const [begin, end] = [hourBegin(hour), hourBegin(hour + 1)];
  const even = Array.from({ length: blocks }, (_, index) => begin + (HOUR * BigInt(index)) / BigInt(blocks));
  const cuts = [...new Set([...even, ...begins])].sort((one, other) => (one < other ? -1 : 1));
  const cut = cuts.map((begin, index): Block => {
    const until = cuts[index + 1] ?? end;
    return { metric, begin, end: until, version: versions, series: sliceSeries(series, begin, until) };
  });
  for (const block of cut.toReversed()) await table.putAll([blockItem(pk, block, retentionDays)], signal);
  const day = dayOf(hour);
  const bytes = packSummary(summarize(series), hourBegin(hour));
  const summary = { hourOfDay: hour % HOURS_A_DAY, bytes, expires: summariesExpiry(day, retentionDays) };
  await table.putSummary({ pk, sk: summariesKey(metric, day) }, { ...summary, version: versions }, signal);
}

/** Each hour is put with a higher one than any before. */
let versions = 0;
