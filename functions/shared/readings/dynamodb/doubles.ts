import type { ByteReader, ByteWriter } from './bytes.ts';
import { at } from './series.ts';
import { LARGEST_WHOLE, readWholes, writeWholes } from './whole-numbers.ts';

/** The most digits behind the decimal point that are looked for. */
const MOST_DIGITS = 9;
const POWERS = Array.from({ length: MOST_DIGITS + 1 }, (_, digits) => 10 ** digits);
/** In place of the number of digits: the doubles follow as they are. */
const AS_THEY_ARE = MOST_DIGITS + 1;
/** One in so many may have more digits than the others. */
const EXCEPTION_SHARE = 32;
const BYTES_A_DOUBLE = 8;

/** Writes doubles, to the bit: as whole numbers of a decimal fraction where nearly all of them are that, with the few others behind them. */
export function writeDoubles(writer: ByteWriter, numbers: Float64Array): void {
  const digits = digitsOf(numbers);
  writer.varint(digits);
  if (digits === AS_THEY_ARE) writer.raw(planesOf(numbers));
  else writeDecimals(writer, numbers, digits);
}

/** Reads what {@link writeDoubles} wrote. @throws RangeError where it ends too early */
export function readDoubles(reader: ByteReader, length: number): Float64Array {
  const digits = reader.varint();
  return digits === AS_THEY_ARE ? fromPlanes(reader, length) : readDecimals(reader, length, digits);
}

function writeDecimals(writer: ByteWriter, numbers: Float64Array, digits: number): void {
  const wholes = new Float64Array(numbers.length);
  const exceptions: number[] = [];
  for (let index = 0; index < numbers.length; index++) {
    const whole = wholeOf(at(numbers, index), digits);
    if (whole === undefined) exceptions.push(index);
    wholes[index] = whole ?? wholes[index - 1] ?? 0;
  }
  writeWholes(writer, wholes);
  writer.varint(exceptions.length);
  for (const index of exceptions) {
    writer.varint(index);
    writer.double(at(numbers, index));
  }
}

function readDecimals(reader: ByteReader, length: number, digits: number): Float64Array {
  const power = POWERS[digits];
  if (power === undefined) throw new RangeError(`Packed readings have ${digits} decimal digits`);
  const numbers = readWholes(reader, length);
  if (power !== 1) for (let index = 0; index < length; index++) numbers[index] = at(numbers, index) / power;
  for (let rest = reader.varint(); rest > 0; rest--) numbers[reader.varint()] = reader.double();
  return numbers;
}

/** How many decimal digits nearly all of the numbers have at most, or `AS_THEY_ARE`. */
function digitsOf(numbers: Float64Array): number {
  const byDigits = new Array<number>(MOST_DIGITS + 2).fill(0);
  for (let index = 0; index < numbers.length; index++) {
    const digits = digitsOfOne(at(numbers, index));
    byDigits[digits] = (byDigits[digits] ?? 0) + 1;
  }
  let more = numbers.length;
  for (let digits = 0; digits <= MOST_DIGITS; digits++) {
    more -= byDigits[digits] ?? 0;
    if (more * EXCEPTION_SHARE <= numbers.length) return digits;
  }
  return AS_THEY_ARE;
}

function digitsOfOne(number: number): number {
  for (let digits = 0; digits <= MOST_DIGITS; digits++) if (wholeOf(number, digits) !== undefined) return digits;
  return AS_THEY_ARE;
}

/** The whole number that, divided by a power of ten, gives the number to the bit; `undefined` where none does, as for -0. */
function wholeOf(number: number, digits: number): number | undefined {
  const power = POWERS[digits] ?? 1;
  const whole = Math.round(number * power);
  const isExact = Math.abs(whole) <= LARGEST_WHOLE && whole / power === number && !Object.is(number, -0);
  return isExact ? whole : undefined;
}

/** All first bytes, then all second ones, …: what is alike stands together. */
function planesOf(numbers: Float64Array): Uint8Array {
  const bytes = bytesOf(numbers);
  const planes = new Uint8Array(bytes.length);
  for (let byte = 0, place = 0; byte < BYTES_A_DOUBLE; byte++)
    for (let from = byte; from < bytes.length; from += BYTES_A_DOUBLE) planes[place++] = bytes[from] ?? 0;
  return planes;
}

function fromPlanes(reader: ByteReader, length: number): Float64Array {
  const planes = reader.raw(length * BYTES_A_DOUBLE);
  const numbers = new Float64Array(length);
  const bytes = bytesOf(numbers);
  for (let byte = 0, place = 0; byte < BYTES_A_DOUBLE; byte++)
    for (let to = byte; to < bytes.length; to += BYTES_A_DOUBLE) bytes[to] = planes[place++] ?? 0;
  return numbers;
}

/** The bytes of a column, the low ones first as on all machines that Node.js and Lambda have. */
function bytesOf(numbers: Float64Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
