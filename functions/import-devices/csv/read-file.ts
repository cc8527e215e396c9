import { isUtf8 } from 'node:buffer';
import { CsvError, parse } from 'csv-parse/sync';
import * as v from 'valibot';
import { IMPORT_LIMITS } from '../../../schema/limits.ts';
import { SondeError } from '../../shared/errors.ts';
import type { Cells, Column } from './columns.ts';
import { COLUMNS } from './columns.ts';
import { readHeader, separatorOf } from './header.ts';

/** A row of the file that has something in it. */
export interface FileRow {
  /** Where it begins in the file, from 1; the header is before it. */
  line: number;
  cells: Cells;
  /** What is wrong with the row as such, before anybody looks at its cells. */
  problem?: string;
}

export interface ReadFile {
  rows: readonly FileRow[];
  /** Whether numbers may have a decimal comma: where it does not separate cells. */
  hasDecimalComma: boolean;
}

/** In bytes: longer than any row that can be made, so that a quote that is never closed does not take the rest of the file with it. */
const LONGEST_ROW = 128_000;
const LINE_FEED = 0x0a;

const Records = v.array(
  v.object({ info: v.object({ lines: v.number() }), record: v.array(v.string()), raw: v.string() }),
);

/**
 * The rows of a file: CSV in UTF-8, with or without a byte order mark, whose header has `name` and any of the other columns.
 * @throws SondeError `ValidationError` that names the line and says what would be right, where the file as a whole cannot be taken
 */
export function readFile(bytes: Buffer): ReadFile {
  requireText(bytes);
  // One kind of line end, so that lines can be counted.
  const text = bytes.toString('utf8').replace(/\r\n?/g, '\n');
  const separator = separatorOf(text);
  const [header, ...records] = recordsOf(text, separator);
  if (!header) throw refuse('The file is empty: its first line names the columns, of which name is needed.');
  const columns = checkedHeader(header.cells, header.line);
  if (records.length === 0) throw refuse('The file has a header and no rows: there is nothing to import.');
  const beyond = records[IMPORT_LIMITS.rows];
  if (beyond) {
    const most = IMPORT_LIMITS.rows.toLocaleString('en');
    throw refuse(
      `Line ${beyond.line} begins row ${(IMPORT_LIMITS.rows + 1).toLocaleString('en')}: a file has at most ${most}. Make several imports of it.`,
    );
  }
  return { rows: records.map(({ line, cells }) => rowOf(line, cells, columns)), hasDecimalComma: separator !== ',' };
}

function requireText(bytes: Buffer): void {
  if (bytes.includes(0)) {
    throw refuse(
      `Line ${lineAt(bytes, bytes.indexOf(0))} has bytes that are no text, as of a spreadsheet's own format or of UTF-16: save the file as CSV in UTF-8.`,
    );
  }
  if (isUtf8(bytes)) return;
  let [start, line] = [0, 1];
  for (let end = bytes.indexOf(LINE_FEED); end >= 0 && isUtf8(bytes.subarray(start, end)); line++) {
    start = end + 1;
    end = bytes.indexOf(LINE_FEED, start);
  }
  throw refuse(`Line ${line} has characters that are not in UTF-8: save the file as CSV in UTF-8.`);
}

function lineAt(bytes: Buffer, position: number): number {
  let line = 1;
  for (const byte of bytes.subarray(0, position)) if (byte === LINE_FEED) line++;
  return line;
}

/** The header and the rows, up to the first that is too many: all the rows that 16 MiB can have would take gigabytes of memory. */
function recordsOf(text: string, delimiter: string): { line: number; cells: string[] }[] {
  let read = 0;
  try {
    const records: unknown = parse(text, {
      bom: true,
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
    throw error instanceof CsvError ? refuse(explain(error, text, read)) : error;
  }
}

/** @param read the line up to which all is well */
function explain({ code, lines }: CsvError, text: string, read: number): string {
  const hint = 'A cell that has a quote in it is between quotes, and each quote in it is doubled.';
  if (code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE') {
    const isBlank = (line: string): boolean => /^[\s,;]*$/.test(line);
    const begin = text.split('\n').findIndex((line, index) => index >= read && !isBlank(line)) + 1;
    return `Line ${begin}: a quote is opened in this row that is never closed, or the row has more than ${LONGEST_ROW.toLocaleString('en')} bytes. ${hint}`;
  }
  return `Line ${typeof lines === 'number' ? lines : read + 1}: a quote is where none can be. ${hint}`;
}

function checkedHeader(cells: readonly string[], line: number): Column[] {
  const header = readHeader(cells);
  if ('columns' in header) return header.columns;
  const known = `columns are ${COLUMNS.join(', ')}`;
  switch (header.fault.kind) {
    case 'unknownColumn':
      throw refuse(`Line ${line}: the header has "${header.fault.column}", which is no column: ${known}.`);
    case 'columnTwice':
      throw refuse(`Line ${line}: the header has "${header.fault.column}" twice: ${known}.`);
    case 'noName':
      throw refuse(`Line ${line}: the header has no column name, which is needed: ${known}.`);
  }
}

function rowOf(line: number, record: readonly string[], columns: readonly Column[]): FileRow {
  const cell = (column: Column): string => record[columns.indexOf(column)] ?? '';
  const cells = {
    name: cell('name'),
    description: cell('description'),
    latitude: cell('latitude'),
    longitude: cell('longitude'),
    altitude: cell('altitude'),
    location: cell('location'),
    metrics: cell('metrics'),
    certificate_signing_request: cell('certificate_signing_request'),
  };
  if (record.length === columns.length) return { line, cells };
  return { line, cells, problem: `The row has ${record.length} cells; the header has ${columns.length}.` };
}

function refuse(message: string): SondeError {
  return new SondeError('ValidationError', message);
}
