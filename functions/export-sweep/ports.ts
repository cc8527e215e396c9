import type { Log } from '../shared/logger.ts';

/** An export that somebody must look at again. */
export interface DueExport {
  organizationId: string;
  id: string;
  /** By when, ISO 8601 in UTC with milliseconds. */
  dueAt: string;
}

export interface Ports {
  index: {
    /** The exports of a shard that are due at `now`, longest due first, at most `limit`. */
    due(shard: string, now: Date, limit: number): Promise<DueExport[]>;
  };
  worker: {
    /** Has the export looked at, soon. */
    wake(due: DueExport): Promise<void>;
  };
  log: Log;
}
