import { randomUUID } from 'node:crypto';
import { AwsError } from '../shared/aws-error.ts';
import { queueArn } from '../shared/arns.ts';
import type { Clock } from '../shared/service.ts';
import { numberOf, redrivePolicyOf } from './attributes.ts';
import { queueDoesNotExist } from './errors.ts';
import { checkMessage, md5 } from './message.ts';
import type { MessageAttributes } from './message.ts';
import { MessageIndex } from './message-index.ts';
import type { IndexEntry } from './message-index.ts';
import { issueReceipt, readReceipt } from './receipt.ts';
import type { QueueSource, ReceivedMessage, ReceiveOptions } from './source.ts';
import { deleteMessage, putMessage, putReceipts } from './store.ts';
import type { Change, QueueDefinition, QueueStore, StoredMessage } from './store.ts';

/** The most messages in flight in a standard queue. Source: Amazon SQS queue quotas. */
const MAXIMUM_IN_FLIGHT = 120_000;

export interface NewMessage {
  body: string;
  attributes: MessageAttributes;
  systemAttributes: Readonly<Record<string, string>>;
  delaySeconds: number | undefined;
}

interface QueueOptions {
  definition: QueueDefinition;
  store: QueueStore;
  clock: Clock;
  /** The queue that a redrive policy names, if it exists. */
  find: (arn: string) => Queue | undefined;
}

/** A standard queue: messages on disk, and in memory only what decides which is next. */
export class Queue implements QueueSource {
  definition: QueueDefinition;
  private readonly store: QueueStore;
  private readonly clock: Clock;
  private readonly find: QueueOptions['find'];
  private readonly index: MessageIndex;
  private readonly waiters = new Set<() => void>();
  private ended: 'deleted' | 'closed' | undefined;

  private constructor({ definition, store, clock, find }: QueueOptions) {
    this.definition = definition;
    this.store = store;
    this.clock = clock;
    this.find = find;
    this.index = new MessageIndex();
  }

  /** Reads what earlier runs left. */
  static async load(options: QueueOptions): Promise<Queue> {
    const queue = new Queue(options);
    for await (const { sequence, message, receipts } of options.store.messages(options.definition.id)) {
      queue.index.add({
        sequence,
        sentAt: message.sentAt,
        visibleAt: message.availableAt,
        receiveCount: receipts.count,
        firstReceivedAt: receipts.firstAt,
        inFlight: false,
      });
    }
    return queue;
  }

  get arn(): string {
    return queueArn(this.definition.name);
  }

  visibilityTimeoutSeconds(): number {
    return numberOf(this.definition.attributes, 'VisibilityTimeout');
  }

  /** Checks a message as SendMessage does, without sending it. */
  check(message: NewMessage): void {
    const maximum = numberOf(this.definition.attributes, 'MaximumMessageSize');
    checkMessage(message.body, message.attributes, maximum);
  }

  /** Resolves with the messages' ids when they are durable: all of them or none. */
  async send(messages: readonly NewMessage[]): Promise<string[]> {
    this.assertOpen();
    const now = this.clock();
    const defaultDelay = numberOf(this.definition.attributes, 'DelaySeconds');
    return this.add(
      messages.map(({ body, attributes, systemAttributes, delaySeconds }) => ({
        messageId: randomUUID(),
        body,
        attributes: { ...attributes },
        systemAttributes: { ...systemAttributes },
        sentAt: now,
        availableAt: now + (delaySeconds ?? defaultDelay) * 1000,
      })),
    );
  }

  async receive(options: ReceiveOptions): Promise<readonly ReceivedMessage[]> {
    const { maximum, waitMs, signal } = options;
    const visibilityMs = (options.visibilityTimeoutSeconds ?? this.visibilityTimeoutSeconds()) * 1000;
    const deadline = performance.now() + waitMs;
    for (;;) {
      this.assertOpen();
      const messages = await this.take(maximum, visibilityMs);
      if (messages.length > 0) return messages;
      const left = deadline - performance.now();
      if (left <= 0 || signal?.aborted === true || this.ended !== undefined) return [];
      await this.change(left, signal);
    }
  }

  async delete(receiptHandles: readonly string[]): Promise<void> {
    this.assertOpen();
    const changes: Change[] = [];
    for (const handle of receiptHandles) {
      const { sequence, receiveCount } = readReceipt(handle, this.definition.id);
      // An older receipt does not delete, as the message is another consumer's by now; the request succeeds all the same.
      if (this.index.get(sequence)?.receiveCount !== receiveCount) continue;
      this.index.remove(sequence);
      changes.push(...deleteMessage(this.definition.id, sequence));
    }
    await this.store.write(changes);
  }

  /** @param seconds from now, 0 to make it visible at once */
  changeVisibility(receiptHandle: string, seconds: number): void {
    this.assertOpen();
    const { sequence, receiveCount } = readReceipt(receiptHandle, this.definition.id);
    this.index.settle(this.clock());
    const entry = this.index.get(sequence);
    if (!entry?.inFlight || entry.receiveCount !== receiveCount) {
      throw new AwsError('MessageNotInflight', 'The specified message is not in flight.');
    }
    this.index.hide(entry, this.clock() + seconds * 1000);
    this.wake();
  }

  /** Counts of messages that are visible, in flight and delayed. */
  async counts(): Promise<{ visible: number; inFlight: number; delayed: number }> {
    this.index.settle(this.clock());
    await this.expire(this.index.olderThan(this.retentionStart()));
    return this.index.counts();
  }

  async purge(): Promise<void> {
    this.index.clear();
    await this.store.clearMessages(this.definition.id);
  }

  /** Ends waiting consumers; those of a deleted queue with `QueueDoesNotExist`. */
  end(reason: 'deleted' | 'closed'): void {
    this.ended ??= reason;
    this.wake();
  }

  private async take(maximum: number, visibilityMs: number): Promise<ReceivedMessage[]> {
    const now = this.clock();
    this.index.settle(now);
    const policy = redrivePolicyOf(this.definition.attributes);
    const deadLetters = policy && this.find(policy.deadLetterTargetArn);
    const taken: IndexEntry[] = [];
    const dead: IndexEntry[] = [];
    const expired: IndexEntry[] = [];
    for (const entry of this.index.visible()) {
      if (taken.length === maximum) break;
      if (entry.sentAt < this.retentionStart()) expired.push(entry);
      else if (policy && deadLetters && entry.receiveCount >= policy.maxReceiveCount) dead.push(entry);
      else taken.push(entry);
    }
    if (taken.length > 0 && this.index.counts().inFlight + taken.length > MAXIMUM_IN_FLIGHT) {
      throw new AwsError('OverLimit', `Too many messages in flight: the limit is ${MAXIMUM_IN_FLIGHT}.`, {}, 403);
    }
    for (const entry of taken) {
      entry.receiveCount += 1;
      if (entry.receiveCount === 1) entry.firstReceivedAt = now;
      this.index.hide(entry, now + visibilityMs);
    }
    await this.expire(expired);
    if (deadLetters) await this.moveTo(deadLetters, dead);
    return this.read(taken);
  }

  private async read(entries: readonly IndexEntry[]): Promise<ReceivedMessage[]> {
    const receipts = entries.map((entry) => ({ ...entry }));
    const id = this.definition.id;
    await this.store.write(
      receipts.map(({ sequence, receiveCount, firstReceivedAt }) =>
        putReceipts(id, sequence, { count: receiveCount, firstAt: firstReceivedAt }),
      ),
    );
    const stored = await this.store.read(
      id,
      receipts.map(({ sequence }) => sequence),
    );
    return receipts.flatMap((receipt, at) => {
      const message = stored[at];
      return message === undefined ? [] : [this.received(receipt, message)];
    });
  }

  private received(receipt: IndexEntry, message: StoredMessage): ReceivedMessage {
    return {
      messageId: message.messageId,
      receiptHandle: issueReceipt(this.definition.id, receipt),
      body: message.body,
      md5OfBody: md5(message.body),
      attributes: {
        ...message.systemAttributes,
        SentTimestamp: String(message.sentAt),
        ApproximateReceiveCount: String(receipt.receiveCount),
        ApproximateFirstReceiveTimestamp: String(receipt.firstReceivedAt),
      },
      messageAttributes: message.attributes,
    };
  }

  private async add(messages: readonly StoredMessage[], also: Change[] = []): Promise<string[]> {
    const entries = messages.map(({ sentAt, availableAt }) => ({
      sequence: this.index.nextSequence(),
      sentAt,
      visibleAt: availableAt,
      receiveCount: 0,
      firstReceivedAt: 0,
      inFlight: false,
    }));
    const puts = entries.flatMap(({ sequence }, at) => {
      const message = messages[at];
      return message === undefined ? [] : [putMessage(this.definition.id, sequence, message)];
    });
    await this.store.write([...puts, ...also]);
    for (const entry of entries) this.index.add(entry);
    this.wake();
    return messages.map(({ messageId }) => messageId);
  }

  /** Messages keep their id and the time they were sent, so that retention goes on from there, as the guide to dead-letter queues has it. */
  private async moveTo(target: Queue, entries: readonly IndexEntry[]): Promise<void> {
    if (entries.length === 0) return;
    for (const { sequence } of entries) this.index.remove(sequence);
    const id = this.definition.id;
    const sequences = entries.map(({ sequence }) => sequence);
    const messages = (await this.store.read(id, sequences)).flatMap((message) =>
      message === undefined
        ? []
        : [
            {
              ...message,
              availableAt: message.sentAt,
              systemAttributes: { ...message.systemAttributes, DeadLetterQueueSourceArn: this.arn },
            },
          ],
    );
    await target.add(
      messages,
      sequences.flatMap((sequence) => deleteMessage(id, sequence)),
    );
  }

  private async expire(entries: readonly IndexEntry[]): Promise<void> {
    for (const { sequence } of entries) this.index.remove(sequence);
    await this.store.write(entries.flatMap(({ sequence }) => deleteMessage(this.definition.id, sequence)));
  }

  private retentionStart(): number {
    return this.clock() - numberOf(this.definition.attributes, 'MessageRetentionPeriod') * 1000;
  }

  /** Resolves when something may have become visible, at the latest after `ms`. */
  private change(ms: number, signal: AbortSignal | undefined): Promise<void> {
    const due = this.index.nextDue();
    const wait = due === undefined ? ms : Math.min(ms, Math.max(due - this.clock(), 1));
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.waiters.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, wait);
      this.waiters.add(done);
      signal?.addEventListener('abort', done);
    });
  }

  private wake(): void {
    for (const waiter of [...this.waiters]) waiter();
  }

  private assertOpen(): void {
    if (this.ended === 'deleted') throw queueDoesNotExist();
  }
}
