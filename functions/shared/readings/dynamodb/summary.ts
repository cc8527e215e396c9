import type { Nanoseconds } from '../../time.ts';

/** A numeric reading, as a summary keeps it. */
export interface Extreme {
  time: Nanoseconds;
  value: number;
}

/** What is known of readings of one device and metric in a stretch of time, without the readings; two of stretches that follow each other can be added. */
export interface Summary {
  /** All readings, those with no more than a text too. */
  readings: number;
  /** Those with a number. All below is about them. */
  count: number;
  sum: number;
  mean: number;
  /** The sum of the squares of their distances from the mean. */
  squares: number;
  first: Extreme;
  last: Extreme;
  /** The earliest of the smallest, and of the largest. */
  smallest: Extreme;
  largest: Extreme;
  /** How many numbers are about how large. */
  sketch: Sketch;
}

/**
 * Counts of numbers by size: bucket `i` counts those in (g^(i-1), g^i], with g = 1.01 / 0.99, so that what it answers as a percentile is at most 1 %
 * from the number that is one. Source: "DDSketch: A Fast and Fully-Mergeable Quantile Sketch with Relative-Error Guarantees" (VLDB 2019).
 */
export interface Sketch {
  zeros: number;
  positive: ReadonlyMap<number, number>;
  /** By the size of the negative number. */
  negative: ReadonlyMap<number, number>;
}
