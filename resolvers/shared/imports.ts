import { util, type Context, type DynamoDBGetItemRequest } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import { IMPORTS_ENTRY } from '../../functions/shared/imports/ledger-entry.ts';
import type { DeviceImport, DeviceImportStatus } from '../../schema/generated/types.ts';
import { IMPORT_LIMITS } from '../../schema/limits.ts';
import type { TransactItem } from './audit.ts';
import { identityOf, organizationOf } from './caller.ts';
import { checkId } from './checks.ts';
import { checkDataSource, notFound } from './errors.ts';
import { countJob, markJob } from './jobs.ts';
import type { ImportRow } from './rows.ts';

/** The statuses of an import that has not ended. */
export const UNENDED: DeviceImportStatus[] = ['AWAITING_FILE', 'QUEUED', 'RUNNING'];

/** The key of an import. Tenancy is in it. */
export function importKey(organizationId: string, id: string): { organizationId: string; id: string } {
  return { organizationId, id };
}

/** An import as the caller sees it, but for its links: which of its files they may have. */
export type PublicImport = Omit<DeviceImport, 'uploadUrl' | 'reportUrl' | 'credentialsUrl'> & {
  report: boolean;
  credentials: boolean;
};

/** What the caller may see of an import's row. Its workings are not among it: the lease, the state of the work. */
export function publicImport(ctx: Context, row: ImportRow): PublicImport {
  const report = hasReport(row);
  return {
    id: row.id,
    status: row.status,
    progress: progressOf(row),
    withCredentials: row.withCredentials,
    rows: row.rows ?? null,
    succeeded: row.succeeded,
    failed: row.failed,
    report,
    // They are keys: for nobody else, whatever their role.
    credentials: report && row.withCredentials && row.requestedBy === identityOf(ctx),
    error: row.error ? { type: row.error.type, message: row.error.message } : null,
    requestedBy: row.requestedBy,
    startedAt: row.startedAt ?? null,
    endedAt: row.endedAt ?? null,
    expiresAt: row.expiresAt ?? null,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    version: row.version,
  };
}

/** Reads the import of the argument `id`, consistently: who watches one asks again and again. */
export function requestImport(ctx: Context<{ id: string }>): DynamoDBGetItemRequest {
  const organizationId = organizationOf(ctx);
  checkId('import', ctx.args.id);
  return get<ImportRow>({ key: importKey(organizationId, ctx.args.id), consistentRead: true });
}

/** The import that was read. Ends with a NotFoundError unless the caller's organization has it. */
export function answeredImport(ctx: Context<{ id: string }>): PublicImport {
  checkDataSource(ctx);
  const row = ctx.result as ImportRow | null;
  if (!row) notFound('import', ctx.args.id);
  return publicImport(ctx, row);
}

/** Times of the same form in UTC are in the order of their text. The files are removed a little after they have expired. */
function hasReport({ expiresAt }: ImportRow): boolean {
  return expiresAt ? expiresAt > util.time.nowISO8601() : false;
}

function progressOf({ status, rows, succeeded, failed }: ImportRow): number {
  if (status === 'COMPLETED') return 100;
  return rows ? Math.floor((100 * (succeeded + failed)) / rows) : 0;
}

/** The part of a transaction that does what {@link markJob} does with an import. */
export function markImport(
  organizationId: string,
  id: string,
  changes: Record<string, unknown>,
  statuses: DeviceImportStatus[],
): TransactItem {
  return {
    table: '__TABLE_deviceImports__',
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues(importKey(organizationId, id)),
    ...markJob(changes, statuses),
  };
}

/** Counts an import more or less that has not ended; more only where there is room for one. */
export function countImports(organizationId: string, by: 1 | -1): TransactItem {
  return {
    table: '__TABLE_exportLedger__',
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ organizationId, entry: IMPORTS_ENTRY }),
    ...countJob(by, IMPORT_LIMITS.atOnce),
  };
}
