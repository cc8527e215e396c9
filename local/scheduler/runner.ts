import { AwsError } from '../shared/aws-error.ts';
import type { Log } from '../shared/log.ts';
import type { LambdaInvoker, Roles } from '../shared/ports.ts';
import type { Clock } from '../shared/service.ts';
import { eventOf } from './event.ts';
import { parseRate } from './expression.ts';
import { scheduleKey, type ScheduleRecord, type SchedulerRecords } from './records.ts';
import { SCHEDULER_PRINCIPAL } from './schedules.ts';

export interface RunnerOptions {
  records: SchedulerRecords;
  lambda: LambdaInvoker;
  roles: Roles;
  log: Log;
  clock: Clock;
}

/** A laptop sleeps, and a timer with it: the clock is looked at again at least so often. */
const LONGEST_WAIT_MS = 60_000;

/** Invokes the targets of schedules when they are due. */
export class Runner {
  private readonly options: RunnerOptions;
  private readonly running = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private state: 'new' | 'started' | 'closed' = 'new';

  constructor(options: RunnerOptions) {
    this.options = options;
  }

  start(): void {
    if (this.state !== 'new') return;
    this.state = 'started';
    this.arm();
  }

  /** Sets the timer to what is due next; to be called when that may have changed. */
  arm(): void {
    clearTimeout(this.timer);
    const { records, clock } = this.options;
    const next = Math.min(
      ...records.schedule
        .list()
        .filter(willRun)
        .map(({ dueAt }) => dueAt),
    );
    if (this.state !== 'started' || next === Infinity) return;
    const wait = Math.min(Math.max(next - clock(), 0), LONGEST_WAIT_MS);
    this.timer = setTimeout(() => {
      void this.runDue();
      this.arm();
    }, wait).unref();
  }

  async runDue(): Promise<void> {
    if (this.state === 'closed') return;
    const { records, clock } = this.options;
    const now = clock();
    const due = records.schedule.list().filter((schedule) => willRun(schedule) && schedule.dueAt <= now);
    await Promise.all(due.flatMap((schedule) => [this.track(this.advance(schedule, now)), this.fire(schedule)]));
  }

  /** Invokes a schedule's target now. Never rejects: what fails is logged. */
  fire(schedule: ScheduleRecord): Promise<void> {
    return this.track(this.invoke(schedule));
  }

  /** Ends the timer, and waits for what is being handed to Lambda. */
  async close(): Promise<void> {
    this.state = 'closed';
    clearTimeout(this.timer);
    await Promise.all(this.running);
  }

  private async advance(schedule: ScheduleRecord, now: number): Promise<void> {
    const { records, log } = this.options;
    const { definition, dueAt } = schedule;
    const key = scheduleKey(definition);
    const intervalMs = parseRate(definition.ScheduleExpression);
    const next = { ...schedule, dueAt: dueAt + intervalMs * (Math.floor((now - dueAt) / intervalMs) + 1) };
    try {
      if (definition.ActionAfterCompletion === 'DELETE' && isOver(next)) await records.schedule.delete(key);
      else await records.schedule.put(key, next);
    } catch (error) {
      log.error(`The next time of the schedule ${definition.Name} could not be written`, error);
    }
  }

  private async invoke({ definition }: ScheduleRecord): Promise<void> {
    const { lambda, roles, log, clock } = this.options;
    const { Arn, RoleArn } = definition.Target;
    try {
      const role = roles.find(RoleArn);
      if (!role?.trusts(SCHEDULER_PRINCIPAL))
        throw new AwsError(
          'AccessDeniedException',
          `${SCHEDULER_PRINCIPAL} cannot assume the role ${RoleArn}`,
          {},
          403,
        );
      if (!role.allows('lambda:InvokeFunction', Arn))
        throw new AwsError(
          'AccessDeniedException',
          `${RoleArn} is not authorized to perform: lambda:InvokeFunction on resource: ${Arn}`,
          {},
          403,
        );
      await lambda.invoke(Arn, eventOf(definition, clock()), 'Event');
    } catch (error) {
      log.error(`The schedule ${definition.Name} could not invoke ${Arn}`, error);
    }
  }

  private track(work: Promise<void>): Promise<void> {
    const tracked = work.finally(() => this.running.delete(tracked));
    this.running.add(tracked);
    return tracked;
  }
}

const isOver = ({ definition: { EndDate }, dueAt }: ScheduleRecord): boolean =>
  EndDate !== undefined && dueAt > EndDate * 1000;

const willRun = (schedule: ScheduleRecord): boolean => schedule.definition.State === 'ENABLED' && !isOver(schedule);
