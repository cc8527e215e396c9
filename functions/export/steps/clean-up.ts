import type { Hold } from '../hold.ts';
import { jobOf } from '../job.ts';
import type { Ports } from '../ports.ts';
import { TryLater } from '../../shared/jobs/errors.ts';
import type { Step } from './index.ts';

/** Removes what only the making needed. */
export const tidy: Step = async (hold, { files, readings }) => {
  const { work } = hold.row;
  await files.abortUploads(hold.key);
  if (work.extraction) await readings.tidy(jobOf(hold, files), work.extraction.state);
  await hold.change({ work: { ...work, isTidy: true } });
};

/** Removes all there is of an export that came to nothing. */
export const discard: Step = async (hold, ports) => {
  await removeFiles(hold, ports);
  await hold.change({ work: { ...hold.row.work, isTidy: true } });
};

/** Removes the files of an export whose time is over. */
export const expire: Step = async (hold, ports) => {
  await removeFiles(hold, ports);
  await hold.expire();
};

/** Removes all there is of an export that was deleted, its row last. */
export const purge: Step = async (hold, ports) => {
  await removeFiles(hold, ports);
  await hold.remove();
};

async function removeFiles(hold: Hold, { files, readings, clock }: Ports): Promise<void> {
  const { key, row } = hold;
  await files.abortUploads(key);
  const again = await readings.discard(jobOf(hold, files), row.work.extraction?.state ?? null);
  if (again === null) return;
  const at = row.work.discardAgainAt ?? new Date(clock() + again).toISOString();
  if (row.work.discardAgainAt === undefined) await hold.change({ work: { ...row.work, discardAgainAt: at } });
  const left = Date.parse(at) - clock();
  if (left > 0) throw new TryLater('Something may be written still', left);
}
