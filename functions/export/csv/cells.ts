/** The cells of a CSV file, by RFC 4180, from bytes of UTF-8. */

const NUL = 0x00;
const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const EQUALS = 0x3d;
const AT = 0x40;
const CAPITAL_T = 0x54;
const CAPITAL_Z = 0x5a;

const BEGINS_FORMULA: ReadonlySet<number> = new Set([EQUALS, PLUS, MINUS, AT, TAB, CARRIAGE_RETURN, LINE_FEED, NUL]);
/** Those of U+FF1D, U+FF0B, U+FF0D and U+FF20 after their first byte, EF: full-width `=`, `+`, `-` and `@`. */
const FULL_WIDTH_LEAD = 0xef;
const FULL_WIDTH: ReadonlySet<number> = new Set([0xbc9d, 0xbc8b, 0xbc8d, 0xbca0]);

/** Of `YYYY-MM-DD hh:mm:ss.nnnnnnnnn`. */
const TIME_BYTES = 29;
const FRACTION_AT = 20;

/** How many bytes a cell of `length` bytes may become: every one a quote that is doubled, between quotes, after an apostrophe. */
export function largestCell(length: number): number {
  return 2 * length + 3;
}

/** Writes bytes [start, end) of `from` into `to` at `at`, as they are. @returns where they end in `to` */
export function copy(from: Uint8Array, start: number, end: number, to: Uint8Array, at: number): number {
  for (let index = start; index < end; index++) to[at++] = from[index] ?? 0;
  return at;
}

/** `textCell` of bytes: writes it into `to` at `at`. @returns where it ends in `to` */
export function copyText(from: Uint8Array, start: number, end: number, to: Uint8Array, at: number): number {
  const isQuoted = needsQuotes(from, start, end);
  if (isQuoted) to[at++] = QUOTE;
  if (start < end && beginsFormula(from, start)) to[at++] = APOSTROPHE;
  if (!isQuoted) return copy(from, start, end, to, at);
  for (let index = start; index < end; index++) {
    const byte = from[index] ?? 0;
    if (byte === QUOTE) to[at++] = QUOTE;
    to[at++] = byte;
  }
  to[at++] = QUOTE;
  return at;
}

/** As {@link copyText}, but leaves a number as it is: a minus begins a formula, and -1.5 is none. */
export function copyNumberOrText(from: Uint8Array, start: number, end: number, to: Uint8Array, at: number): number {
  return isNumber(from, start, end) ? copy(from, start, end, to, at) : copyText(from, start, end, to, at);
}

/**
 * Writes the time of bytes [start, end), `YYYY-MM-DD hh:mm:ss.nnnnnnnnn` in UTC, as ISO 8601 with 0, 3, 6 or 9 fraction digits, as few as are
 * exact. @returns where it ends in `to`
 */
export function copyTime(from: Uint8Array, start: number, end: number, to: Uint8Array, at: number): number {
  if (end - start !== TIME_BYTES) throw new Error(`A time has ${end - start} bytes instead of ${TIME_BYTES}`);
  let kept = end;
  while (kept > start + FRACTION_AT && isThousand(from, kept)) kept -= 3;
  if (kept === start + FRACTION_AT) kept -= 1;
  const written = copy(from, start, kept, to, at);
  to[at + 10] = CAPITAL_T;
  to[written] = CAPITAL_Z;
  return written + 1;
}

/** Whether the three digits before `end` are zeros. */
function isThousand(bytes: Uint8Array, end: number): boolean {
  return bytes[end - 1] === ZERO && bytes[end - 2] === ZERO && bytes[end - 3] === ZERO;
}

function needsQuotes(bytes: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index++) {
    const byte = bytes[index];
    if (byte === COMMA || byte === QUOTE || byte === LINE_FEED || byte === CARRIAGE_RETURN) return true;
  }
  return false;
}

function beginsFormula(bytes: Uint8Array, start: number): boolean {
  const byte = bytes[start] ?? 0;
  if (byte === FULL_WIDTH_LEAD) return FULL_WIDTH.has(((bytes[start + 1] ?? 0) << 8) | (bytes[start + 2] ?? 0));
  return BEGINS_FORMULA.has(byte);
}

/** Whether the bytes are a decimal number as engines print it: `-1.5`, `20`, `1.0E-7`. */
function isNumber(bytes: Uint8Array, start: number, end: number): boolean {
  let at = afterDigits(bytes, bytes[start] === MINUS ? start + 1 : start, end);
  if (at < 0) return false;
  if (at < end && bytes[at] === POINT) at = afterDigits(bytes, at + 1, end);
  if (at < 0) return false;
  if (at < end && ((bytes[at] ?? 0) | 0x20) === 0x65) {
    const sign = bytes[at + 1];
    at = afterDigits(bytes, sign === PLUS || sign === MINUS ? at + 2 : at + 1, end);
  }
  return at === end;
}

/** Where the digits from `start` on end, or -1 where there are none. */
function afterDigits(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] ?? 0) >= ZERO && (bytes[at] ?? 0) <= NINE) at++;
  return at > start ? at : -1;
}
