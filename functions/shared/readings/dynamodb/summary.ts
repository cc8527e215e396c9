import type { Nanoseconds } from '../../time.ts';
import type { Statistic } from '../store.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { readNumber, writeNumber } from './numbers.ts';
import { isPercentile, rankOf } from './percentiles.ts';
import type { Series } from './series.ts';
import type { Sketch } from './sketch.ts';
import { addSketches, emptySketch, numberAt, readSketch, sketchOf, writeSketch } from './sketch.ts';

/** A numeric reading, as a summary keeps it. */
export interface Extreme {
  time: Nanoseconds;
  value: number;
}

/** What is known of readings of one device and metric in a stretch of time, without the readings; two of stretches that follow each other can be added. */
export interface Summary {
  /** All readings, those with no more than a text too. */
  readings: number;
  /** Those with a number. All below is about them, and without meaning where there are none. */
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
  /** How many numbers are about how large; null where nobody wants to know: it is most of the work. */
  sketch: Sketch | null;
}

/** What a summary is to have beside the rest. */
export interface Detail {
  sketch: boolean;
}

const ALL: Detail = { sketch: true };

const NOTHING: Extreme = { time: 0n, value: NaN };

/** The summary of no readings: what is added to it stays as it is. */
export function emptySummary(): Summary {
  const ends = { first: NOTHING, last: NOTHING, smallest: NOTHING, largest: NOTHING };
  return { readings: 0, count: 0, sum: 0, mean: 0, squares: 0, ...ends, sketch: emptySketch() };
}

/** The summary of a series without those of its readings that were deleted. */
export function summarize(series: Series, { sketch }: Detail = ALL): Summary {
  const { values, texts } = series;
  const indexes: number[] = [];
  let readings = 0;
  for (const [index, value] of values.entries()) {
    const isNumeric = !Number.isNaN(value);
    if (isNumeric) indexes.push(index);
    if (isNumeric || (texts?.[index] ?? null) !== null) readings++;
  }
  const numbers = Float64Array.from(indexes, (index) => values[index] ?? NaN);
  const count = numbers.length;
  if (count === 0) return { ...emptySummary(), readings };
  const place = (rank: number): Extreme => ({
    time: series.begin + BigInt(series.offsets[indexes[rank] ?? 0] ?? 0),
    value: numbers[rank] ?? NaN,
  });
  const sum = exactSum(numbers);
  const mean = sum / count;
  const { smallest, largest } = extremesOf(numbers);
  return {
    readings,
    count,
    sum,
    mean,
    squares: numbers.reduce((squares, value) => squares + (value - mean) ** 2, 0),
    first: place(0),
    last: place(count - 1),
    smallest: place(smallest),
    largest: place(largest),
    sketch: sketch ? sketchOf(numbers) : null,
  };
}

/**
 * The summary of the readings of both, which have no time in common. Which comes first does not matter: their times say it. Deviations as in "Updating
 * Formulae and a Pairwise Algorithm for Computing Sample Variances" (Chan, Golub and LeVeque, 1979).
 */
export function addSummaries(one: Summary, other: Summary): Summary {
  const readings = one.readings + other.readings;
  if (one.count === 0) return { ...other, readings };
  if (other.count === 0) return { ...one, readings };
  const count = one.count + other.count;
  const sum = one.sum + other.sum;
  const apart = (other.mean - one.mean) ** 2 * ((one.count * other.count) / count);
  const [earlier, later] = one.first.time <= other.first.time ? [one, other] : [other, one];
  return {
    readings,
    count,
    sum,
    mean: sum / count,
    squares: one.squares + other.squares + apart,
    first: earlier.first,
    last: one.last.time >= other.last.time ? one.last : other.last,
    smallest: later.smallest.value < earlier.smallest.value ? later.smallest : earlier.smallest,
    largest: later.largest.value > earlier.largest.value ? later.largest : earlier.largest,
    sketch: one.sketch && other.sketch && addSketches(one.sketch, other.sketch),
  };
}

/** A figure about the numbers. Null where there is none, as the deviation of a single one, and where no double is as large. */
export function statisticOf(summary: Summary, statistic: Statistic): number | null {
  const value = figureOf(summary, statistic);
  return Number.isFinite(value) ? value : null;
}

/** `NaN` where there is none. */
function figureOf(summary: Summary, statistic: Statistic): number {
  const { count, squares } = summary;
  if (statistic === 'COUNT') return count;
  if (count === 0) return NaN;
  if (isPercentile(statistic)) return rankedNumber(summary, rankOf(statistic, count));
  switch (statistic) {
    case 'AVG':
      return summary.mean;
    case 'SUM':
      return summary.sum;
    case 'MIN':
      return summary.smallest.value;
    case 'MAX':
      return summary.largest.value;
    case 'FIRST':
      return summary.first.value;
    case 'LAST':
      return summary.last.value;
    case 'STDDEV':
      // Of a sample: 0 / 0 where there is one.
      return Math.sqrt(squares / (count - 1));
  }
}

function rankedNumber({ count, smallest, largest, sketch }: Summary, rank: number): number {
  if (rank === 1) return smallest.value;
  if (rank === count) return largest.value;
  if (!sketch) throw new TypeError('A summary without a sketch has no percentiles');
  return Math.min(Math.max(numberAt(sketch, rank), smallest.value), largest.value);
}

/** Where the first of the smallest and the first of the largest numbers are. */
function extremesOf(numbers: Float64Array): { smallest: number; largest: number } {
  let [smallest, largest] = [0, 0];
  let [least, most] = [Infinity, -Infinity];
  for (const [rank, value] of numbers.entries()) {
    if (value < least) [smallest, least] = [rank, value];
    if (value > most) [largest, most] = [rank, value];
  }
  return { smallest, largest };
}

/** A sum that has lost nothing to rounding but its own last digit. Source: "Rundungsfehleranalyse einiger Verfahren zur Summation" (Neumaier, 1974). */
function exactSum(values: Float64Array): number {
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return Number.isFinite(sum) ? sum + lost : sum;
}

const FORMAT = 1;
/** In which times are counted, in ns: most devices measure at whole seconds or milliseconds. */
const UNITS = [1_000_000_000n, 1_000_000n, 1000n, 1n] as const;

/** The summary of one hour as bytes, in some fifty of them where numbers have few digits. @param begin of the hour */
export function packSummary(summary: Summary, begin: Nanoseconds): Uint8Array {
  const writer = new ByteWriter();
  writer.varint(FORMAT);
  writer.varint(summary.count);
  writer.varint(summary.readings - summary.count);
  if (summary.count === 0) return writer.bytes();
  writeNumber(writer, summary.sum);
  writeNumber(writer, summary.squares);
  const extremes = [summary.first, summary.last, summary.smallest, summary.largest];
  const unit = UNITS.findIndex((unit) => extremes.every(({ time }) => (time - begin) % unit === 0n));
  writer.varint(unit);
  for (const { time, value } of extremes) {
    writer.varint(Number((time - begin) / (UNITS[unit] ?? 1n)));
    writeNumber(writer, value);
  }
  if (!summary.sketch) throw new TypeError('A summary without a sketch is not kept');
  writeSketch(writer, summary.sketch);
  return writer.bytes();
}

/** What {@link packSummary} packed, to the bit, or without the sketch, which comes last. @throws RangeError where the bytes are of no summary */
export function unpackSummary(bytes: Uint8Array, begin: Nanoseconds, { sketch }: Detail = ALL): Summary {
  const reader = new ByteReader(bytes);
  const format = reader.varint();
  if (format !== FORMAT) throw new RangeError(`There is no format ${format} of summaries`);
  const count = reader.varint();
  const readings = count + reader.varint();
  if (count === 0) return { ...emptySummary(), readings };
  const sum = readNumber(reader);
  const squares = readNumber(reader);
  const unit = UNITS[reader.varint()] ?? 1n;
  const extreme = (): Extreme => ({ time: begin + BigInt(reader.varint()) * unit, value: readNumber(reader) });
  const ends = { first: extreme(), last: extreme(), smallest: extreme(), largest: extreme() };
  return { readings, count, sum, mean: sum / count, squares, ...ends, sketch: sketch ? readSketch(reader) : null };
}
