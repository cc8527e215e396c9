import { distinctNames } from './distinct-names.ts';
import type { ExportQuery, Statistic } from './store.ts';

/** A column of an export's rows: what it is called, and what it holds. */
export type ExportColumn =
  | { name: string; kind: 'time' | 'device' | 'metric' | 'value' | 'text' }
  /** The reading of one metric; its value, or else its text. */
  | { name: string; kind: 'reading'; metric: string }
  /** A statistic, of one metric or of the row's. */
  | { name: string; kind: 'statistic'; statistic: Statistic; metric: string | null };

/** The columns of an export, in the order of {@link ExportQuery.layout}. @throws RangeError where a WIDE one names no metrics */
export function exportColumns(query: Pick<ExportQuery, 'layout' | 'metrics' | 'aggregation'>): ExportColumn[] {
  const columns = query.layout === 'LONG' ? longColumns(query) : wideColumns(query);
  const names = distinctNames(columns.map(({ name }) => name));
  return columns.map((column, index) => ({ ...column, name: names[index] ?? column.name }));
}

const TIME_AND_DEVICE: ExportColumn[] = [
  { name: 'time', kind: 'time' },
  { name: 'device_id', kind: 'device' },
];

function longColumns({ aggregation }: Pick<ExportQuery, 'aggregation'>): ExportColumn[] {
  const measures: ExportColumn[] = aggregation
    ? aggregation.statistics.map((statistic) => ({
        name: statistic.toLowerCase(),
        kind: 'statistic',
        statistic,
        metric: null,
      }))
    : [
        { name: 'value', kind: 'value' },
        { name: 'text', kind: 'text' },
      ];
  return [...TIME_AND_DEVICE, { name: 'metric', kind: 'metric' }, ...measures];
}

function wideColumns({ metrics, aggregation }: Pick<ExportQuery, 'metrics' | 'aggregation'>): ExportColumn[] {
  if (!metrics) throw new RangeError('A WIDE export needs its metrics: they are its columns');
  const measures = metrics.flatMap((metric): ExportColumn[] =>
    aggregation
      ? aggregation.statistics.map((statistic) => ({
          name: `${metric}_${statistic.toLowerCase()}`,
          kind: 'statistic',
          statistic,
          metric,
        }))
      : [{ name: metric, kind: 'reading', metric }],
  );
  return [...TIME_AND_DEVICE, ...measures];
}
