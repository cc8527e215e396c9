import { IMPORT_LIMITS } from '../../schema/limits.ts';
import type { ImportRow } from '../shared/imports/row.ts';

/** What is to be done next with an import; `rest` where nothing is, but perhaps at a later time. */
export type Step = 'abandon' | 'begin' | 'certify' | 'make' | 'giveUp' | 'complete' | 'tidy' | 'rest';

/** The next step of an import, from its row alone: whoever looks at it, whenever, goes on where the last one was. */
export function nextStep(row: ImportRow, now: number): Step {
  switch (row.status) {
    case 'AWAITING_FILE':
      return Date.parse(awaitedUntil(row)) <= now ? 'abandon' : 'rest';
    case 'QUEUED':
      return 'begin';
    case 'RUNNING':
      return row.work.done < (row.rows ?? 0) ? nextOfChunk(row) : 'complete';
    case 'CANCELLED':
      // The chunk that was under way is brought to its end, so that of each device that was made there is a word.
      if (row.work.done < row.work.opened) return nextOfChunk(row);
      return row.expiresAt === undefined && row.work.done > 0 ? 'complete' : nextOfEnded(row, now);
    case 'COMPLETED':
    case 'FAILED':
      return nextOfEnded(row, now);
  }
}

/** When somebody must look again at an import that rests; null where nobody must. */
export function restsUntil(row: ImportRow): string | null {
  if (row.status === 'AWAITING_FILE') return awaitedUntil(row);
  return row.work.isTidy ? null : (row.expiresAt ?? null);
}

function nextOfChunk({ withCredentials, work }: ImportRow): Step {
  if (work.gaveUp) return 'giveUp';
  return withCredentials && work.certificates === undefined ? 'certify' : 'make';
}

/** What has no report has nothing to be kept for. */
function nextOfEnded({ expiresAt, work }: ImportRow, now: number): Step {
  if (work.isTidy) return 'rest';
  return expiresAt === undefined || Date.parse(expiresAt) <= now ? 'tidy' : 'rest';
}

function awaitedUntil({ createdAt }: ImportRow): string {
  return new Date(Date.parse(createdAt) + IMPORT_LIMITS.minutesToBegin * 60_000).toISOString();
}
