import { groupBy } from '../../collections.ts';
import type { ReceivedReading } from '../store.ts';
import { blockExpiry, summariesExpiry } from './expiry.ts';
import { dayOf, hourBegin, hourOf, HOURS_A_DAY, metricKey, partitionOf, summariesKey } from './keys.ts';
import { seriesOf } from './merge.ts';
import type { Place } from './plan-blocks.ts';
import { planBlocks } from './plan-blocks.ts';
import type { Series } from './series.ts';
import { packSummary, summarize } from './summary.ts';
import { summaryNames } from './summary-item.ts';
import type { Item, ReadingsTable } from './table.ts';

interface Target {
  table: Pick<ReadingsTable, 'putAll'>;
  retentionDays: number;
}

/** The version of what nobody has changed yet. */
const FIRST_VERSION = 1;

/**
 * Puts readings as they are when all is merged: blocks and summaries at once, without runs, which takes a tenth of the requests. They overwrite what is
 * there of their days: only for devices of which nothing is stored, or the same, and nobody writes meanwhile. None may be older than the retention.
 * Rejects unless all is stored; the same again changes nothing.
 */
export async function loadReadings(
  readings: readonly ReceivedReading[],
  { table, retentionDays }: Target,
  signal: AbortSignal,
): Promise<void> {
  const hours = [
    ...groupBy(readings, (reading) => `${partitionOf(reading)} ${reading.metric} ${hourOf(reading.time)}`),
  ];
  const parts = hours.flatMap(([, group]) => partOf(group));
  const items = [
    ...namesOf(parts, retentionDays),
    ...parts.flatMap(({ place, series }) => planBlocks(place, [], series, { retentionDays }).map(({ item }) => item)),
    ...summariesOf(parts, retentionDays),
  ];
  const [cause] = (await table.putAll(items, signal)).values();
  if (cause) throw cause;
}

interface Part {
  place: Place;
  series: Series;
}

/** @param group readings of one device, metric and hour */
function partOf(group: readonly ReceivedReading[]): Part[] {
  const [first] = group;
  if (!first) return [];
  const hour = hourOf(first.time);
  return [{ place: { pk: partitionOf(first), metric: first.metric, hour }, series: seriesOf(hour, group) }];
}

/** That the devices have blocks of the metrics, for as long as they have. */
function namesOf(parts: readonly Part[], retentionDays: number): Item[] {
  return [...groupBy(parts, ({ place }) => `${place.pk} ${place.metric}`).values()].map((group) => {
    const last = group.reduce((one, other) => (one.place.hour > other.place.hour ? one : other)).place;
    return {
      pk: { S: last.pk },
      sk: { S: metricKey(last.metric) },
      version: { N: FIRST_VERSION.toString() },
      expires: { N: blockExpiry(last.hour, retentionDays).toString() },
    };
  });
}

function summariesOf(parts: readonly Part[], retentionDays: number): Item[] {
  const days = groupBy(parts, (part) => `${part.place.pk} ${part.place.metric} ${dayOf(part.place.hour)}`);
  return [...days.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { pk, metric, hour } = first.place;
    const day = dayOf(hour);
    const item: Item = { pk: { S: pk }, sk: { S: summariesKey(metric, day) } };
    item.expires = { N: summariesExpiry(day, retentionDays).toString() };
    for (const { place, series } of group) {
      const names = summaryNames(place.hour % HOURS_A_DAY);
      item[names.summary] = { B: packSummary(summarize(series), hourBegin(place.hour)) };
      item[names.version] = { N: FIRST_VERSION.toString() };
    }
    return [item];
  });
}
