/** A line: its times, in order, and its values there. Several lines may share the times, as the edges of a band do. */
export interface Line {
  times: readonly number[];
  values: readonly (readonly (number | null)[])[];
  /** The line breaks where nothing is measured for longer than this. */
  silence: number;
}

/** A value; null where the line breaks, undefined where another line alone has one. */
export type Cell = number | null | undefined;

/** All times of some lines, and of each line its values at them, as uPlot takes them. */
export function align(lines: readonly Line[]): [number[], ...Cell[][]] {
  const broken = lines.map(withBreaks);
  const [only] = broken;
  if (only && broken.length === 1) return [only.times, ...only.values];
  const times = [...new Set(broken.flatMap((line) => line.times))].sort((a, b) => a - b);
  return [times, ...broken.flatMap(({ times: own, values }) => spread(own, values, times))];
}

interface Broken {
  times: number[];
  values: Cell[][];
}

function withBreaks({ times, values, silence }: Line): Broken {
  const broken: Broken = { times: [], values: values.map(() => []) };
  times.forEach((time, index) => {
    const previous = times[index - 1];
    if (previous !== undefined && time - previous > silence) {
      broken.times.push((previous + time) / 2);
      for (const column of broken.values) column.push(null);
    }
    broken.times.push(time);
    broken.values.forEach((column, row) => column.push(values[row]?.[index]));
  });
  return broken;
}

/** The values of a line at the times of all. */
function spread(own: readonly number[], values: readonly Cell[][], times: readonly number[]): Cell[][] {
  const columns: Cell[][] = values.map(() => Array.from<Cell>({ length: times.length }));
  let place = 0;
  own.forEach((time, index) => {
    while ((times[place] ?? Infinity) < time) place += 1;
    columns.forEach((column, row) => (column[place] = values[row]?.[index]));
    // Two readings that a double cannot tell apart: the later one is drawn.
  });
  return columns;
}
