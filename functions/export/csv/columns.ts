import { distinctNames } from '../../shared/readings/distinct-names.ts';
import type { ExportQuery } from '../../shared/readings/store.ts';
import { textCell } from '../../shared/csv-cell.ts';

export type Content = Pick<ExportQuery, 'layout' | 'metrics' | 'aggregation'>;

/** What the cells of a column may be, and so how they are written. */
export type CellKind = 'NUMBER' | 'TEXT' | 'NUMBER_OR_TEXT';

/** The columns of an export. */
export interface Columns {
  /** All of them, as the header names them. */
  readonly names: readonly string[];
  /** How many fields of a row say whose reading it is, after the time: the device id, and the metric if each row has one. */
  readonly keys: 1 | 2;
  /** Of the columns after those: one a field of the row. */
  readonly cells: readonly CellKind[];
}

/**
 * The columns of an export, as `ExportQuery.layout` has the fields of its rows, with the devices' names and the units.
 * @throws RangeError where a WIDE one names no metrics
 */
export function columnsOf({ layout, metrics, aggregation }: Content): Columns {
  const statistics = aggregation?.statistics.map((statistic) => statistic.toLowerCase());
  if (layout === 'LONG') {
    const series = ['time', 'device_id', 'device_name', 'metric', 'unit'];
    return statistics
      ? { names: [...series, ...statistics], keys: 2, cells: statistics.map(() => 'NUMBER') }
      : { names: [...series, 'value', 'text'], keys: 2, cells: ['NUMBER', 'TEXT'] };
  }
  if (!metrics) throw new RangeError('A WIDE export needs its metrics: they are its columns');
  const measures = statistics
    ? metrics.flatMap((metric) => statistics.map((statistic) => `${metric}_${statistic}`))
    : metrics;
  const names = distinctNames(['time', 'device_id', 'device_name', ...measures]);
  return { names, keys: 1, cells: measures.map(() => (statistics ? 'NUMBER' : 'NUMBER_OR_TEXT')) };
}

/** The header, with the end of its line. */
export function headerOf({ names }: Columns): Buffer {
  return Buffer.from(`${names.map(textCell).join(',')}\r\n`);
}
