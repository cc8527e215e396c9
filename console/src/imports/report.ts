import { parse } from 'csv-parse/browser/esm/sync';
import * as v from 'valibot';
import { shortened } from '../../../functions/import-devices/csv/shortened.ts';

const Line = v.object({
  line: v.pipe(v.string(), v.transform(Number), v.safeInteger()),
  name: v.string(),
  status: v.picklist(['succeeded', 'failed']),
  error: v.string(),
});

/** A row that has become no device, or a device that lacks something. */
export type ReportedRow = v.InferOutput<typeof Line>;

/** The rows of a report that say that something is wrong. @throws where it is no report */
export function faultsOf(report: string): ReportedRow[] {
  const lines: unknown = parse(report, { columns: true, bom: true, record_delimiter: '\r\n' });
  return v
    .parse(v.array(Line), lines)
    .filter(({ status, error }) => status === 'failed' || error !== '')
    .map((line) => ({ ...line, name: shortened(withoutGuard(line.name)), error: withoutGuard(line.error) }));
}

/** The apostrophe that keeps spreadsheets from taking a text for a formula is for them alone. */
function withoutGuard(text: string): string {
  return text.replace(/^'(?=[=+\-@＝＋－＠\t\r\n\0])/, '');
}
