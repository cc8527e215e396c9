import { IMPORT_LIMITS } from '../../../schema/limits.ts';
import type { Hold } from '../hold.ts';
import type { Step } from '../next-step.ts';
import type { Ports } from '../ports.ts';
import { begin } from './begin.ts';
import { certify } from './certify.ts';
import { complete } from './complete.ts';
import { giveUp } from './give-up.ts';
import { make } from './make.ts';

type Run = (hold: Hold, ports: Ports) => Promise<void>;

/** What each step does. It may be repeated, as the process can end at any point before the import's row says that it is done. */
export const steps: Record<Exclude<Step, 'rest'>, Run> = {
  abandon: (hold) =>
    hold.end({
      status: 'FAILED',
      error: {
        type: 'ValidationError',
        message: `importDevices was not called within ${IMPORT_LIMITS.minutesToBegin} minutes: make another import, upload its file, and begin it.`,
      },
    }),
  begin,
  certify,
  make,
  giveUp,
  complete,
  async tidy(hold, { files }) {
    await files.removeAllBut(hold.key, []);
    await hold.change({ work: { ...hold.row.work, isTidy: true } });
  },
};
