import type { Nanoseconds } from '../../time.ts';

/** Rows of an export that follow each other, of one device and, where rows have one, one metric. Column by column, as {@link Series} are. */
export interface Rows {
  deviceId: string;
  /** Null where the rows are WIDE. */
  metric: string | null;
  begin: Nanoseconds;
  /** Of the rows' times, in ns since `begin`; strictly ascending. Whole numbers that doubles hold exactly: of windows, whole seconds. */
  offsets: Float64Array;
  /** What comes after time, device and metric. */
  cells: readonly Cells[];
  /** How much of all has been read after these, from 0 to 1. */
  progress: number;
}

/** The cells of one column: the number of each row, or where that is `NaN` its text. */
export interface Cells {
  numbers: Float64Array | null;
  texts: readonly (string | null)[] | null;
}

/** Where reading goes on: at a time of a device and metric. What is ordered before it has been read. */
export interface RowPosition {
  deviceId: string;
  metric: string | null;
  from: Nanoseconds;
}

/** @param step from the time of a row to where the next one may begin */
export function positionAfter({ deviceId, metric, begin, offsets }: Rows, row: number, step: Nanoseconds): RowPosition {
  return { deviceId, metric, from: begin + BigInt(offsets[row] ?? 0) + step };
}

/** In at most 120 bytes. No metric is called `-`. */
export function writePosition({ deviceId, metric, from }: RowPosition): string {
  return `${from} ${deviceId} ${metric ?? '-'}`;
}

/** @throws RangeError where the text is none that {@link writePosition} wrote */
export function parsePosition(text: string): RowPosition {
  const [, from, deviceId, metric] = /^(\d{1,20}) (\S{1,64}) (\S{1,64})$/.exec(text) ?? [];
  if (from === undefined || deviceId === undefined || metric === undefined)
    throw new RangeError(`${JSON.stringify(text)} is no position`);
  return { deviceId, metric: metric === '-' ? null : metric, from: BigInt(from) };
}
