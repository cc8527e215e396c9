export const STATUSES = ['reporting', 'silent', 'never'] as const;
/** Whether readings of a device come in: `never` before the first. */
export type DeviceStatus = (typeof STATUSES)[number];

/** How often a device means to report is not known. Many report hourly: one reading that is missed is no silence yet. */
export const SILENT_AFTER_HOURS = 2;

/**
 * @param lastSeenAt the time of its newest reading; null before the first
 * @param now epoch milliseconds
 */
export function statusOf(lastSeenAt: string | null, now: number): DeviceStatus {
  if (lastSeenAt === null) return 'never';
  return now - Date.parse(lastSeenAt) < SILENT_AFTER_HOURS * 3_600_000 ? 'reporting' : 'silent';
}
