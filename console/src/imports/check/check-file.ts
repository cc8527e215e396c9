import { shortened } from '../../../../functions/import-devices/csv/shortened.ts';
import type { FileFault, RowFault } from './faults.ts';
import { readCsv } from './read-csv.ts';
import { readRow, type RowDevice } from './read-row.ts';

/** What would become of a file, as far as that can be known before it is uploaded. */
export interface CheckedFile {
  rows: number;
  /** The first devices that it would make, each with the line of its row. */
  first: readonly { line: number; device: RowDevice }[];
  /** The rows that would become nothing. */
  faults: readonly { line: number; name: string; fault: RowFault }[];
  /** The first line with a certificate signing request, which wants a certificate. */
  requestAt?: number;
}

const SHOWN = 5;

/** Reads a file as the import will. */
export function checkFile(bytes: Uint8Array): CheckedFile | { fault: FileFault } {
  const csv = readCsv(bytes);
  if ('fault' in csv) return csv;
  const first: { line: number; device: RowDevice }[] = [];
  const faults: { line: number; name: string; fault: RowFault }[] = [];
  for (const row of csv.rows) {
    const device = readRow(row, csv);
    if ('fault' in device) faults.push({ line: row.line, name: shortened(row.cells.name ?? ''), fault: device.fault });
    else if (first.length < SHOWN) first.push({ line: row.line, device });
  }
  const request = csv.rows.find(({ cells }) => (cells.certificate_signing_request ?? '').trim() !== '');
  return { rows: csv.rows.length, first, faults, ...(request && { requestAt: request.line }) };
}
