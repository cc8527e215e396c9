import { aboutLength, USUAL_WINDOWS } from './window-length.ts';

/** What the API answers at once, of all series together. */
export const MOST_WINDOWS = 10_000;
/** Where a line of windows is neither coarse nor slow. */
const FEWEST_POINTS = 300;
const MOST_POINTS = 1000;
/** A width is rounded to so many pixels, so that a window that is dragged does not ask anew at every step. */
const WIDTH_STEP = 250;

/** How many windows of a length may lie in a period: those that it cuts at its ends are among them. */
export function windowsIn(window: string, period: number): number {
  return Math.ceil(period / aboutLength(window)) + 1;
}

/** How many points a chart of a width in CSS pixels should have, 300 to 1,000. */
export function pointsFor(width: number): number {
  return Math.min(MOST_POINTS, Math.max(FEWEST_POINTS, Math.ceil(width / WIDTH_STEP) * WIDTH_STEP));
}

/** The windows that the API answers for a period in ms, and that are no longer than it is. */
export function pickableWindows(period: number, series: number): string[] {
  const usual = USUAL_WINDOWS.filter((window) => windowsIn(window, period) * series <= MOST_WINDOWS);
  const within = usual.filter((window) => aboutLength(window) <= period);
  return within.length > 0 ? within : usual.slice(0, 1);
}

/** The shortest usual window of which there are no more in the period than the chart should have points. */
export function autoWindow(period: number, { points, series }: { points: number; series: number }): string {
  const most = Math.min(points, Math.floor(MOST_WINDOWS / Math.max(1, series)));
  return USUAL_WINDOWS.find((window) => windowsIn(window, period) - 1 <= most) ?? 'P1Y';
}
