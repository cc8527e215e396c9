import type { DueIndex, DueJob } from '../shared/jobs/due-index.ts';
import type { Log } from '../shared/logger.ts';

export interface Ports {
  index: DueIndex;
  worker: {
    /** Has the export looked at, soon. */
    wake(due: DueJob): Promise<void>;
  };
  log: Log;
}
