import { jsonService } from '../shared/json-service.ts';
import type { CallableService } from '../shared/json-service.ts';
import type { Log } from '../shared/log.ts';
import { asJsonOperations, callerOf } from '../shared/operations.ts';
import type { Operations } from '../shared/operations.ts';
import { openRecords } from '../shared/records.ts';
import type { Clock } from '../shared/service.ts';
import { Events } from './events.ts';
import { groupOperations } from './groups.ts';
import { metricFilterOperations } from './metric-filters.ts';
import { readingOperations } from './reading.ts';
import { schemas } from './records.ts';
import { streamOperations } from './streams.ts';

export interface LogsOptions {
  /** Made if missing. */
  directory: string;
  log: Log;
  clock?: Clock;
}

export interface Logs extends CallableService {
  /**
   * Adds lines to a stream, which is made if missing, as events of this moment. A log group that nobody has made keeps nothing.
   * @param lines without line ends; empty ones are left out
   */
  append(logGroup: string, stream: string, lines: readonly string[]): void;
}

/**
 * CloudWatch Logs. Log groups and metric filters are kept on disk; the streams of a group and its newest 10,000 events in memory, whatever its
 * retention says. Metric filters count nothing.
 * @throws FolderInUse
 */
export async function createLogs({ directory, log, clock = Date.now }: LogsOptions): Promise<Logs> {
  const { records, close } = await openRecords(directory, schemas);
  const events = new Events();
  const operations: Operations = {
    ...groupOperations(records, events, clock),
    ...metricFilterOperations(records, clock),
    ...streamOperations(records, events, clock),
    ...readingOperations(records, events),
  };
  return {
    ...jsonService({ signingName: 'logs', jsonVersion: '1.1', operations: asJsonOperations(operations), log, close }),
    call: callerOf(operations),
    append(logGroup, name, lines) {
      if (!records.groups.has(logGroup)) return;
      const now = clock();
      const stream = events.stream(logGroup, name) ?? events.addStream(logGroup, name, now);
      const messages = lines.filter((line) => line !== '').map((message) => ({ timestamp: now, message }));
      events.add(logGroup, stream, messages, now);
    },
  };
}
