import type { ByteReader, ByteWriter } from './bytes.ts';
import { at } from './series.ts';

/** The largest size of a number here: differences of differences, folded, are still whole numbers that doubles hold exactly. */
export const LARGEST_WHOLE = 2 ** 48;

/** How often neighbours are subtracted from each other at most: what is left of even steps is nothing. */
const HIGHEST_ORDER = 2;
/** From how many of the numbers the middle is estimated. */
const SAMPLES = 128;

/**
 * Writes whole numbers of at most {@link LARGEST_WHOLE} in size: what they or their differences are from their middle, all low bytes first and then the
 * higher ones. So a deflated column of sensor values takes hardly more than their entropy.
 */
export function writeWholes(writer: ByteWriter, numbers: Float64Array): void {
  const { order, heads, middle, distances } = narrowest(numbers);
  const width = widthOf(distances);
  writer.varint(order * 8 + width);
  for (const number of [...heads, middle]) writer.varint(fold(number));
  const plane = new Uint8Array(distances.length);
  for (let byte = 0; byte < width; byte++) {
    for (let index = 0; index < plane.length; index++) {
      const rest = Math.floor(at(distances, index) / 256);
      plane[index] = at(distances, index) - rest * 256;
      distances[index] = rest;
    }
    writer.raw(plane);
  }
}

/** Reads what {@link writeWholes} wrote. @throws RangeError where it ends too early */
export function readWholes(reader: ByteReader, length: number): Float64Array {
  const shape = reader.varint();
  const [order, width] = [Math.floor(shape / 8), shape % 8];
  const heads = Array.from({ length: Math.min(order, length) }, () => unfold(reader.varint()));
  const middle = unfold(reader.varint());
  const numbers = new Float64Array(length);
  const rest = numbers.subarray(heads.length);
  for (let byte = 0, factor = 1; byte < width; byte++, factor *= 256) {
    const plane = reader.raw(rest.length);
    for (let index = 0; index < rest.length; index++) rest[index] = at(rest, index) + (plane[index] ?? 0) * factor;
  }
  for (let index = 0; index < rest.length; index++) rest[index] = unfold(at(rest, index)) + middle;
  for (const [index, head] of [...heads.entries()].reverse()) {
    numbers[index] = head;
    for (let next = index + 1; next < length; next++) numbers[next] = at(numbers, next) + at(numbers, next - 1);
  }
  return numbers;
}

/** About how many bits {@link writeWholes} takes, before it is deflated. */
export function bitsOfWholes(numbers: Float64Array): number {
  return bitsOf(narrowest(numbers).distances);
}

interface Narrowed {
  order: number;
  /** The first of the numbers, of their differences, … as far as they are needed. */
  heads: number[];
  middle: number;
  /** From the middle, folded. */
  distances: Float64Array;
}

/** The order of differences that takes the fewest bits. */
function narrowest(numbers: Float64Array): Narrowed {
  let [best, fewest] = [distancesOf(numbers, []), Infinity];
  let [differences, heads] = [numbers, [] as number[]];
  for (let order = 0; order <= HIGHEST_ORDER && order <= numbers.length; order++) {
    if (order > 0) {
      heads = [...heads, at(differences, 0)];
      differences = differencesOf(differences);
    }
    const narrowed = order === 0 ? best : distancesOf(differences, heads);
    const bits = bitsOf(narrowed.distances);
    if (bits < fewest) [best, fewest] = [narrowed, bits];
    if (bits === 0) break;
  }
  return best;
}

function distancesOf(differences: Float64Array, heads: number[]): Narrowed {
  const middle = middleOf(differences);
  const distances = new Float64Array(differences.length);
  for (let index = 0; index < distances.length; index++) distances[index] = fold(at(differences, index) - middle);
  return { order: heads.length, heads, middle, distances };
}

function differencesOf(numbers: Float64Array): Float64Array {
  const differences = new Float64Array(numbers.length - 1);
  for (let index = 0; index < differences.length; index++)
    differences[index] = at(numbers, index + 1) - at(numbers, index);
  return differences;
}

/** About the median, for an outlier must not move it. */
function middleOf(numbers: Float64Array): number {
  const step = Math.max(1, Math.floor(numbers.length / SAMPLES));
  const samples = numbers.filter((_, index) => index % step === 0).sort();
  return samples[samples.length >> 1] ?? 0;
}

function bitsOf(distances: Float64Array): number {
  let bits = 0;
  for (let index = 0; index < distances.length; index++) bits += Math.log2(1 + at(distances, index));
  return bits;
}

function widthOf(distances: Float64Array): number {
  let largest = 0;
  for (let index = 0; index < distances.length; index++) largest = Math.max(largest, at(distances, index));
  let width = 0;
  for (let limit = 1; largest >= limit; limit *= 256) width++;
  return width;
}

/** Numbers of either sign as such that are not negative: small ones stay small. */
function fold(number: number): number {
  return number < 0 ? -2 * number - 1 : 2 * number;
}

function unfold(folded: number): number {
  const half = Math.floor(folded / 2);
  return folded % 2 === 0 ? half : -half - 1;
}
