import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { AwsError } from '../shared/aws-error.ts';
import type { Log } from '../shared/log.ts';
import { LOCAL_REGION } from '../shared/service.ts';
import type { QueueSource, ReceivedMessage } from '../sqs/source.ts';
import type { Outcome } from './execution-environment.ts';

/** The most bytes of a batch as an event. Source: AWS Lambda Developer Guide, "Using Lambda with Amazon SQS", batching behavior. */
const MAXIMUM_BATCH_BYTES = 6 * 1024 * 1024;
const LONG_POLL_MS = 20_000;
const RETRY_MS = 1000;

export interface PollerOptions {
  functionName: string;
  /** Looked up for each poll, as a queue may be deleted and made again. */
  source: () => QueueSource;
  invoke: (payload: string) => Promise<Outcome>;
  log: Log;
  batchSize: number;
  windowSeconds: number;
  /** The most batches at once. */
  concurrency: () => number;
  reportsFailures: boolean;
}

/**
 * Reads a queue in batches for a function. What the function handled is deleted; the rest is visible again after the queue's visibility
 * time-out, and goes to its dead-letter queue when it was received too often.
 */
export class Poller {
  private readonly options: PollerOptions;
  private readonly stopped = new AbortController();
  private readonly running = new Set<Promise<void>>();
  private readonly ended: Promise<void>;

  constructor(options: PollerOptions) {
    this.options = options;
    this.ended = this.poll();
  }

  /** Receives no more. Batches that the function has go on. */
  stop(): void {
    this.stopped.abort();
  }

  async settled(): Promise<void> {
    await this.ended;
    await Promise.all(this.running);
  }

  private isStopped(): boolean {
    return this.stopped.signal.aborted;
  }

  private async poll(): Promise<void> {
    const { concurrency, functionName, log, source } = this.options;
    const { signal } = this.stopped;
    while (!this.isStopped()) {
      try {
        if (this.running.size >= concurrency()) {
          await Promise.race([...this.running, sleep(RETRY_MS, undefined, { signal })]);
          continue;
        }
        const queue = source();
        const batch = await this.gather(queue);
        if (batch.length > 0) this.track(this.handle(queue, batch));
      } catch (error) {
        if (this.isStopped()) return;
        log.error(`The event source of ${functionName} cannot be read`, error);
        await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private track(handled: Promise<void>): void {
    const done = handled.finally(() => this.running.delete(done));
    this.running.add(done);
  }

  private async gather(queue: QueueSource): Promise<ReceivedMessage[]> {
    const { batchSize, windowSeconds } = this.options;
    const { signal } = this.stopped;
    const batch = new Map<string, ReceivedMessage>();
    // A message that became visible during the window comes again with a newer receipt, which takes the older one's place.
    const receive = async (waitMs: number) => {
      const messages = await queue.receive({ maximum: batchSize - batch.size, waitMs, signal });
      for (const message of messages) batch.set(message.messageId, message);
    };
    await receive(LONG_POLL_MS);
    const end = performance.now() + windowSeconds * 1000;
    while (batch.size > 0 && batch.size < batchSize && bytesOf(batch) < MAXIMUM_BATCH_BYTES && !this.isStopped()) {
      const left = end - performance.now();
      if (left <= 0) break;
      await receive(left);
    }
    return [...batch.values()];
  }

  private async handle(queue: QueueSource, batch: readonly ReceivedMessage[]): Promise<void> {
    try {
      for (const part of split(batch)) {
        const records = part.map((message) => recordOf(message, queue.arn));
        const outcome = await this.invoke(JSON.stringify({ Records: records }), queue);
        const failed = this.failuresOf(outcome, part);
        const handled = part.filter(({ messageId }) => !failed.has(messageId));
        await queue.delete(handled.map(({ receiptHandle }) => receiptHandle));
      }
    } catch (error) {
      if (this.isStopped()) return;
      this.options.log.error(`A batch for ${this.options.functionName} is left to the queue`, error);
    }
  }

  /** Tries again while all concurrency is in use, until the messages are visible to others. */
  private async invoke(payload: string, queue: QueueSource): Promise<Outcome> {
    const end = performance.now() + queue.visibilityTimeoutSeconds() * 1000;
    for (;;) {
      try {
        return await this.options.invoke(payload);
      } catch (error) {
        const throttled = error instanceof AwsError && error.code === 'TooManyRequestsException';
        if (!throttled || performance.now() > end) throw error;
        await sleep(RETRY_MS / 10, undefined, { signal: this.stopped.signal });
      }
    }
  }

  private failuresOf(outcome: Outcome, batch: readonly ReceivedMessage[]): ReadonlySet<string> {
    const all = new Set(batch.map(({ messageId }) => messageId));
    if (outcome.error) return all;
    if (!this.options.reportsFailures) return new Set();
    const failures = parseFailures(outcome.payload);
    if (failures?.every((id) => all.has(id))) return new Set(failures);
    this.options.log.warn(
      `${this.options.functionName} answered no valid batchItemFailures: the whole batch counts as failed`,
    );
    return all;
  }
}

/** An empty answer and an empty list mean that all went well; what cannot be read, that all failed. */
const failuresSchema = v.nullable(
  v.object({ batchItemFailures: v.nullish(v.array(v.object({ itemIdentifier: v.string() })), []) }),
);

function parseFailures(payload: string): string[] | undefined {
  const result = v.safeParse(failuresSchema, JSON.parse(payload));
  if (!result.success) return undefined;
  return result.output?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) ?? [];
}

function bytesOf(batch: ReadonlyMap<string, ReceivedMessage>): number {
  let bytes = 0;
  for (const message of batch.values()) bytes += Buffer.byteLength(message.body);
  return bytes;
}

/** Cuts a batch where it would be too large an event. */
function split(batch: readonly ReceivedMessage[]): ReceivedMessage[][] {
  const parts: ReceivedMessage[][] = [];
  let bytes = Infinity;
  for (const message of batch) {
    // The names of a record's members, and the escapes of its body, are counted with room to spare.
    const size = Buffer.byteLength(JSON.stringify(message)) + 512;
    const part = parts.at(-1);
    if (part && bytes + size < MAXIMUM_BATCH_BYTES) {
      part.push(message);
      bytes += size;
    } else {
      parts.push([message]);
      bytes = size;
    }
  }
  return parts;
}

/** Source: AWS Lambda Developer Guide, "Using Lambda with Amazon SQS", example message event. */
function recordOf(message: ReceivedMessage, eventSourceARN: string): object {
  const messageAttributes = Object.entries(message.messageAttributes).map(([name, attribute]) => [
    name,
    {
      ...(attribute.StringValue !== undefined && { stringValue: attribute.StringValue }),
      ...(attribute.BinaryValue !== undefined && { binaryValue: attribute.BinaryValue }),
      stringListValues: [],
      binaryListValues: [],
      dataType: attribute.DataType,
    },
  ]);
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: message.attributes,
    messageAttributes: Object.fromEntries(messageAttributes) as object,
    md5OfBody: message.md5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN,
    awsRegion: LOCAL_REGION,
  };
}
