import { EXPORT_LIMITS } from '../../../../schema/limits.ts';
import type { ExportInListFragment } from '../../api/generated/documents.ts';

/** Something that an organization may not have more of. */
export type Limit = 'atOnce' | 'aDay' | 'bytesADay';

/** Which limits of an organization are reached, as far as its newest exports show it: one that was deleted counts all the same. @param now in ms */
export function reachedLimits(
  newest: readonly Pick<ExportInListFragment, 'status' | 'createdAt' | 'endedAt' | 'bytes'>[],
  now: number,
): Limit[] {
  const today = new Date(now).toISOString().slice(0, 10);
  const isToday = (time: string | null): boolean => time !== null && new Date(time).toISOString().startsWith(today);
  const running = newest.filter(({ status }) => status === 'QUEUED' || status === 'RUNNING').length;
  const asked = newest.filter(({ createdAt }) => isToday(createdAt)).length;
  const bytes = newest.reduce((sum, each) => sum + (isToday(each.endedAt) ? (each.bytes ?? 0) : 0), 0);
  return [
    ...(running >= EXPORT_LIMITS.atOnce ? ['atOnce' as const] : []),
    ...(asked >= EXPORT_LIMITS.aDay ? ['aDay' as const] : []),
    ...(bytes >= EXPORT_LIMITS.bytesADay ? ['bytesADay' as const] : []),
  ];
}
