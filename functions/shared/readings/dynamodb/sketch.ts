import type { ByteReader, ByteWriter } from './bytes.ts';
import { readSigned, writeSigned } from './numbers.ts';

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

const GROWTH = Math.log(1.01 / 0.99);
/** What g^i is to be multiplied by for the number from which all of bucket `i` are at most 1 % away. */
const MIDDLE = 0.99;

/**
 * How many sizes one sketch tells apart: from 1 to 10^35. An hour's numbers are hardly ever that different, but what a device sends can always be
 * kept: 24 of the largest sketches fit in an item.
 */
export const MOST_SIZES = 4096;

export function emptySketch(): Sketch {
  return { zeros: 0, positive: new Map(), negative: new Map() };
}

/** The sketch of finite numbers. Those that have {@link MOST_SIZES} larger sizes beside them count as zeros. */
export function sketchOf(values: Iterable<number>): Sketch {
  let zeros = 0;
  const positive = new Map<number, number>();
  const negative = new Map<number, number>();
  for (const value of values) {
    if (value === 0) zeros += 1;
    else count(value > 0 ? positive : negative, bucketOf(Math.abs(value)), 1);
  }
  return bounded(zeros, positive, negative);
}

/** The sketch of the numbers of both. */
export function addSketches(one: Sketch, other: Sketch): Sketch {
  return {
    zeros: one.zeros + other.zeros,
    positive: addCounts(one.positive, other.positive),
    negative: addCounts(one.negative, other.negative),
  };
}

/** About how large the number of a rank is, from 1 on in ascending order. */
export function numberAt(sketch: Sketch, rank: number): number {
  let below = 0;
  for (const [bucket, count] of [...sketch.negative].sort(([one], [other]) => other - one)) {
    below += count;
    if (below >= rank) return -sizeOf(bucket);
  }
  below += sketch.zeros;
  if (below >= rank) return 0;
  for (const [bucket, count] of ascending(sketch.positive)) {
    below += count;
    if (below >= rank) return sizeOf(bucket);
  }
  throw new RangeError(`A sketch of ${below} numbers has none of rank ${rank}`);
}

export function writeSketch(writer: ByteWriter, { zeros, positive, negative }: Sketch): void {
  writer.varint(zeros);
  for (const counts of [positive, negative]) {
    writer.varint(counts.size);
    let before = 0;
    for (const [bucket, count] of ascending(counts)) {
      writeSigned(writer, bucket - before);
      writer.varint(count);
      before = bucket;
    }
  }
}

export function readSketch(reader: ByteReader): Sketch {
  return { zeros: reader.varint(), positive: readCounts(reader), negative: readCounts(reader) };
}

function readCounts(reader: ByteReader): Map<number, number> {
  const counts = new Map<number, number>();
  let bucket = 0;
  for (let rest = reader.varint(); rest > 0; rest--) {
    bucket += readSigned(reader);
    counts.set(bucket, reader.varint());
  }
  return counts;
}

function bucketOf(size: number): number {
  return Math.ceil(Math.log(size) / GROWTH);
}

function sizeOf(bucket: number): number {
  return MIDDLE * Math.exp(bucket * GROWTH);
}

function bounded(zeros: number, positive: Map<number, number>, negative: Map<number, number>): Sketch {
  if (positive.size + negative.size <= MOST_SIZES) return { zeros, positive, negative };
  const sizes = [...positive.keys(), ...negative.keys()];
  const least = sizes.sort((one, other) => other - one)[MOST_SIZES - 1] ?? -Infinity;
  const small = (counts: Map<number, number>) => [...counts].filter(([bucket]) => bucket < least);
  const large = (counts: Map<number, number>) => new Map([...counts].filter(([bucket]) => bucket >= least));
  const dropped = [...small(positive), ...small(negative)].reduce((sum, [, count]) => sum + count, 0);
  return { zeros: zeros + dropped, positive: large(positive), negative: large(negative) };
}

function ascending(counts: ReadonlyMap<number, number>): [number, number][] {
  return [...counts].sort(([one], [other]) => one - other);
}

function addCounts(one: ReadonlyMap<number, number>, other: ReadonlyMap<number, number>): Map<number, number> {
  const sum = new Map(one);
  for (const [bucket, add] of other) count(sum, bucket, add);
  return sum;
}

function count(counts: Map<number, number>, bucket: number, add: number): void {
  counts.set(bucket, (counts.get(bucket) ?? 0) + add);
}
