import type { DeviceImportsQuery } from '../api/generated/documents.ts';

/** An import, without links to its files. */
export type Import = DeviceImportsQuery['deviceImports']['items'][number];

const SHORTEST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

/** Whether nothing about an import changes any more by itself, but that its files are removed. Of one that was cancelled there is a report a little later. */
export function hasEnded({ status, rows, expiresAt }: Pick<Import, 'status' | 'rows' | 'expiresAt'>): boolean {
  return (
    status === 'COMPLETED' || status === 'FAILED' || (status === 'CANCELLED' && (rows === null || expiresAt !== null))
  );
}

/** Whether it can still be cancelled. */
export function isOpen({ status }: Pick<Import, 'status'>): boolean {
  return status === 'AWAITING_FILE' || status === 'QUEUED' || status === 'RUNNING';
}

/** Whether its report can be fetched. @param now epoch milliseconds */
export function hasFiles({ expiresAt }: Pick<Import, 'expiresAt'>, now: number): boolean {
  return expiresAt !== null && Date.parse(expiresAt) > now;
}

/**
 * In ms: after what pause imports are to be asked for again; `false` where none of them will change. What has just changed will soon change again, and
 * what has stood for long is asked for ever more rarely.
 * @param now epoch milliseconds
 */
export function pauseFor(
  imports: readonly Pick<Import, 'status' | 'rows' | 'expiresAt' | 'updatedAt'>[],
  now: number,
): number | false {
  const ages = imports.filter((each) => !hasEnded(each)).map(({ updatedAt }) => now - Date.parse(updatedAt));
  if (ages.length === 0) return false;
  return Math.min(Math.max(Math.min(...ages) / 4, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS);
}
