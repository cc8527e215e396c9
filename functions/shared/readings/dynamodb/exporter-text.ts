import type { Nanoseconds } from '../../time.ts';

const ZERO = 0x30;
const MINUS = 0x2d;
const POINT = 0x2e;
const COLON = 0x3a;
const SECOND = 1e9;
const HOUR = 3600 * SECOND;

/** Of `YYYY-MM-DD hh:mm:ss.nnnnnnnnn`. */
export const TIME_BYTES = 29;
/** Of `YYYY-MM-DD hh:`. */
const HOUR_BYTES = 14;
/** The longest that {@link writeNumber} writes: `-0.0000010380615391234461`. */
export const NUMBER_BYTES = 25;

/** Up to this, a double that is whole has no more digits than it prints with. */
const EXACT = 1e15;
const LARGEST_INTEGER = 2 ** 31 - 1;
/** Most measured numbers have no more decimals. */
const DECIMALS = [10, 100, 1000, 1e4] as const;

/** Writes a finite number as decimal text that reads back to the same double, as few digits as that takes. @returns where it ends */
export function writeNumber(value: number, to: Buffer, at: number): number {
  const size = Math.abs(value);
  if (size >= EXACT) return at + to.write(String(value), at, 'latin1');
  const start = value < 0 || Object.is(value, -0) ? writeByte(MINUS, to, at) : at;
  if (Math.trunc(size) === size) return writeDigits(size, to, start);
  for (const [index, factor] of DECIMALS.entries()) {
    const scaled = Math.round(size * factor);
    // The quotient of two numbers that doubles hold exactly is the double that is nearest to the decimal number.
    if (scaled < EXACT && scaled / factor === size) return writeDecimal(scaled, index + 1, factor, to, start);
  }
  return at + to.write(String(value), at, 'latin1');
}

function writeDecimal(scaled: number, decimals: number, factor: number, to: Buffer, at: number): number {
  const whole = Math.floor(scaled / factor);
  const point = writeDigits(whole, to, at);
  to[point] = POINT;
  return writeFixed(scaled - whole * factor, decimals, to, point + 1);
}

/** A whole number below {@link EXACT}, of as many digits as it has. */
function writeDigits(value: number, to: Buffer, at: number): number {
  let digits = 1;
  for (let limit = 10; limit <= value; limit *= 10) digits++;
  return writeFixed(value, digits, to, at);
}

/** A whole number below {@link EXACT}, of as many digits as are asked for. */
function writeFixed(value: number, digits: number, to: Buffer, at: number): number {
  if (value <= LARGEST_INTEGER) return writeInteger(value | 0, digits, to, at);
  let rest = value;
  for (let index = at + digits - 1; index >= at; index--) {
    const tens = Math.floor(rest / 10);
    to[index] = ZERO + (rest - 10 * tens);
    rest = tens;
  }
  return at + digits;
}

/** As {@link writeFixed}, in the arithmetic of 32 bits, which is much faster. */
function writeInteger(value: number, digits: number, to: Buffer, at: number): number {
  let rest = value;
  for (let index = at + digits - 1; index >= at; index--) {
    const tens = (rest / 10) | 0;
    to[index] = (ZERO + rest - 10 * tens) | 0;
    rest = tens;
  }
  return at + digits;
}

function writeByte(byte: number, to: Buffer, at: number): number {
  to[at] = byte;
  return at + 1;
}

/** Writes times as `YYYY-MM-DD hh:mm:ss.nnnnnnnnn` in UTC, and remembers the hour: most times are in the same one as those before. */
export class TimeWriter {
  private readonly begin: Nanoseconds;
  /** `YYYY-MM-DD hh:`. */
  private readonly hour = Buffer.alloc(HOUR_BYTES);
  /** Of the remembered hour, in ns since `begin`. */
  private hourOffset = NaN;

  /** @param begin what times are counted from */
  constructor(begin: Nanoseconds) {
    this.begin = begin;
  }

  /** @param offset in whole ns since `begin` @returns where the text ends in `to` */
  write(offset: number, to: Buffer, at: number): number {
    let within = offset - this.hourOffset;
    if (!(within >= 0 && within < HOUR)) within = this.remember(offset);
    // So few bytes are sooner copied here than by a call.
    for (let index = 0; index < HOUR_BYTES; index++) to[at + index] = this.hour[index] ?? 0;
    const seconds = Math.floor(within / SECOND);
    const minutes = Math.floor(seconds / 60);
    let end = writeInteger(minutes, 2, to, at + HOUR_BYTES);
    to[end++] = COLON;
    end = writeInteger(seconds - 60 * minutes, 2, to, end);
    to[end++] = POINT;
    return writeInteger(within - seconds * SECOND, 9, to, end);
  }

  /** @returns how far the offset is in its hour */
  private remember(offset: number): number {
    const time = this.begin + BigInt(offset);
    const within = Number(time % BigInt(HOUR));
    this.hourOffset = offset - within;
    const iso = new Date(Number((time - BigInt(within)) / 1_000_000n)).toISOString();
    this.hour.write(`${iso.slice(0, 10)} ${iso.slice(11, 14)}`, 'latin1');
    return within;
  }
}

/** The text that {@link writeNumber} writes. */
export function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
