import { setTimeout as wait } from 'node:timers/promises';
import { jobOf } from '../job.ts';
import type { Step } from './index.ts';

/** Of the whole, in percent: the store gets the readings out, which for Parquet files is all there is to be done. */
const SHARE = { CSV: 40, PARQUET: 99 };

/** Takes the extraction one step further. */
export const extract: Step = async (hold, { readings }, signal) => {
  const { request, work } = hold.row;
  const next = await readings.advance(jobOf(hold.row, hold.owner), work.extraction?.state ?? null);
  const { state, done, total } = next;
  hold.progress = Math.max(hold.progress, next.progress * SHARE[request.format]);
  await hold.change({
    work: { ...work, extraction: { state, done, rows: total?.rows ?? null, bytes: total?.bytes ?? null } },
  });
  if (!done && next.wait > 0) await wait(next.wait, undefined, { signal });
};
