import type { ExportRow } from '../shared/exports/row.ts';

/** What is to be done next with an export; `rest` where nothing is, but perhaps at a later time. */
export type Step =
  | 'begin'
  | 'keepDevices'
  | 'extract'
  | 'assemble'
  | 'complete'
  | 'collect'
  | 'notify'
  | 'tidy'
  | 'discard'
  | 'expire'
  | 'purge'
  | 'rest';

/** The next step of an export, from its row alone: whoever looks at it, whenever, goes on where the last one was. */
export function nextStep(row: ExportRow, now: number): Step {
  if (row.deletedAt !== undefined) return 'purge';
  switch (row.status) {
    case 'QUEUED':
      return 'begin';
    case 'RUNNING':
      return nextOfMaking(row);
    case 'SUCCEEDED':
      if (isOver(row, now)) return 'expire';
      if (hasPendingMail(row)) return 'notify';
      return row.work.isTidy ? 'rest' : 'tidy';
    case 'FAILED':
      if (hasPendingMail(row)) return 'notify';
      return row.work.isTidy ? 'rest' : 'discard';
    case 'CANCELLED':
      return row.work.isTidy ? 'rest' : 'discard';
    case 'EXPIRED':
      return 'rest';
  }
}

/** When somebody must look again at an export that rests; null where nobody must. */
export function restsUntil(row: ExportRow): string | null {
  return row.status === 'SUCCEEDED' ? (row.expiresAt ?? null) : null;
}

function nextOfMaking({ request, work }: ExportRow): Step {
  if (!work.hasDevices) return 'keepDevices';
  if (!work.extraction?.done) return 'extract';
  if (request.format === 'PARQUET') return 'collect';
  return work.upload?.isWhole ? 'complete' : 'assemble';
}

function isOver({ expiresAt }: ExportRow, now: number): boolean {
  return expiresAt !== undefined && Date.parse(expiresAt) <= now;
}

function hasPendingMail({ recipients }: ExportRow): boolean {
  return recipients.some(({ status }) => status === 'PENDING');
}
