import type { CallableService } from '../shared/json-service.ts';
import type { Log } from '../shared/log.ts';
import type { LambdaInvoker, Roles } from '../shared/ports.ts';
import { restService } from '../shared/rest-service.ts';
import type { Clock } from '../shared/service.ts';
import { notFound } from './errors.ts';
import { groupOperations } from './groups.ts';
import { DEFAULT_GROUP, openSchedulerRecords, scheduleKey } from './records.ts';
import { Runner } from './runner.ts';
import { scheduleOperations } from './schedules.ts';

export interface SchedulerOptions {
  /** Where groups and schedules are kept. One process at a time. */
  directory: string;
  lambda: LambdaInvoker;
  /** Of the targets. */
  roles: Roles;
  log: Log;
  clock?: Clock;
}

export interface Scheduler extends CallableService {
  /** Begins to invoke by itself. Its timer keeps no process alive. */
  start(): void;
  /** Invokes what is due by the clock, as the timer does, and resolves when Lambda has accepted it. */
  runDue(): Promise<void>;
  /**
   * Invokes one schedule's function now, whatever its state; when it is next due stays as it was. Rejects with the AwsError `ResourceNotFoundException` where
   * there is no such schedule.
   * @param groupName `default` unless given
   */
  fire(name: string, groupName?: string): Promise<void>;
}

/**
 * Stands in for Amazon EventBridge Scheduler with rates as schedules and Lambda functions as targets, which it invokes asynchronously, each by its
 * role. The first time is the start date, or else at once. Intervals that passed while nobody looked count once. A flexible time window is used at
 * its beginning. What Lambda does not accept is logged and left to the next interval: retry policy, dead-letter queue and key are kept and given
 * back, and do nothing.
 * Rejects as `openRecords`.
 */
export async function createScheduler(options: SchedulerOptions): Promise<Scheduler> {
  const { directory, lambda, roles, log, clock = Date.now } = options;
  const { records, close: closeRecords } = await openSchedulerRecords(directory);
  if (!records.group.has(DEFAULT_GROUP)) {
    const createdAt = clock();
    await records.group.put(DEFAULT_GROUP, { name: DEFAULT_GROUP, createdAt, modifiedAt: createdAt, tags: {} });
  }
  const runner = new Runner({ records, lambda, roles, log, clock });
  const onChange = (): void => {
    runner.arm();
  };
  const service = restService({
    signingName: 'scheduler',
    operations: { ...groupOperations(records, clock), ...scheduleOperations({ records, roles, clock, onChange }) },
    log,
    internalError: 'InternalServerException',
    async close() {
      await runner.close();
      await closeRecords();
    },
  });
  return {
    ...service,
    start: () => {
      runner.start();
    },
    runDue: () => runner.runDue(),
    async fire(name, groupName = DEFAULT_GROUP) {
      const schedule = records.schedule.get(scheduleKey({ GroupName: groupName, Name: name }));
      if (!schedule) throw notFound(`Schedule ${name} does not exist.`);
      await runner.fire(schedule);
    },
  };
}
