import { randomUUID } from 'node:crypto';
import { SondeError } from '../shared/errors.ts';
import type { ExportRow } from '../shared/exports/row.ts';
import { Overtaken, TryLater } from '../shared/jobs/errors.ts';
import { after, pauseBefore, TRIES } from '../shared/jobs/leases.ts';
import { asError } from '../shared/logger.ts';
import { Hold } from './hold.ts';
import { nextStep, restsUntil } from './next-step.ts';
import type { ExportKey, Ports } from './ports.ts';
import { steps } from './steps/index.ts';

type Failure = NonNullable<ExportRow['error']>;

/**
 * Does what there is to be done with an export now, step after step, until it rests or `deadline` comes. Each step is kept in the export's row before
 * the next one begins, so that the end of the process at any point loses at most one step, which is done again: by the sweep's next worker.
 * @param deadline aborted when the worker must come to its end
 */
export async function work(key: ExportKey, ports: Ports, deadline: AbortSignal): Promise<void> {
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
  // Where the row cannot be read, it is for the sweep's next worker: this one would only ask again and again.
  if (hold.interrupted.aborted) return hold.reload();
  try {
    return await takeStep(hold, ports, deadline);
  } catch (error) {
    try {
      return await recover(error, hold, ports, deadline);
    } catch (second) {
      if (second instanceof Overtaken) return hold.reload();
      throw second;
    }
  }
}

async function takeStep(hold: Hold, ports: Ports, deadline: AbortSignal): Promise<boolean> {
  await hold.announce();
  if (deadline.aborted) {
    await hold.release(after(0, ports));
    return false;
  }
  if (isBeingMade(hold.row) && hold.row.tries > TRIES) {
    // The workers before this one ended without a word, each at the same step.
    ports.log.error('An export failed', { ...hold.key, tries: hold.row.tries });
    await hold.end({ status: 'FAILED', error: ourFault(hold) });
    return true;
  }
  const step = nextStep(hold.row, ports.clock());
  if (step === 'rest') {
    await hold.release(restsUntil(hold.row));
    return false;
  }
  await steps[step](hold, ports, AbortSignal.any([deadline, hold.interrupted]));
  return step !== 'purge';
}

async function recover(error: unknown, hold: Hold, ports: Ports, deadline: AbortSignal): Promise<boolean> {
  if (error instanceof Overtaken) return hold.reload();
  if (hold.interrupted.aborted) return true;
  if (deadline.aborted) {
    await hold.release(after(0, ports));
    return false;
  }
  if (error instanceof TryLater) {
    await hold.release(after(error.milliseconds, ports));
    return false;
  }
  const failure = failureOf(error, hold);
  ports.log.error(failure ? 'An export failed' : 'An export could not go on now', {
    ...hold.key,
    tries: hold.row.tries,
    error: asError(error),
  });
  if (failure) {
    await hold.end({ status: 'FAILED', error: failure });
    return true;
  }
  await hold.release(after(pauseBefore(hold.row.tries), ports));
  return false;
}

/** What is said of an export that cannot be made; undefined where it may yet be, or where all that is left is to clean up after it. */
function failureOf(error: unknown, hold: Hold): Failure | undefined {
  if (!isBeingMade(hold.row)) return undefined;
  if (error instanceof SondeError) return { type: error.type, message: error.message };
  return hold.row.tries < TRIES ? undefined : ourFault(hold);
}

function ourFault({ key, row }: Hold): Failure {
  return {
    type: 'InternalError',
    message: `Something went wrong on our side, ${row.tries} times. Ask for the export again; if that fails too, tell the operator its id, ${key.exportId}.`,
  };
}

function isBeingMade({ status, deletedAt }: ExportRow): boolean {
  return deletedAt === undefined && (status === 'QUEUED' || status === 'RUNNING');
}
