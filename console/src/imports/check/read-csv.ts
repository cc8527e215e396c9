import { CsvError, parse } from 'csv-parse/browser/esm/sync';
import * as v from 'valibot';
import type { Column } from '../../../../functions/import-devices/csv/columns.ts';
import { readHeader, separatorOf } from '../../../../functions/import-devices/csv/header.ts';
import { IMPORT_LIMITS } from '../../../../schema/limits.ts';
import type { FileFault } from './faults.ts';

/** A row of a file that has something in it. */
export interface CsvRow {
  /** Where it begins in the file. */
  line: number;
  /** Those of columns that it lacks are empty. */
  cells: Readonly<Partial<Record<Column, string>>>;
  /** How many cells it has: as many as the header has columns, or it is wrong. */
  count: number;
}

export interface Csv {
  columns: readonly Column[];
  rows: readonly CsvRow[];
  /** Whether numbers may have a decimal comma: where it does not separate cells. */
  hasDecimalComma: boolean;
}

/** In bytes: longer than any row that can be made. */
const LONGEST_ROW = 128_000;
const LINE_FEED = 0x0a;

const Records = v.array(
  v.object({ info: v.object({ lines: v.number() }), record: v.array(v.string()), raw: v.string() }),
);

/** The rows of a file, by the rules by which it is read when it is imported; or why it would be refused as a whole. */
export function readCsv(bytes: Uint8Array): Csv | { fault: FileFault } {
  if (bytes.length > IMPORT_LIMITS.bytes) return { fault: { kind: 'tooLarge', bytes: bytes.length } };
  const decoded = decode(bytes);
  if (typeof decoded !== 'string') return { fault: decoded };
  const text = decoded.replace(/\r\n?/g, '\n');
  const delimiter = separatorOf(text);
  const records = recordsOf(text, delimiter);
  if ('kind' in records) return { fault: records };
  const [header, ...rows] = records;
  if (!header) return { fault: { kind: 'empty' } };
  const read = readHeader(header.cells);
  if ('fault' in read) return { fault: { ...read.fault, line: header.line } };
  const fault = rowsFault(rows);
  if (fault) return { fault };
  const { columns } = read;
  return { columns, rows: rows.map((row) => rowOf(row, columns)), hasDecimalComma: delimiter !== ',' };
}

const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    // The decoder has no other way to say so.
    return false;
  }
};

function decode(bytes: Uint8Array): string | FileFault {
  const nothing = bytes.indexOf(0);
  if (nothing >= 0) return { kind: 'notText', line: lineAt(bytes, nothing) };
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes);
  let [start, line] = [0, 1];
  for (let end = bytes.indexOf(LINE_FEED); end >= 0 && isUtf8(bytes.subarray(start, end)); line++) {
    start = end + 1;
    end = bytes.indexOf(LINE_FEED, start);
  }
  return { kind: 'notUtf8', line };
}

function lineAt(bytes: Uint8Array, position: number): number {
  let line = 1;
  for (const byte of bytes.subarray(0, position)) if (byte === LINE_FEED) line++;
  return line;
}

interface Line {
  line: number;
  cells: readonly string[];
}

function recordsOf(text: string, delimiter: string): Line[] | FileFault {
  let read = 0;
  try {
    const records: unknown = parse(text, {
      delimiter,
      info: true,
      max_record_size: LONGEST_ROW,
      on_record(record, { lines }) {
        read = lines;
        return record;
      },
      raw: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      to: 1 + IMPORT_LIMITS.rows + 1,
    });
    return v.parse(Records, records).map(({ info, record, raw }) => ({
      line: info.lines - (raw.trim().match(/\n/g)?.length ?? 0),
      cells: record,
    }));
  } catch (error) {
    if (error instanceof CsvError) return quoteFault(error, text, read);
    throw error;
  }
}

/** @param read the line up to which all is well */
function quoteFault({ code, lines }: CsvError, text: string, read: number): FileFault {
  if (code !== 'CSV_QUOTE_NOT_CLOSED' && code !== 'CSV_MAX_RECORD_SIZE')
    return { kind: 'quote', line: typeof lines === 'number' ? lines : read + 1 };
  const isBlank = (line: string): boolean => /^[\s,;]*$/.test(line);
  return { kind: 'openQuote', line: text.split('\n').findIndex((line, at) => at >= read && !isBlank(line)) + 1 };
}

function rowsFault(rows: readonly Line[]): FileFault | undefined {
  if (rows.length === 0) return { kind: 'noRows' };
  const beyond = rows[IMPORT_LIMITS.rows];
  return beyond && { kind: 'tooManyRows', line: beyond.line };
}

function rowOf({ line, cells }: Line, columns: readonly Column[]): CsvRow {
  const named = Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));
  return { line, cells: named, count: cells.length };
}
