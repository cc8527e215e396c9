import { randomBytes } from 'node:crypto';
import { consoleLog, type Log } from '../../shared/log.ts';
import type { Clock } from '../../shared/service.ts';

/** What handlers may learn of the world, and where they may write: `util.time`, ids and `console`. */
export interface RuntimeHost {
  readonly clock: Clock;
  /** `count` random bytes. */
  readonly randomBytes: (count: number) => Uint8Array;
  readonly log: Log;
  /** Takes the lines of `console` instead of `log`: `code.js:13:5: "text"`. */
  readonly onConsole?: (level: 'INFO' | 'ERROR', line: string) => void;
}

export const nodeHost: RuntimeHost = { clock: Date.now, randomBytes, log: consoleLog };
