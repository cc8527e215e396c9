/** A window's length: always the same, or as the days, weeks, months or years of a calendar are. Lengths are in ms. */
export type WindowLength = { kind: 'fixed'; length: number } | { kind: 'calendar'; about: number };

const SECOND = 1000;
const DAY = 86_400 * SECOND;
const TIME_UNITS: Readonly<Record<string, number>> = { H: 3600 * SECOND, M: 60 * SECOND, S: SECOND };
const CALENDAR_UNITS: Readonly<Record<string, number>> = { D: DAY, W: 7 * DAY, M: 30.436875 * DAY, Y: 365.2425 * DAY };

/** The windows that people ask for, the shortest first: ISO 8601 durations, as the API takes them. */
export const USUAL_WINDOWS = [
  ...['PT1S', 'PT2S', 'PT5S', 'PT10S', 'PT15S', 'PT30S', 'PT1M', 'PT2M', 'PT5M', 'PT10M', 'PT15M', 'PT30M'],
  ...['PT1H', 'PT2H', 'PT3H', 'PT6H', 'PT12H', 'P1D', 'P2D', 'P1W', 'P1M', 'P1Y'],
] as const;

const DURATION = /^P(?:T([1-9]\d{0,4})([HMS])|([1-9]\d{0,2})(D)|(1)([WMY]))$/;
const LONGEST_FIXED = DAY;
const MOST_DAYS = 366;

/** The window of a duration that the API takes: PT1S to PT24H, P1D to P366D, P1W, P1M or P1Y; undefined of any other text. */
export function parseWindow(duration: string): WindowLength | undefined {
  const match = DURATION.exec(duration);
  if (!match) return undefined;
  const [, amount, timeUnit = '', days, , one, calendarUnit = ''] = match;
  if (amount !== undefined) {
    const length = Number(amount) * (TIME_UNITS[timeUnit] ?? 0);
    return length <= LONGEST_FIXED ? { kind: 'fixed', length } : undefined;
  }
  const unit = one === undefined ? 'D' : calendarUnit;
  const count = Number(days ?? one);
  return count <= MOST_DAYS ? { kind: 'calendar', about: count * (CALENDAR_UNITS[unit] ?? 0) } : undefined;
}

/** About how long a window is, in ms. */
export function aboutLength(window: string): number {
  const length = parseWindow(window);
  if (!length) throw new Error(`"${window}" is no window`);
  return length.kind === 'fixed' ? length.length : length.about;
}
