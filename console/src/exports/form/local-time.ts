/** A time as `<input type="datetime-local">` has it: in the browser's time zone, to the second. */
export function localText(time: string): string {
  const date = new Date(time);
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** The other way round: in UTC; undefined of what is no time, such as one that is half entered. */
export function timeOfLocal(text: string): string | undefined {
  if (!/^\d{4,6}-\d\d-\d\dT\d\d:\d\d/.test(text)) return undefined;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** The name of the browser's time zone, such as `Europe/Paris`. */
export const timeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Periods that people ask for. */
export const PRESETS = [
  'day',
  'week',
  'month',
  'year',
  'today',
  'yesterday',
  'thisMonth',
  'lastMonth',
  'thisYear',
] as const;
export type Preset = (typeof PRESETS)[number];

const DAYS = { day: 1, week: 7, month: 30, year: 365 } as const;

/** The period of a preset, [from, to), in UTC: the last so many days until now, or calendar days of the browser's time zone. */
export function presetPeriod(preset: Preset, now: Date): { from: string; to: string } {
  const [year, month, day] = [now.getFullYear(), now.getMonth(), now.getDate()];
  switch (preset) {
    case 'today':
      return period(new Date(year, month, day), new Date(year, month, day + 1));
    case 'yesterday':
      return period(new Date(year, month, day - 1), new Date(year, month, day));
    case 'thisMonth':
      return period(new Date(year, month, 1), new Date(year, month + 1, 1));
    case 'lastMonth':
      return period(new Date(year, month - 1, 1), new Date(year, month, 1));
    case 'thisYear':
      return period(new Date(year, 0, 1), new Date(year + 1, 0, 1));
    case 'day':
    case 'week':
    case 'month':
    case 'year': {
      const to = Math.floor(now.getTime() / 1000) * 1000;
      return period(new Date(to - DAYS[preset] * 86_400_000), new Date(to));
    }
  }
}

const period = (from: Date, to: Date): { from: string; to: string } => ({
  from: from.toISOString(),
  to: to.toISOString(),
});
