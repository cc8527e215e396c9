import type { ExportRow } from '../shared/exports/row.ts';
import type { ReadingExporter } from '../shared/readings/store.ts';

/** How far an export is when all of its files are written, in percent: the last one is for the end. */
export const WRITTEN = 99;

/** How far an export is when its extraction is done, in percent: that is all there is to be done for Parquet files. */
export function extracted(
  format: ExportRow['request']['format'],
  readings: Pick<ReadingExporter, 'extracted'>,
): number {
  return format === 'PARQUET' ? WRITTEN : WRITTEN * readings.extracted;
}
