import type { Cells, Rows } from './exporter-rows.ts';
import type { MergedHour } from './hours.ts';
import { hourBegin } from './keys.ts';
import type { Series } from './series.ts';

type HourRows = Pick<Rows, 'begin' | 'offsets' | 'cells'>;

/** The readings of a metric in an hour as rows of time, value and text. */
export function longRows(metric: string, { hour, series }: MergedHour): HourRows | undefined {
  const found = series.get(metric);
  if (!found) return undefined;
  const { offsets, values, texts } = found;
  const cells = [
    { numbers: values, texts: null },
    { numbers: null, texts },
  ];
  return { begin: hourBegin(hour), offsets, cells };
}

/** The readings of an hour as rows of a time and a cell a metric. */
export function wideRows(metrics: readonly string[], { hour, series }: MergedHour): HourRows {
  const found = metrics.map((metric) => series.get(metric));
  const offsets = timesOf(found.filter((each) => each !== undefined));
  const cells = found.map((each) => (each ? spread(each, offsets) : { numbers: null, texts: null }));
  return { begin: hourBegin(hour), offsets, cells };
}

/** The times that at least one series has, in order. */
function timesOf(series: readonly Series[]): Float64Array {
  const [first, ...others] = series;
  if (!first) return new Float64Array();
  if (others.every(({ offsets }) => isSame(offsets, first.offsets))) return first.offsets;
  const all = new Float64Array(series.reduce((sum, { offsets }) => sum + offsets.length, 0));
  let length = 0;
  for (const { offsets } of series) {
    all.set(offsets, length);
    length += offsets.length;
  }
  return all.sort().filter((offset, index) => offset !== all[index - 1]);
}

/** The cells of a series at `times`, which has all of its own. */
function spread({ offsets, values, texts }: Series, times: Float64Array): Cells {
  if (offsets.length === times.length) return { numbers: values, texts };
  const numbers = new Float64Array(times.length).fill(NaN);
  const spreadTexts = texts && new Array<string | null>(times.length).fill(null);
  let row = 0;
  for (const [index, offset] of offsets.entries()) {
    while ((times[row] ?? NaN) < offset) row++;
    numbers[row] = values[index] ?? NaN;
    if (spreadTexts) spreadTexts[row] = texts[index] ?? null;
  }
  return { numbers, texts: spreadTexts };
}

function isSame(one: Float64Array, other: Float64Array): boolean {
  return one.length === other.length && one.every((offset, index) => offset === other[index]);
}
