/** The complete records at the beginning of some bytes. */
export interface Records {
  rows: number;
  /** Where the last of them ends, its line end included. */
  end: number;
  /** Where each field begins and ends, two numbers a field, without quotes and escapes. Valid until the next scan. */
  bounds: Uint32Array;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Finds records in CSV as UNLOAD writes it: fields are separated by `,`, records by LF or CR LF; a field may be quoted with `"`; in any field
 * `\x` stands for x, and in a quoted one `""` for `"`. Source: Timestream Developer Guide, "UNLOAD concepts" (field_delimiter, escaped_by).
 *
 * There are many millions of records, so it makes no object and no string a record, and keeps its memory from one scan to the next. The common
 * record has no quote and no backslash, and is looked at once, byte by byte.
 */
export class CsvScanner {
  /** Numbers in `bounds` a record. */
  private readonly width: number;
  private bounds: Uint32Array;
  private filled = 0;

  /** @param columns how many fields a record has */
  constructor(columns: number) {
    this.width = columns * 2;
    this.bounds = new Uint32Array(this.width * 4096);
  }

  /**
   * Scans `bytes`, which begin with a record. Rewrites fields that have escapes in place, in complete records only, so that what is behind
   * `end` can be scanned again with more bytes behind it.
   * @param isLast whether nothing follows `bytes`
   * @throws Error where they are not such CSV
   */
  scan(bytes: Buffer, isLast: boolean): Records {
    let start = 0;
    let quote = -1;
    let backslash = -1;
    this.filled = 0;
    while (start < bytes.length) {
      if (quote < start) quote = indexOf(bytes, QUOTE, start);
      if (backslash < start) backslash = indexOf(bytes, BACKSLASH, start);
      start = this.scanPlain(bytes, start, Math.min(quote, backslash));
      const isPartial = quote === bytes.length && backslash === bytes.length && !isLast;
      if (start === bytes.length || isPartial) break;
      const end = this.scanAny(bytes, start, isLast);
      if (end === undefined) break;
      start = end;
    }
    return { rows: this.filled / this.width, end: start, bounds: this.bounds.subarray(0, this.filled) };
  }

  /** Takes the records that end before `limit`, where there is no quote and no backslash. @returns where the next one begins */
  private scanPlain(bytes: Buffer, from: number, limit: number): number {
    let { bounds } = this;
    let recordStart = from;
    let fieldStart = from;
    let bound = this.filled;
    for (let at = from; at < limit; at++) {
      const byte = bytes[at] ?? 0;
      if (byte > COMMA) continue;
      if (byte === COMMA) {
        bounds[bound++] = fieldStart;
        bounds[bound++] = at;
        fieldStart = at + 1;
      } else if (byte === LINE_FEED) {
        bounds[bound++] = fieldStart;
        bounds[bound++] = at > fieldStart && bytes[at - 1] === CARRIAGE_RETURN ? at - 1 : at;
        recordStart = fieldStart = at + 1;
        bounds = this.endRecord(bound);
      }
    }
    return recordStart;
  }

  /** Takes one record of any kind. @returns where it ends; `undefined` where it is not complete */
  private scanAny(bytes: Buffer, from: number, isLast: boolean): number | undefined {
    const { bounds } = this;
    let bound = this.filled;
    let fieldStart = from;
    for (;;) {
      const isQuoted = bytes[fieldStart] === QUOTE;
      if (isQuoted) fieldStart++;
      const fieldEnd = isQuoted ? endOfQuoted(bytes, fieldStart) : endOfUnquoted(bytes, fieldStart);
      const separator = isQuoted ? separatorAfter(bytes, fieldEnd) : fieldEnd;
      const byte = separator < bytes.length ? bytes[separator] : undefined;
      if (byte === undefined && !isLast) return undefined;
      if (fieldEnd > bytes.length || (isQuoted && fieldEnd === bytes.length)) throw malformed('a field has no end');
      bounds[bound++] = fieldStart;
      bounds[bound++] = byte === LINE_FEED && !isQuoted ? withoutReturn(bytes, fieldStart, fieldEnd) : fieldEnd;
      if (byte === COMMA) {
        fieldStart = separator + 1;
        continue;
      }
      if (byte !== LINE_FEED && byte !== undefined) throw malformed('a quoted field goes on behind its end');
      this.endRecord(bound);
      this.unescape(bytes, from);
      return byte === undefined ? bytes.length : separator + 1;
    }
  }

  /** Admits a record whose bounds were written up to `bound`, and makes room for the next. */
  private endRecord(bound: number): Uint32Array {
    const fields = (bound - this.filled) / 2;
    if (bound !== this.filled + this.width) throw malformed(`a record has ${fields} fields, and not ${this.width / 2}`);
    this.filled = bound;
    if (bound + this.width > this.bounds.length) {
      const larger = new Uint32Array(this.bounds.length * 2);
      larger.set(this.bounds);
      this.bounds = larger;
    }
    return this.bounds;
  }

  /** Rewrites the fields of the last record, which begins at `from`, without their escapes: they only get shorter. */
  private unescape(bytes: Buffer, from: number): void {
    for (let bound = this.filled - this.width; bound < this.filled; bound += 2) {
      const start = this.bounds[bound] ?? 0;
      const isQuoted = start > from && bytes[start - 1] === QUOTE;
      this.bounds[bound + 1] = unescapeField(bytes, start, this.bounds[bound + 1] ?? 0, isQuoted);
    }
  }
}

/** Where `byte` is, from `from` on; the end where it is nowhere. */
function indexOf(bytes: Buffer, byte: number, from: number): number {
  const at = bytes.indexOf(byte, from);
  return at === -1 ? bytes.length : at;
}

/** Where the quote that closes a field is; the end, or beyond, where there is none. */
function endOfQuoted(bytes: Buffer, from: number): number {
  let at = from;
  for (; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === BACKSLASH) at++;
    else if (byte === QUOTE) {
      if (bytes[at + 1] !== QUOTE) return at;
      at++;
    }
  }
  return at;
}

/** Where the comma or line feed behind a field is; the end, or beyond, where there is none. */
function endOfUnquoted(bytes: Buffer, from: number): number {
  let at = from;
  for (; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === BACKSLASH) at++;
    else if (byte === COMMA || byte === LINE_FEED) return at;
  }
  return at;
}

/** Where a comma or line feed has to be behind the quote at `quote`; the end where that cannot be told yet. */
function separatorAfter(bytes: Buffer, quote: number): number {
  const at = quote + 1;
  if (bytes[at] !== CARRIAGE_RETURN) return at;
  return at + 1 === bytes.length || bytes[at + 1] === LINE_FEED ? at + 1 : at;
}

/** The end of an unquoted field before a line feed, without a carriage return that belongs to the line end. */
function withoutReturn(bytes: Buffer, start: number, end: number): number {
  if (end === start || bytes[end - 1] !== CARRIAGE_RETURN) return end;
  let escapes = end - 1;
  while (escapes > start && bytes[escapes - 1] === BACKSLASH) escapes--;
  return (end - 1 - escapes) % 2 === 0 ? end - 1 : end;
}

/** @returns where the field ends then */
function unescapeField(bytes: Buffer, start: number, end: number, isQuoted: boolean): number {
  let to = start;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === BACKSLASH || (isQuoted && byte === QUOTE)) at++;
    bytes[to++] = bytes[at] ?? 0;
  }
  return to;
}

function malformed(what: string): Error {
  return new Error(`The readings store wrote CSV that is not as documented: ${what}`);
}
