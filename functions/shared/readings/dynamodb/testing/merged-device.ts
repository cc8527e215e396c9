import { readBlock } from '../block.ts';
import { textOf } from '../item.ts';
import type { Hour } from '../keys.ts';
import { BEHIND, hourBegin, hourOf, parseSortKey } from '../keys.ts';
import { mergeSeries, readingsIn } from '../merge.ts';
import type { SeriesReading } from '../series.ts';
import type { Summary } from '../summary.ts';
import { unpackSummary } from '../summary.ts';
import { summariesIn } from '../summary-item.ts';
import type { ReadingsTable } from '../table.ts';

/** What the table has of one metric of a device in one hour. */
export interface MergedMetric {
  metric: string;
  hour: Hour;
  /** Of all blocks, with the deleted ones. */
  readings: SeriesReading[];
  summary: Summary | undefined;
  /** How many blocks there are. */
  blocks: number;
}

export interface MergedDevice {
  /** By metric and hour. */
  metrics: MergedMetric[];
  /** The names that there are. */
  names: string[];
  marks: number;
}

/**
 * What the blocks, summaries, names and marks of a device say.
 * @throws Error where blocks do not follow each other, or a summary is not of the version of its blocks
 */
export async function mergedDevice(table: ReadingsTable, pk: string): Promise<MergedDevice> {
  const signal = AbortSignal.timeout(30_000);
  const found = { blocks: new Map<string, ReturnType<typeof readBlock>[]>(), names: [] as string[], marks: 0 };
  const summaries = new Map<string, ReturnType<typeof summariesIn>[number]>();
  for await (const page of table.query({ pk, first: '!', last: BEHIND }, signal))
    for (const item of page) {
      const key = parseSortKey(textOf(item, 'sk'));
      if (key.kind === 'block') {
        const name = `${key.metric} ${hourOf(key.begin)}`;
        found.blocks.set(name, [...(found.blocks.get(name) ?? []), readBlock(item)]);
      }
      if (key.kind === 'metric') found.names.push(key.metric);
      if (key.kind === 'mark') found.marks++;
      if (key.kind === 'summaries')
        for (const summary of summariesIn(item)) summaries.set(`${key.metric} ${summary.hour}`, summary);
    }
  const metrics = [...found.blocks].map(([name, blocks]) => {
    const [first] = blocks;
    const hour = hourOf(first?.begin ?? 0n);
    const ends = [hourBegin(hour), ...blocks.map(({ end }) => end)];
    const begins = [...blocks.map(({ begin }) => begin), hourBegin(hour + 1)];
    if (begins.some((begin, index) => begin !== ends[index]))
      throw new Error(`The blocks of ${name} do not follow each other`);
    const summary = summaries.get(name);
    if (summary && summary.version !== first?.version) throw new Error(`The summary of ${name} is of another version`);
    return {
      metric: first?.metric ?? '',
      hour,
      readings: [...readingsIn(mergeSeries(blocks.map(({ series }) => series)))],
      summary: summary && unpackSummary(summary.bytes, hourBegin(hour)),
      blocks: blocks.length,
    };
  });
  return { metrics, names: found.names, marks: found.marks };
}
