import type { Step as StepName } from '../next-step.ts';
import type { Hold } from '../hold.ts';
import type { Ports } from '../ports.ts';
import { assemble } from './assemble.ts';
import { begin } from './begin.ts';
import { discard, expire, purge, tidy } from './clean-up.ts';
import { collect } from './collect.ts';
import { complete } from './complete.ts';
import { extract } from './extract.ts';
import { keepDevices } from './keep-devices.ts';
import { notify } from './notify.ts';

/**
 * Takes an export one step further, and keeps in its row what was reached. May be called again for the same step, whether the first time ended or not.
 * @param signal aborted when the step must come to its end: it rejects then, at a point from which it can go on
 */
export type Step = (hold: Hold, ports: Ports, signal: AbortSignal) => Promise<void>;

export const steps: Readonly<Record<Exclude<StepName, 'rest'>, Step>> = {
  begin,
  keepDevices,
  extract,
  assemble,
  complete,
  collect,
  notify,
  tidy,
  discard,
  expire,
  purge,
};
