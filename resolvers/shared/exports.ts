import { util } from '@aws-appsync/utils';
import type { Export, ExportStatus } from '../../schema/generated/types.ts';
import type { ExportRow } from './rows.ts';

/** The key of an export. Tenancy is in it. */
export function exportKey(organizationId: string, id: string): { organizationId: string; id: string } {
  return { organizationId, id };
}

/** A file of an export before it has a link: its key in the bucket, which no client sees. */
export interface KeyedFile {
  name: string;
  key: string;
  bytes: number;
  rows: number | null;
}

/** An export as clients see it, but for the links of its files. */
export type PublicExport = Omit<Export, 'files'> & { files: KeyedFile[] };

/** What clients may see of an export's row. Its workings are not among it: the lease, the state of the work, the links' secrets. */
export function publicExport(row: ExportRow): PublicExport {
  const status = statusOf(row);
  const hasSucceeded = status === 'SUCCEEDED' || status === 'EXPIRED';
  const { deviceIds, metrics, from, to, format, layout, window, statistics } = row.request;
  return {
    id: row.id,
    status,
    progress: hasSucceeded ? 100 : row.progress,
    deviceIds,
    metrics,
    from,
    to,
    format,
    layout,
    window,
    statistics,
    recipients: row.recipients.map(({ identityId, status, error }) => ({ identityId, status, error: error ?? null })),
    requestedBy: row.requestedBy,
    rows: row.rows ?? null,
    bytes: row.bytes ?? null,
    files: status === 'SUCCEEDED' ? filesOf(row) : [],
    error: row.error ? { type: row.error.type, message: row.error.message } : null,
    startedAt: row.startedAt ?? null,
    endedAt: row.endedAt ?? null,
    expiresAt: row.expiresAt ?? null,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    version: row.version,
  };
}

/** Whether there is an export for clients: a row that is deleted is kept until what belongs to it is removed. */
export function isThere(row: ExportRow | null): row is ExportRow {
  return row !== null && !row.deletedAt;
}

/** The statuses of an export that may still change of itself. */
export const UNDER_WAY: ExportStatus[] = ['QUEUED', 'RUNNING'];

/** Whether an export may still change of itself. */
export function isUnderWay(status: ExportStatus): boolean {
  return UNDER_WAY.indexOf(status) >= 0;
}

/** Times of the same form in UTC are in the order of their text. The files are removed a little after they have expired. */
function statusOf({ status, expiresAt }: ExportRow): ExportStatus {
  return status === 'SUCCEEDED' && expiresAt && expiresAt <= util.time.nowISO8601() ? 'EXPIRED' : status;
}

function filesOf({ files }: ExportRow): KeyedFile[] {
  return (files ?? []).map(({ name, key, bytes, rows }) => ({ name, key, bytes, rows: rows ?? null }));
}
