import { RebuildAnswer } from '../../functions/compact-readings/event.ts';
import type { Settings } from '../settings.ts';
import type { Terminal } from '../terminal.ts';
import { ask, compactionOf, type Compaction } from './compaction.ts';
import { readRebuild, type Device } from './variables.ts';

/** Makes summaries anew from the readings of a device or of all, and says how far it is; what is right stays as it is. */
export async function rebuildReadings(settings: Settings, terminal: Terminal): Promise<void> {
  const asked = readRebuild(process.env);
  const compaction = await compactionOf(settings);
  const say = (text: string): void => {
    terminal.say(text);
  };
  const stop = new AbortController();
  process.once('SIGINT', () => {
    stop.abort();
  });
  try {
    await rebuildInPieces(compaction, { ...asked, say, signal: stop.signal });
  } finally {
    compaction.client.destroy();
  }
}

export interface Rebuild {
  /** Null for all. */
  device: Device | null;
  /** Where a run that stopped goes on. */
  after: string | null;
  say: (text: string) => void;
  /** Ends it after the piece that is under way. */
  signal: AbortSignal;
}

/** @throws Error that says how to go on where it did not come to the end, and where hours could not be rebuilt */
export async function rebuildInPieces(compaction: Compaction, { device, after, say, signal }: Rebuild): Promise<void> {
  const sum = { hours: 0, changed: 0, failed: 0 };
  let next = after;
  try {
    do {
      if (signal.aborted) throw new Error('It was interrupted.');
      const answer = await ask(compaction, { rebuild: { device, after: next } }, RebuildAnswer);
      sum.hours += answer.hours;
      sum.changed += answer.changed;
      sum.failed += answer.failed;
      next = answer.after;
      say(progress(sum));
    } while (next !== null);
  } catch (error) {
    if (next === null) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${message}\nTo go on where it stopped, run it again with AFTER=${next}`, { cause: error });
  }
  if (sum.failed > 0)
    throw new Error(`${sum.failed.toLocaleString('en')} hours could not be rebuilt. The log of the function says why.`);
  say('All is right now.');
}

function progress({ hours, changed, failed }: { hours: number; changed: number; failed: number }): string {
  const said = `${hours.toLocaleString('en')} hours looked at, ${changed.toLocaleString('en')} of them changed`;
  return failed > 0 ? `${said}, ${failed.toLocaleString('en')} failed` : said;
}
