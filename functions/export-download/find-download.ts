import { timingSafeEqual } from 'node:crypto';
import type { DownloadLink } from '../shared/exports/links.ts';
import { hashOfSecret } from '../shared/exports/links.ts';
import type { ExportFile, ExportRow } from '../shared/exports/row.ts';

/** What a link is checked against. */
export type SharedExport = Pick<ExportRow, 'status' | 'recipients' | 'files' | 'deletedAt' | 'expiresAt'>;

export interface DownloadTables {
  /** The export as it is now. */
  export(organizationId: string, id: string): Promise<SharedExport | undefined>;
  isActive(organizationId: string, identityId: string): Promise<boolean>;
}

export interface Download {
  organizationId: string;
  /** The recipient whose link it is. */
  identityId: string;
  file: ExportFile;
}

/** Nobody's and nothing's id: what is asked for where there is nothing to ask for, so that every answer takes the same steps. */
const NOBODY = '00000000000000000000000000';
const NOWHERE: DownloadLink = { organizationId: NOBODY, exportId: NOBODY, secret: '', file: 0 };
const NO_RECIPIENT = { identityId: NOBODY, secretHashes: [hashOfSecret('nobody has this secret')] };

/**
 * The file that a link leads to, if it does: the export is there and has not ended being there, the secret is one of a recipient's, and the recipient
 * is still active. Takes the same steps, whatever is wrong. Rejects where the tables cannot be read.
 */
export async function findDownload(
  link: DownloadLink | null,
  tables: DownloadTables,
  now: Date,
): Promise<Download | undefined> {
  const { organizationId, exportId, secret, file: index } = link ?? NOWHERE;
  const row = await tables.export(organizationId, exportId);
  const identityId = recipientOf(secret, row?.recipients ?? [NO_RECIPIENT]);
  const isActive = await tables.isActive(organizationId, identityId ?? NOBODY);
  if (!row || identityId === undefined || !isActive || !isOpen(row, now)) return undefined;
  const file = row.files[index];
  return file && { organizationId, identityId, file };
}

/** Compares with every hash to the end, each in constant time: how long it takes tells nothing about any of them. */
function recipientOf(
  secret: string,
  recipients: readonly { identityId: string; secretHashes: readonly string[] }[],
): string | undefined {
  const given = Buffer.from(hashOfSecret(secret));
  let found: string | undefined;
  for (const { identityId, secretHashes } of recipients) {
    for (const hash of secretHashes) if (timingSafeEqual(Buffer.from(hash), given)) found = identityId;
  }
  return found;
}

function isOpen({ status, deletedAt, expiresAt }: SharedExport, now: Date): boolean {
  return status === 'SUCCEEDED' && deletedAt === undefined && expiresAt !== undefined && now < new Date(expiresAt);
}
