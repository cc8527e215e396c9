import type { RowBatch } from '../../shared/readings/store.ts';
import type { Block } from './block.ts';
import { copy, copyNumberOrText, copyText, copyTime, largestCell } from './cells.ts';
import { columnsOf, headerOf } from './columns.ts';
import type { CellKind, Content } from './columns.ts';
import { SeriesCells } from './series-cells.ts';
import type { DeviceDirectory } from './series-cells.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const COMMA = 0x2c;
const LARGEST_TIME = 32;

const COPIERS = { NUMBER: copy, TEXT: copyText, NUMBER_OR_TEXT: copyNumberOrText } satisfies Record<CellKind, unknown>;

export interface CsvWriter {
  readonly header: Buffer;
  /** Appends the rows of `batch` to `block`, but those of devices that the directory does not know. @returns how many it appended */
  write(batch: RowBatch, block: Block): number;
}

/**
 * Turns rows of an export into lines of RFC 4180 in UTF-8, without a byte order mark. Numbers stay as the store printed them; a text that a spreadsheet
 * would take for a formula gets an apostrophe before it.
 */
export function csvWriter(content: Content, devices: DeviceDirectory): CsvWriter {
  const columns = columnsOf(content);
  const { keys } = columns;
  const copiers = columns.cells.map((kind) => COPIERS[kind]);
  const boundsPerRow = 2 * (1 + keys + copiers.length);
  const seriesCells = new SeriesCells(devices, keys === 2);

  function write({ bytes, bounds, rows }: RowBatch, block: Block): number {
    if (bounds.length < rows * boundsPerRow) throw new Error(`${rows} rows have ${bounds.length} bounds only`);
    const bound = (index: number): number => bounds[index] ?? 0;
    let out = block.bytes;
    let at = block.length;
    let written = 0;
    for (let row = 0, end = rows * boundsPerRow; row < end; row += boundsPerRow) {
      const series =
        keys === 2
          ? seriesCells.find(bytes, bound(row + 2), bound(row + 3), bound(row + 4), bound(row + 5))
          : seriesCells.find(bytes, bound(row + 2), bound(row + 3), 0, 0);
      if (series === null) continue;
      if (out.length - at < LARGEST_TIME + series.length) out = block.reserve(at, LARGEST_TIME + series.length);
      at = copyTime(bytes, bound(row), bound(row + 1), out, at);
      out.set(series, at);
      at += series.length;
      let field = row + 2 + 2 * keys;
      for (const copyCell of copiers) {
        const start = bound(field++);
        const stop = bound(field++);
        const largest = 1 + largestCell(stop - start) + 2;
        if (out.length - at < largest) out = block.reserve(at, largest);
        out[at++] = COMMA;
        if (stop > start) at = copyCell(bytes, start, stop, out, at);
      }
      out[at++] = CARRIAGE_RETURN;
      out[at++] = LINE_FEED;
      written += 1;
    }
    block.length = at;
    return written;
  }

  return { header: headerOf(columns), write };
}
