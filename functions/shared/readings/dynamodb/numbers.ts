import type { ByteReader, ByteWriter } from './bytes.ts';

/** The powers of ten up to which a double's decimal digits are looked for: more of them are hardly ever shorter than its eight bytes. */
const TENS = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000] as const;
const RAW = 127;
/** What five bytes hold, of seven bits each, sign included. */
const SHORT = 2 ** 34;

/** Writes a whole number whose size is under 2^52. */
export function writeSigned(writer: ByteWriter, value: number): void {
  writer.varint(value < 0 ? -2 * value - 1 : 2 * value);
}

export function readSigned(reader: ByteReader): number {
  const folded = reader.varint();
  return folded % 2 === 1 ? -(folded + 1) / 2 : folded / 2;
}

/** Writes any double, to the bit, in fewer bytes where it has few decimal digits: one by one, as summaries have them. Columns take less by `writeDoubles`. */
export function writeNumber(writer: ByteWriter, value: number): void {
  const tens = Object.is(value, -0) ? -1 : TENS.findIndex((ten) => isShort(Math.round(value * ten), ten, value));
  const ten = TENS[tens];
  if (ten === undefined) {
    writer.varint(RAW);
    writer.double(value);
    return;
  }
  writer.varint(tens);
  writeSigned(writer, Math.round(value * ten));
}

export function readNumber(reader: ByteReader): number {
  const ten = TENS[reader.varint()];
  return ten === undefined ? reader.double() : readSigned(reader) / ten;
}

function isShort(digits: number, ten: number, value: number): boolean {
  return Math.abs(digits) < SHORT && digits / ten === value;
}
