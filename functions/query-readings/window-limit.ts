import { SondeError } from '../shared/errors.ts';
import type { Period } from './arguments.ts';
import type { WindowLength } from './window-length.ts';
import { parseWindowLength } from './window-length.ts';
import { cutPeriod } from './windows.ts';

/** An answer of these with all statistics stays below the 5 MB that AppSync takes. Source: AWS General Reference, "AWS AppSync endpoints and quotas". */
export const MOST_WINDOWS = 10_000;

/** Lengths that people ask for, the shortest first. */
const USUAL = [
  ...['PT1S', 'PT2S', 'PT5S', 'PT10S', 'PT15S', 'PT30S', 'PT1M', 'PT2M', 'PT5M', 'PT10M', 'PT15M', 'PT30M'],
  ...['PT1H', 'PT2H', 'PT3H', 'PT6H', 'PT12H', 'P1D', 'P1W', 'P1M', 'P1Y'],
];
const SUGGESTIONS = USUAL.flatMap((text) => {
  const length = parseWindowLength(text);
  return length ? [{ text, length }] : [];
});

/** @throws SondeError `LimitExceededError` where the windows of all series are too many; its data has a window that fits */
export function checkWindowCount(
  windowsOfOne: number,
  { series, period, zone }: { series: number; period: Period; zone: string },
): void {
  const windows = windowsOfOne * series;
  if (windows <= MOST_WINDOWS) return;
  const fits = ({ length }: { length: WindowLength }) => cutPeriod(length, period, zone).count * series <= MOST_WINDOWS;
  const window = SUGGESTIONS.find(fits)?.text ?? null;
  throw new SondeError(
    'LimitExceededError',
    `That makes ${windows} windows, of all series together; at most ${MOST_WINDOWS} are answered at once. ` +
      `Ask for ${window === null ? '' : `windows of at least ${window}, `}a shorter period, or fewer devices or metrics`,
    { data: { limit: MOST_WINDOWS, windows, window } },
  );
}
