import type { ImportRow } from '../shared/imports/row.ts';
import type { FileRow } from './csv/read-file.ts';
import type { Problem, RowInput } from './csv/read-row.ts';
import { readRow } from './csv/read-row.ts';
import type { Hold } from './hold.ts';
import { deviceIdOf } from './ids.ts';
import type { Ports } from './ports.ts';

/** A row of the file, and what it asks for. */
export interface ChunkRow extends Pick<FileRow, 'line'> {
  /** From 0. */
  row: number;
  name: string;
  deviceId: string;
  input: RowInput | Problem;
}

/** The rows of the chunk that is under way. */
export async function chunkOf(hold: Hold): Promise<ChunkRow[]> {
  const { done, opened } = hold.row.work;
  const file = await hold.rows();
  return file.rows.slice(done, opened).map((fileRow, index) => ({
    row: done + index,
    line: fileRow.line,
    name: fileRow.cells.name,
    deviceId: deviceIdOf(hold.key.importId, done + index),
    input: readRow(fileRow, file),
  }));
}

/** Where the chunk that begins with row `begin` ends. */
export function chunkEnd(
  { withCredentials }: Pick<ImportRow, 'withCredentials'>,
  begin: number,
  rows: number,
  ports: Ports,
): number {
  const { chunkRows } = ports.settings;
  return Math.min(rows, begin + (withCredentials ? chunkRows.withCredentials : chunkRows.without));
}

/** What the work keeps of a chunk, such as `report-00100.csv`: names are in the order of the rows. */
export function chunkName(what: 'report' | 'credentials' | 'certificates', begin: number): string {
  return `${what}-${String(begin).padStart(5, '0')}`;
}
