import { distinctNames } from '../../../../functions/shared/readings/distinct-names.ts';
import type { Choices } from './choices.ts';

/** The columns of an export, and a few rows as they may look. */
export interface Example {
  header: string[];
  rows: string[][];
}

/** What the example is about, as far as nothing else is chosen. */
const METRICS = ['temperature', 'humidity'] as const;
const VALUES = ['21.5', '48', '21.7', '47.5'] as const;
const UNITS = ['Cel', '%RH'] as const;

/** What is known of what is exported, so that the example looks like it. */
export interface Known {
  /** What a device is called. */
  device: string;
  /** By the metrics' names. */
  units: ReadonlyMap<string, string>;
}

/** What rows of an export look like. */
export function exampleOf({ metrics, from, format, layout, summary }: Choices, { device, units }: Known): Example {
  const names = (metrics && metrics.length > 0 ? metrics : METRICS).slice(0, 3);
  const isCsv = format === 'CSV';
  const statistics = summary?.statistics.map((each) => each.toLowerCase()) ?? [];
  const begin = new Date(from).toISOString().replace(/(:\d\d)\.\d+Z/, '$1Z');
  const who = ['01J…', ...(isCsv ? [device] : [])];
  const columns = ['time', 'device_id', ...(isCsv ? ['device_name'] : [])];
  if (layout === 'WIDE') {
    const cells = names.flatMap((name) => (summary ? statistics.map((each) => `${name}_${each}`) : [name]));
    return {
      header: distinctNames([...columns, ...cells]),
      rows: [[begin, ...who, ...cells.map((_, index) => valueAt(index))]],
    };
  }
  const figures = summary ? statistics : ['value', 'text'];
  return {
    header: [...columns, 'metric', ...(isCsv ? ['unit'] : []), ...figures],
    rows: names
      .slice(0, 2)
      .map((name, row) => [
        begin,
        ...who,
        name,
        ...(isCsv ? [units.get(name) ?? (metrics ? '' : (UNITS[row] ?? ''))] : []),
        ...(summary ? figures.map((_, index) => valueAt(row + 2 * index)) : [valueAt(row), '']),
      ]),
  };
}

const valueAt = (index: number): string => VALUES[index % VALUES.length] ?? '';
