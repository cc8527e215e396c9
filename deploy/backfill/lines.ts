import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { parse } from 'csv-parse';
import * as v from 'valibot';
import { formatTime, parseTime } from '../../functions/shared/time.ts';
import type { RecordedReadingInput } from '../../schema/generated/types.ts';

const REQUIRED = ['device', 'metric', 'time'] as const;
const MEASURED = ['value', 'text'] as const;
/** What a file of refused lines has beside them, so that it can be mended and recorded. */
const OF_REFUSED = ['line', 'reason'] as const;
const COLUMNS: readonly string[] = [...REQUIRED, ...MEASURED, ...OF_REFUSED];

/** The cells of a line as they stand in the file. */
export type Cells = Record<(typeof REQUIRED)[number] | (typeof MEASURED)[number], string>;

export interface Line {
  /** Where it ends in the file, from 1; the header is before it. */
  number: number;
  cells: Cells;
  /** What it says, or why it can say nothing. */
  reading: RecordedReadingInput | { reason: string };
}

/** In bytes: far longer than any line that can be stored, so that a quote that is never closed does not take the rest of the file with it. */
const LONGEST_LINE = 64_000;
/** What stands for bytes that are no UTF-8. */
const REPLACEMENT = '\uFFFD';
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

const Row = v.object({ info: v.object({ lines: v.number() }), record: v.array(v.string()) });

/**
 * The lines of a CSV file in order, as a stream: a file may be of any size. Its header names `device`, `metric`, `time`, and `value` or `text` or both.
 * Lines without anything in them count, but are left out.
 * @throws Error where the file cannot be read, its header is not that, or it is no CSV
 */
export async function* readLines(file: string): AsyncGenerator<Line> {
  const rows = parse({
    bom: true,
    info: true,
    max_record_size: LONGEST_LINE,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
  });
  // Whatever goes wrong is thrown by the rows.
  pipeline(createReadStream(file), rows, () => undefined);
  let columns: string[] | undefined;
  for await (const row of rows) {
    const { info, record } = v.parse(Row, row);
    if (columns) yield lineOf(info.lines, record, columns);
    else columns = checkedHeader(record);
  }
  if (!columns) throw new Error(`${file} is empty: its first line names the columns ${REQUIRED.join(', ')}, value`);
}

function checkedHeader(names: string[]): string[] {
  const missing = REQUIRED.filter((name) => !names.includes(name));
  const wanted = MEASURED.some((name) => names.includes(name)) ? missing : [...missing, 'value or text'];
  if (wanted.length > 0) throw new Error(`The header lacks ${wanted.join(', ')}; it names ${names.join(', ')}`);
  const other = names.find((name, index) => !COLUMNS.includes(name) || names.indexOf(name) !== index);
  if (other !== undefined)
    throw new Error(
      `The header has "${other}", unknown or twice; columns are ${[...REQUIRED, ...MEASURED].join(', ')}`,
    );
  return names;
}

function lineOf(number: number, record: string[], columns: string[]): Line {
  const cell = (name: string): string => record[columns.indexOf(name)] ?? '';
  const cells = {
    device: cell('device'),
    metric: cell('metric'),
    time: cell('time'),
    value: cell('value'),
    text: cell('text'),
  };
  if (record.length !== columns.length) {
    return { number, cells, reading: { reason: `it has ${record.length} cells; the header has ${columns.length}` } };
  }
  if (record.some((text) => text.includes(REPLACEMENT))) {
    return { number, cells, reading: { reason: 'some of its characters are not in UTF-8; save the file as UTF-8' } };
  }
  return { number, cells, reading: readingOf(cells) };
}

/** Only what cannot be sent is judged here: the rest has its rules where it is stored. */
function readingOf({ metric, time, value, text }: Cells): Line['reading'] {
  const parsed = parseTime(time);
  if (parsed === undefined || parsed < 0n)
    return { reason: `its time, "${time}", is not one from 1970 on with an offset, such as 2026-03-29T01:59:59Z` };
  const isNumber = DECIMAL.test(value) && Number.isFinite(Number(value));
  if (value !== '' && !isNumber) return { reason: `its value, "${value}", is not a number` };
  return { metric, time: formatTime(parsed), value: isNumber ? Number(value) : null, text: text === '' ? null : text };
}
