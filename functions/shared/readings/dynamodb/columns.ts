import type { Nanoseconds } from '../../time.ts';
import { notWhole, type ByteReader, type ByteWriter } from './bytes.ts';
import { readDoubles, writeDoubles } from './doubles.ts';
import { readPresence, writePresence } from './presence.ts';
import { at, type Series } from './series.ts';
import { readTexts, writeTexts } from './texts.ts';
import { bitsOfWholes } from './whole-numbers.ts';

/** In which times are counted, in ns: the first of which all are multiples. */
const UNITS = [1_000_000_000, 1_000_000, 1000, 1];
const MS: Nanoseconds = 1_000_000n;
/** Far more readings than are packed together: where there are more, the bytes are not those of a series. */
const MOST_READINGS = 2 ** 24;
/** What a time of receipt is counted from. */
const FROM_READING = 0;
const FROM_FIRST = 1;

/** Writes a series, column after column, without its hour. */
export function writeSeries(writer: ByteWriter, { begin, offsets, values, texts, receivedAt }: Series): void {
  writer.varint(offsets.length);
  if (offsets.length === 0) return;
  writeTimes(writer, offsets);
  writeValues(writer, values);
  writeTexts(writer, texts, offsets.length);
  writeReceipts(writer, receivedAt, originsOf(begin, offsets));
}

/** Reads what {@link writeSeries} wrote. @throws RangeError where it ends too early */
export function readSeries(reader: ByteReader, begin: Nanoseconds): Series {
  const length = reader.varint();
  if (length > MOST_READINGS) throw notWhole();
  if (length === 0) {
    const none = () => new Float64Array();
    return { begin, offsets: none(), values: none(), texts: null, receivedAt: none() };
  }
  const offsets = readTimes(reader, length);
  const values = readValues(reader, length);
  const texts = readTexts(reader, length);
  return { begin, offsets, values, texts, receivedAt: readReceipts(reader, originsOf(begin, offsets)) };
}

function writeTimes(writer: ByteWriter, offsets: Float64Array): void {
  const number = UNITS.findIndex((unit) => offsets.every((offset) => offset % unit === 0));
  const unit = UNITS[number] ?? 1;
  writer.varint(number);
  writeDoubles(
    writer,
    offsets.map((offset) => offset / unit),
  );
}

function readTimes(reader: ByteReader, length: number): Float64Array {
  const unit = UNITS[reader.varint()];
  if (unit === undefined) throw notWhole();
  const offsets = readDoubles(reader, length);
  for (let index = 0; index < length; index++) offsets[index] = at(offsets, index) * unit;
  return offsets;
}

function writeValues(writer: ByteWriter, values: Float64Array): void {
  const present = writePresence(writer, values.length, (index) => !Number.isNaN(values[index]));
  if (present.length === 0) return;
  const isAll = present.length === values.length;
  writeDoubles(writer, isAll ? values : Float64Array.from(present, (index) => at(values, index)));
}

function readValues(reader: ByteReader, length: number): Float64Array {
  const present = readPresence(reader, length);
  if (present === 'all') return readDoubles(reader, length);
  const values = new Float64Array(length).fill(Number.NaN);
  if (present === 'none') return values;
  const numbers = readDoubles(reader, present.length);
  for (const [place, index] of present.entries()) values[index] = at(numbers, place);
  return values;
}

/** The delay of each reading, or where many were received at once, when that was: whichever is shorter. */
function writeReceipts(writer: ByteWriter, receivedAt: Float64Array, origins: Float64Array): void {
  const first = at(origins, 0);
  const fromReading = receivedAt.map((received, index) => received - at(origins, index));
  const fromFirst = receivedAt.map((received) => received - first);
  const isShorter = bitsOfWholes(fromReading) <= bitsOfWholes(fromFirst);
  writer.varint(isShorter ? FROM_READING : FROM_FIRST);
  writeDoubles(writer, isShorter ? fromReading : fromFirst);
}

function readReceipts(reader: ByteReader, origins: Float64Array): Float64Array {
  const from = reader.varint();
  const first = at(origins, 0);
  const receivedAt = readDoubles(reader, origins.length);
  for (let index = 0; index < receivedAt.length; index++)
    receivedAt[index] = at(receivedAt, index) + (from === FROM_FIRST ? first : at(origins, index));
  return receivedAt;
}

/** The times of readings in whole ms since 1970. */
function originsOf(begin: Nanoseconds, offsets: Float64Array): Float64Array {
  const hour = Number(begin / MS);
  return offsets.map((offset) => hour + Math.floor(offset / Number(MS)));
}
