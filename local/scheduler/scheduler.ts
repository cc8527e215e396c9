import { randomUUID } from 'node:crypto';
import { localArn } from '../shared/arns.ts';
import type { Log } from '../shared/log.ts';
import type { LambdaInvoker } from '../shared/ports.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION, type Clock } from '../shared/service.ts';
import { parseRate } from './rate.ts';

export interface Schedule {
  name: string;
  /** Such as `rate(1 minute)`. */
  expression: string;
  functionName: string;
  /** The event of the function; without it, EventBridge Scheduler's own notification. */
  input?: object;
}

export interface SchedulerOptions {
  schedules: readonly Schedule[];
  lambda: LambdaInvoker;
  log: Log;
  clock?: Clock;
}

export interface Scheduler {
  /** Begins to invoke by itself. Its timer keeps no process alive. */
  start(): void;
  /** Invokes what is due by the clock, as the timer does, and resolves when Lambda has accepted it. */
  runDue(): Promise<void>;
  /** Invokes one schedule's function now; when it is next due stays as it was. Rejects where there is no such schedule. */
  fire(name: string): Promise<void>;
  /** Ends the timer, and waits for what is being handed to Lambda. Calling it twice is harmless. */
  close(): Promise<void>;
}

/** A laptop sleeps, and a timer with it: the clock is looked at again at least so often. */
const LONGEST_WAIT_MS = 60_000;

/**
 * Stands in for Amazon EventBridge Scheduler with Lambda functions as targets, which it invokes asynchronously. The first time is at once, as for a
 * rate-based schedule without a start date. Intervals that passed while nobody looked count once. What Lambda does not accept is
 * logged and left to the next interval: there is no retry policy.
 * Throws for an expression that is not supported, and for a name used twice.
 */
export function createScheduler({ schedules, lambda, log, clock = Date.now }: SchedulerOptions): Scheduler {
  const planned = new Map(
    schedules.map((schedule) => [
      schedule.name,
      { schedule, intervalMs: parseRate(schedule.expression), dueAt: clock() },
    ]),
  );
  if (planned.size < schedules.length) throw new Error('Two schedules have the same name');
  const running = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  async function invoke({ name, functionName, input }: Schedule): Promise<void> {
    try {
      await lambda.invoke(functionName, input ?? notification(name, clock()), 'Event');
    } catch (error) {
      log.error(`The schedule ${name} could not invoke ${functionName}`, error);
    }
  }

  function track(invocation: Promise<void>): Promise<void> {
    const tracked = invocation.finally(() => running.delete(tracked));
    running.add(tracked);
    return tracked;
  }

  async function runDue(): Promise<void> {
    const now = clock();
    const due = [...planned.values()].filter(({ dueAt }) => dueAt <= now);
    for (const plan of due) plan.dueAt += plan.intervalMs * (Math.floor((now - plan.dueAt) / plan.intervalMs) + 1);
    await Promise.all(due.map(({ schedule }) => track(invoke(schedule))));
  }

  function arm(): void {
    if (closed || planned.size === 0) return;
    const next = Math.min(...[...planned.values()].map(({ dueAt }) => dueAt));
    timer = setTimeout(
      () => {
        void runDue();
        arm();
      },
      Math.min(Math.max(next - clock(), 0), LONGEST_WAIT_MS),
    ).unref();
  }

  return {
    start() {
      if (timer === undefined) arm();
    },
    runDue,
    async fire(name) {
      const plan = planned.get(name);
      if (!plan) throw new Error(`There is no schedule ${name}: ${[...planned.keys()].join(', ')}`);
      await track(invoke(plan.schedule));
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await Promise.all(running);
    },
  };
}

/** What a target without an input gets. Its `detail` is text, unlike that of an event of an EventBridge rule. */
function notification(name: string, nowMs: number): object {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account: LOCAL_ACCOUNT,
    time: new Date(nowMs).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: LOCAL_REGION,
    resources: [localArn('scheduler', `schedule/default/${name}`)],
    detail: '{}',
  };
}
