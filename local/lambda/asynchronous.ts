import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { AwsError } from '../shared/aws-error.ts';
import type { Log } from '../shared/log.ts';
import type { Clock } from '../shared/service.ts';
import type { Queues } from '../sqs/source.ts';
import { functionArn } from '../shared/arns.ts';
import type { Outcome } from './execution-environment.ts';
import { errorPayload } from './function-error.ts';
import type { Functions } from './functions.ts';
import type { Invocations } from './invocations.ts';
import { JsonFiles } from './json-files.ts';

const eventSchema = v.object({
  requestId: v.string(),
  functionName: v.string(),
  /** JSON text. */
  payload: v.string(),
  acceptedAt: v.number(),
  attempts: v.number(),
});
type PendingEvent = v.InferOutput<typeof eventSchema>;
type Condition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';

interface AsynchronousOptions {
  directory: string;
  functions: Functions;
  invocations: Invocations;
  queues: Queues | undefined;
  log: Log;
  clock: Clock;
  /** Waits before the second and the third attempt, in milliseconds. */
  retryDelaysMs: readonly number[];
}

/** How soon an event is tried again when all concurrency is in use; Lambda's own waits grow from a second to five minutes. */
const THROTTLED_MS = 100;

/**
 * The queue of asynchronous invocations. An accepted event is on disk until it succeeded, its retries are used up or it is too old, so that it
 * survives `kill -9`; an attempt that the end of the process cut off is made again.
 * Source: AWS Lambda Developer Guide, "Asynchronous invocation", error handling and destinations.
 */
export class AsynchronousInvocations {
  private readonly options: AsynchronousOptions;
  private readonly files: JsonFiles<typeof eventSchema>;
  private readonly stopped = new AbortController();
  private readonly running = new Set<Promise<void>>();

  constructor(options: AsynchronousOptions) {
    this.options = options;
    this.files = new JsonFiles(join(options.directory, 'events'), eventSchema);
  }

  /** Takes up what an earlier run left. */
  async start(): Promise<void> {
    for (const event of await this.files.load()) this.track(event);
  }

  /** Resolves with the request id when the event is durable. */
  async accept(functionName: string, payload: string): Promise<string> {
    const requestId = randomUUID();
    const event = { requestId, functionName, payload, acceptedAt: this.options.clock(), attempts: 0 };
    await this.files.put(requestId, event);
    this.track(event);
    return requestId;
  }

  /** Ends waits; attempts under way end with the execution environments. */
  stop(): void {
    this.stopped.abort();
  }

  async settled(): Promise<void> {
    await Promise.all(this.running);
  }

  private track(event: PendingEvent): void {
    const done = this.process(event)
      .catch((error: unknown) => {
        if (!this.stopped.signal.aborted) {
          this.options.log.error(`The event ${event.requestId} of ${event.functionName} is dropped`, error);
        }
      })
      .finally(() => this.running.delete(done));
    this.running.add(done);
  }

  private async process(event: PendingEvent): Promise<void> {
    let last: Outcome | undefined;
    for (;;) {
      const settings = this.options.functions.get(event.functionName).eventInvoke;
      const age = this.options.clock() - event.acceptedAt;
      if (age > (settings?.maximumEventAgeSeconds ?? 21_600) * 1000) {
        await this.finish(event, 'EventAgeExceeded', last);
        return;
      }
      const outcome = await this.attempt(event);
      this.stopped.signal.throwIfAborted();
      if (!outcome) continue;
      last = outcome;
      event.attempts += 1;
      if (!outcome.error) {
        await this.finish(event, 'Success', outcome);
        return;
      }
      if (event.attempts > (settings?.maximumRetryAttempts ?? 2)) {
        await this.finish(event, 'RetriesExhausted', outcome);
        return;
      }
      await this.files.put(event.requestId, event);
      await this.wait(this.options.retryDelaysMs[event.attempts - 1] ?? 0);
    }
  }

  /** `undefined` where all concurrency was in use. */
  private async attempt({ functionName, payload, requestId }: PendingEvent): Promise<Outcome | undefined> {
    try {
      return await this.options.invocations.run(functionName, payload, requestId);
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== 'TooManyRequestsException') throw error;
      await this.wait(THROTTLED_MS);
      return undefined;
    }
  }

  private async finish(event: PendingEvent, condition: Condition, outcome: Outcome | undefined): Promise<void> {
    const { functionName, requestId } = event;
    const settings = this.options.functions.get(functionName).eventInvoke;
    const destination = condition === 'Success' ? settings?.onSuccess : settings?.onFailure;
    if (destination !== undefined) {
      try {
        if (!this.options.queues) throw new Error('There are no queues');
        await this.options.queues.deliver(destination, JSON.stringify(this.record(event, condition, outcome)));
      } catch (error) {
        this.options.log.error(`The event ${requestId} of ${functionName} cannot be sent to ${destination}`, error);
      }
    } else if (condition !== 'Success') {
      this.options.log.error(`${functionName} did not succeed with the event ${requestId}: ${condition}`);
    }
    await this.files.delete(requestId);
  }

  private record(event: PendingEvent, condition: Condition, outcome: Outcome | undefined): object {
    const error = outcome?.error;
    return {
      version: '1.0',
      timestamp: new Date(this.options.clock()).toISOString(),
      requestContext: {
        requestId: event.requestId,
        functionArn: `${functionArn(event.functionName)}:$LATEST`,
        condition,
        approximateInvokeCount: event.attempts,
      },
      requestPayload: JSON.parse(event.payload) as unknown,
      ...(outcome && {
        responseContext: {
          statusCode: 200,
          executedVersion: '$LATEST',
          ...(error && { functionError: 'Unhandled' }),
        },
        responsePayload: outcome.error ? errorPayload(outcome.error) : (JSON.parse(outcome.payload) as unknown),
      }),
    };
  }

  private wait(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.stopped.signal });
  }
}
