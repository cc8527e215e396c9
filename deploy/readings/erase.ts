import { EraseAnswer } from '../../functions/compact-readings/event.ts';
import { consent, expectConsent } from '../commands.ts';
import type { Settings } from '../settings.ts';
import type { Terminal } from '../terminal.ts';
import { ask, compactionOf, type Compaction } from './compaction.ts';
import { readErasure, type Erasure } from './variables.ts';

/** Erases the readings of one metric of a device in a period, once a person has agreed, and says how many they were. */
export async function eraseReadings(settings: Settings, terminal: Terminal): Promise<void> {
  const erasure = readErasure(process.env);
  expectConsent(settings, terminal);
  const compaction = await compactionOf(settings);
  try {
    const { metric, deviceId, from, to } = erasure;
    const question = `Erase all readings of ${metric} of the device ${deviceId} from ${from} until before ${to}, for ever?`;
    await consent(settings, terminal, question, 'erase');
    await eraseInPieces(compaction, erasure, (text) => {
      terminal.say(text);
    });
  } finally {
    compaction.client.destroy();
  }
}

/** May be interrupted and run again: what is erased stays so. */
export async function eraseInPieces(
  compaction: Compaction,
  erasure: Erasure,
  say: (text: string) => void,
): Promise<void> {
  let readings = 0;
  let after: number | null = null;
  do {
    const answer: EraseAnswer = await ask(compaction, { erase: { ...erasure, after } }, EraseAnswer);
    readings += answer.readings;
    ({ after } = answer);
    if (after !== null) say(`${readings.toLocaleString('en')} readings erased so far`);
  } while (after !== null);
  say(
    [
      `${readings.toLocaleString('en')} readings are erased. Statistics are without them already, and answer from summaries again within two hours.`,
      'The newest value of each metric, `latest`, stays as it is until the device sends one with a later time.',
    ].join('\n'),
  );
}
