import { setTimeout as wait } from 'node:timers/promises';
import { jobOf } from '../job.ts';
import { EXTRACTED } from '../progress.ts';
import type { Step } from './index.ts';

/** Takes the extraction one step further, and waits as long as the store says. */
export const extract: Step = async (hold, { readings }, signal) => {
  const { request, work } = hold.row;
  const next = await readings.advance(jobOf(hold.row, hold.owner), work.extraction?.state ?? null);
  const { state, done, total } = next;
  hold.progress = Math.max(hold.progress, next.progress * EXTRACTED[request.format]);
  await hold.change({
    work: { ...work, extraction: { state, done, rows: total?.rows ?? null, bytes: total?.bytes ?? null } },
  });
  if (!done && next.wait > 0) await wait(next.wait, undefined, { signal });
};
