import type { Nanoseconds } from '../../time.ts';
import { hourBegin, type Hour } from './keys.ts';
import { counts } from './precedence.ts';
import { at, type Series, type SeriesReading } from './series.ts';

/**
 * One series of the readings of all, at least one and all of one hour: of readings of the same time the one received last. In whatever order or grouping,
 * and however often the same series is given, the result is the same.
 */
export function mergeSeries(parts: readonly Series[]): Series {
  const [first] = parts;
  if (!first) throw new RangeError('There is no series to merge');
  const sorted = parts
    .filter(({ offsets }) => offsets.length > 0)
    .sort((one, other) => at(one.offsets, 0) - at(other.offsets, 0));
  let rest = joinNeighbours(sorted);
  while (rest.length > 1) rest = mergePairs(rest);
  return rest[0] ?? first;
}

/** The readings in [from, to), without a copy of the columns of numbers. */
export function sliceSeries(series: Series, from: Nanoseconds, to: Nanoseconds): Series {
  const start = indexOf(series.offsets, Number(from - series.begin));
  const end = Math.max(start, indexOf(series.offsets, Number(to - series.begin)));
  if (start === 0 && end === series.offsets.length) return series;
  return {
    begin: series.begin,
    offsets: series.offsets.subarray(start, end),
    values: series.values.subarray(start, end),
    texts: canonical(series.texts?.slice(start, end) ?? null),
    receivedAt: series.receivedAt.subarray(start, end),
  };
}

/** The series of readings of an hour in any order. Of those of the same time the one received last counts. */
export function seriesOf(hour: Hour, readings: readonly SeriesReading[]): Series {
  const begin = hourBegin(hour);
  const rows = readings
    .map((reading) => ({ reading, offset: Number(reading.time - begin) }))
    .sort((one, other) => one.offset - other.offset);
  const column = columns(begin, rows.length);
  let length = 0;
  for (const { reading, offset } of rows) {
    const isRepeated = length > 0 && column.offsets[length - 1] === offset;
    set(column, length, reading, offset);
    if (!isRepeated) length++;
    else if (counts(column, length, column, length - 1)) set(column, length - 1, reading, offset);
  }
  return finish(column, length);
}

/** The readings of a series in order of time, with the deleted ones, which have neither a value nor a text. */
export function* readingsIn(series: Series): Generator<SeriesReading> {
  for (const [index, offset] of series.offsets.entries()) {
    const value = at(series.values, index);
    yield {
      time: series.begin + BigInt(offset),
      value: Number.isNaN(value) ? null : value,
      text: series.texts?.[index] ?? null,
      receivedAt: at(series.receivedAt, index),
    };
  }
}

/** A {@link Series} while it is made. */
interface Columns extends Series {
  texts: (string | null)[];
}

function columns(begin: Nanoseconds, length: number): Columns {
  const column = () => new Float64Array(length);
  return { begin, offsets: column(), values: column(), texts: [], receivedAt: column() };
}

function set(column: Columns, index: number, { value, text, receivedAt }: SeriesReading, offset: number): void {
  column.offsets[index] = offset;
  column.values[index] = value ?? Number.NaN;
  column.texts[index] = text;
  column.receivedAt[index] = receivedAt;
}

function finish(column: Columns, length: number): Series {
  return {
    begin: column.begin,
    offsets: column.offsets.subarray(0, length),
    values: column.values.subarray(0, length),
    texts: canonical(column.texts.slice(0, length)),
    receivedAt: column.receivedAt.subarray(0, length),
  };
}

function canonical(texts: (string | null)[] | null): (string | null)[] | null {
  return texts?.some((text) => text !== null) ? texts : null;
}

/** The index of the first offset that is not before `offset`. */
function indexOf(offsets: Float64Array, offset: number): number {
  let [low, high] = [0, offsets.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(offsets, middle) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Puts series of which each begins behind the end of the one before into one: most of what devices send comes in order. */
function joinNeighbours(sorted: readonly Series[]): Series[] {
  const rows: Series[][] = [];
  for (const series of sorted) {
    const row = rows.at(-1);
    const before = row?.at(-1);
    if (row && before && at(before.offsets, before.offsets.length - 1) < at(series.offsets, 0)) row.push(series);
    else rows.push([series]);
  }
  return rows.map(join);
}

function join(row: readonly Series[]): Series {
  const [first] = row;
  if (first && row.length === 1) return first;
  const length = row.reduce((total, { offsets }) => total + offsets.length, 0);
  const joined = columns(first?.begin ?? 0n, length);
  let start = 0;
  for (const { offsets, values, receivedAt } of row) {
    joined.offsets.set(offsets, start);
    joined.values.set(values, start);
    joined.receivedAt.set(receivedAt, start);
    start += offsets.length;
  }
  const hasTexts = row.some(({ texts }) => texts !== null);
  const texts = hasTexts
    ? row.flatMap(({ texts, offsets }) => texts ?? new Array<null>(offsets.length).fill(null))
    : null;
  return { ...joined, texts };
}

function mergePairs(all: readonly Series[]): Series[] {
  const merged: Series[] = [];
  for (let index = 0; index < all.length; index += 2) {
    const [one, other] = [all[index], all[index + 1]];
    if (one) merged.push(other ? mergeTwo(one, other) : one);
  }
  return merged;
}

function mergeTwo(one: Series, other: Series): Series {
  const merged = columns(one.begin, one.offsets.length + other.offsets.length);
  const hasTexts = one.texts !== null || other.texts !== null;
  let [index, otherIndex, length] = [0, 0, 0];
  while (index < one.offsets.length || otherIndex < other.offsets.length) {
    const offset = one.offsets[index] ?? Infinity;
    const otherOffset = other.offsets[otherIndex] ?? Infinity;
    const takesOne = offset === otherOffset ? counts(one, index, other, otherIndex) : offset < otherOffset;
    const [source, from] = takesOne ? [one, index] : [other, otherIndex];
    merged.offsets[length] = at(source.offsets, from);
    merged.values[length] = at(source.values, from);
    merged.receivedAt[length] = at(source.receivedAt, from);
    if (hasTexts) merged.texts[length] = source.texts?.[from] ?? null;
    length++;
    if (offset <= otherOffset) index++;
    if (otherOffset <= offset) otherIndex++;
  }
  return finish(merged, length);
}
