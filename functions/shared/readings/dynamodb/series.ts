import type { Nanoseconds } from '../../time.ts';

/**
 * Readings of one device and metric within one hour, in order of time, each time once. Column by column: there are millions, and an object each would
 * be most of the work. One with neither a value nor a text is of a reading that was deleted: it stands in the way of what was received before it.
 */
export interface Series {
  /** When the hour begins. */
  readonly begin: Nanoseconds;
  /** Nanoseconds since `begin`: whole numbers that doubles hold exactly. Strictly ascending. Its length is that of all columns. */
  readonly offsets: Float64Array;
  /** `NaN` where there is no number. */
  readonly values: Float64Array;
  /** Null where no reading of the series has a text. */
  readonly texts: readonly (string | null)[] | null;
  /** When the broker received each, in whole ms since 1970. */
  readonly receivedAt: Float64Array;
}

/** One reading of a {@link Series}. */
export interface SeriesReading {
  time: Nanoseconds;
  value: number | null;
  text: string | null;
  receivedAt: number;
}

/** An element of a column. */
export function at(column: Float64Array, index: number): number {
  return column[index] ?? Number.NaN;
}
