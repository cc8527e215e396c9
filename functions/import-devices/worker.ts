import { randomUUID } from 'node:crypto';
import { Overtaken } from '../shared/jobs/errors.ts';
import { after, pauseBefore, TRIES } from '../shared/jobs/leases.ts';
import { asError } from '../shared/logger.ts';
import { Hold } from './hold.ts';
import { nextStep, restsUntil } from './next-step.ts';
import type { ImportKey, Ports } from './ports.ts';
import { steps } from './steps/index.ts';

/**
 * Does what there is to be done with an import now, step after step, until it rests or `deadline` comes. Each step is kept in the import's row before
 * the next one begins, so that the end of the process at any point loses at most one step, which is done again: by the next worker, which comes within
 * a minute.
 * @param deadline aborted when the worker must begin no other step
 */
export async function work(key: ImportKey, ports: Ports, deadline: AbortSignal): Promise<void> {
  const hold = await Hold.take(key, randomUUID(), ports);
  if (!hold) return;
  try {
    while (await goOn(hold, ports, deadline));
  } finally {
    await hold.stop();
  }
}

/** Takes one step. @returns whether there may be another one for this worker */
async function goOn(hold: Hold, ports: Ports, deadline: AbortSignal): Promise<boolean> {
  try {
    return await takeStep(hold, ports, deadline);
  } catch (error) {
    if (error instanceof Overtaken) return hold.reload();
    try {
      return await recover(error, hold, ports);
    } catch (second) {
      if (second instanceof Overtaken) return hold.reload();
      throw second;
    }
  }
}

async function takeStep(hold: Hold, ports: Ports, deadline: AbortSignal): Promise<boolean> {
  if (deadline.aborted) {
    await hold.release(after(0, ports));
    return false;
  }
  // The workers before this one ended without a word, each at the same step.
  if (hold.row.tries > TRIES && (await giveUp(hold, ports))) return true;
  const step = nextStep(hold.row, ports.clock());
  if (step === 'rest') {
    await hold.release(restsUntil(hold.row));
    return false;
  }
  await steps[step](hold, ports);
  return true;
}

async function recover(error: unknown, hold: Hold, ports: Ports): Promise<boolean> {
  const { tries } = hold.row;
  ports.log.error('An import could not go on now', { ...hold.key, tries, error: asError(error) });
  if (tries >= TRIES && (await giveUp(hold, ports))) return true;
  await hold.release(after(pauseBefore(Math.max(tries, 1)), ports));
  return false;
}

/**
 * Has an end made of what does not get on: of one that has made nothing as a whole, else of the rows that are left.
 * @returns whether there was something to give up
 */
async function giveUp(hold: Hold, { log }: Ports): Promise<boolean> {
  const { status, tries, rows = 0, work: reached } = hold.row;
  if (status === 'QUEUED') {
    log.error('An import failed', { ...hold.key, tries });
    const message = `Something went wrong on our side, ${tries} times. Make the import again; if that fails too, tell the operator its id, ${hold.key.importId}.`;
    await hold.end({ status: 'FAILED', error: { type: 'InternalError', message } });
    return true;
  }
  const isUnderWay = status === 'RUNNING' || (status === 'CANCELLED' && reached.done < reached.opened);
  if (!isUnderWay || reached.gaveUp || reached.done >= rows) return false;
  log.error('The rest of an import was given up', { ...hold.key, tries, done: reached.done, rows });
  await hold.change({ work: { ...reached, gaveUp: true } });
  return true;
}
