import { setTimeout as wait } from 'node:timers/promises';
import { jobOf } from '../job.ts';
import { extracted } from '../progress.ts';
import type { Step } from './index.ts';

/** Takes the extraction one step further, and waits as long as the store says. */
export const extract: Step = async (hold, { readings, files }, signal) => {
  const { request, work } = hold.row;
  const next = await readings.advance(jobOf(hold, files), work.extraction?.state ?? null);
  const { state, done } = next;
  hold.progress = Math.max(hold.progress, next.progress * extracted(request.format, readings));
  await hold.change({ work: { ...work, extraction: { state, done } } });
  if (!done && next.wait > 0) await wait(next.wait, undefined, { signal });
};
