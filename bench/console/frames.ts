import type { Page } from 'playwright-core';
import * as v from 'valibot';

/** How a page drew for a while. Times are in ms. */
export interface Drawing {
  /** From each frame to the next. */
  frames: number[];
  /** What the page's own drawing took of each frame in which it did some. */
  redraws: number[];
}

const Drawing = v.object({ frames: v.array(v.number()), redraws: v.array(v.number()) });

/**
 * Runs in a page before its own scripts: takes down when frames are drawn, and how long what asked for a frame ran in it. Less than this many ms is no
 * drawing, but a look at whether there is something to draw.
 */
const LEAST = 0.5;
const RECORDER = `{
  const request = requestAnimationFrame.bind(window);
  const drawing = { frames: [], redraws: [] };
  window.requestAnimationFrame = (run) => request((time) => {
    const begun = performance.now();
    run(time);
    const took = performance.now() - begun;
    if (took >= ${LEAST}) drawing.redraws.push(took);
  });
  let last;
  const next = (time) => {
    if (last !== undefined) drawing.frames.push(time - last);
    last = time;
    request(next);
  };
  request(next);
  window.takeDrawing = () => ({ frames: drawing.frames.splice(0), redraws: drawing.redraws.splice(0) });
}`;

/** Has a page that has not been gone to yet take down how it draws. */
export async function record(page: Page): Promise<void> {
  await page.addInitScript(RECORDER);
}

/** How a page draws while something happens. */
export async function drawingOf(page: Page, whileThis: () => Promise<void>): Promise<Drawing> {
  await page.evaluate('takeDrawing()');
  await whileThis();
  return v.parse(Drawing, await page.evaluate('takeDrawing()'));
}
