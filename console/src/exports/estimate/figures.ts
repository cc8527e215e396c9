import type { ExportFormat } from '../../api/generated/documents.ts';
import { windowSeconds, type Choices } from '../form/choices.ts';

/** From the least to the most that there may be. */
export interface Range {
  low: number;
  high: number;
}

/** How many readings of a metric of a device there are in a period, and how long is the part of it from the first to the last, in ms. */
export interface Counted {
  metric: string;
  count: number;
  reach: number;
}

/** What an export of one device would have: how many readings, rows, and values in the rows. */
export interface Figures {
  readings: Range;
  rows: Range;
  values: Range;
}

const exactly = (count: number): Range => ({ low: count, high: count });
const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

/** What an export would have of a device of which so much is counted. */
export function figuresOf(
  counted: readonly Counted[],
  { layout, summary }: Pick<Choices, 'layout' | 'summary'>,
): Figures {
  const readings = exactly(sum(counted.map(({ count }) => count)));
  const cells = summary
    ? counted.map((each) => windowsIn(each, summary.window))
    : counted.map(({ count }) => exactly(count));
  const filled = { low: sum(cells.map(({ low }) => low)), high: sum(cells.map(({ high }) => high)) };
  // Metrics that are measured together share a row, and others do not.
  const rows = layout === 'WIDE' ? { low: Math.max(0, ...cells.map(({ low }) => low)), high: filled.high } : filled;
  const perCell = summary?.statistics.length ?? 1;
  return { readings, rows, values: { low: filled.low * perCell, high: filled.high * perCell } };
}

/** Readings that come regularly are in as many windows as there are, those that come in a burst in one. */
function windowsIn({ count, reach }: Counted, window: string): Range {
  const length = windowSeconds(window);
  if (count === 0 || length === undefined) return exactly(0);
  const most = Math.min(count, Math.floor(reach / (length * 1000)) + 2);
  const evenly = Math.min(count, Math.max(1, Math.floor(reach / (length * 1000))));
  return { low: evenly, high: most };
}

/**
 * Bytes of a row, beside its values, and of a value, after compression: from what there is of regular readings with few digits to what there is of irregular
 * ones with all the digits that a double has. The demo's hourly weather has 6 (CSV) and 3 (Parquet) bytes a reading, a sine with all its digits 15 (CSV).
 */
const BYTES: Readonly<Record<ExportFormat, { file: number; row: Range; value: Range }>> = {
  CSV: { file: 200, row: { low: 2, high: 6 }, value: { low: 1.5, high: 11 } },
  PARQUET: { file: 1000, row: { low: 0.75, high: 6 }, value: { low: 1, high: 9 } },
};

/** About how many bytes files have. */
export function bytesOf({ rows, values }: Pick<Figures, 'rows' | 'values'>, format: ExportFormat): Range {
  const { file, row, value } = BYTES[format];
  return {
    low: file + rows.low * row.low + values.low * value.low,
    high: 2 * file + rows.high * row.high + values.high * value.high,
  };
}
