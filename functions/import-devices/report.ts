import { textCell } from '../shared/csv-cell.ts';

/** What became of a row. */
export interface RowResult {
  /** Where the row begins in the file. */
  line: number;
  name: string;
  /** Undefined where no device was made. */
  deviceId?: string;
  /** Why there is none, or what the device lacks. */
  error?: string;
}

export const REPORT_HEADER = 'line,name,status,device_id,error\r\n';

/** The lines of a report, by RFC 4180. */
export function reportLines(results: readonly RowResult[]): string {
  return results.map(reportLine).join('');
}

function reportLine({ line, name, deviceId, error = '' }: RowResult): string {
  const status = deviceId === undefined ? 'failed' : 'succeeded';
  return `${line},${textCell(name)},${status},${deviceId ?? ''},${textCell(error)}\r\n`;
}
