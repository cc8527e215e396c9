import type { ClassicLevel } from 'classic-level';
import * as v from 'valibot';
import { openLevel } from '../shared/level.ts';

const definitionSchema = v.object({
  name: v.string(),
  /** Tells a queue from an earlier one of the same name. */
  id: v.string(),
  createdAt: v.number(),
  modifiedAt: v.number(),
  /** Only what was set; the rest has SQS's defaults. */
  attributes: v.record(v.string(), v.string()),
  tags: v.record(v.string(), v.string()),
});
export type QueueDefinition = v.InferOutput<typeof definitionSchema>;

const messageSchema = v.object({
  messageId: v.string(),
  body: v.string(),
  attributes: v.record(
    v.string(),
    v.object({
      DataType: v.string(),
      StringValue: v.exactOptional(v.string()),
      BinaryValue: v.exactOptional(v.string()),
    }),
  ),
  systemAttributes: v.record(v.string(), v.string()),
  /** Milliseconds since the epoch. */
  sentAt: v.number(),
  /** `sentAt` and the delay. */
  availableAt: v.number(),
});
export type StoredMessage = v.InferOutput<typeof messageSchema>;

const receiptSchema = v.object({ count: v.number(), firstAt: v.number() });
/** How often a message was received. Its visibility is not kept: a restart ends the consumers in this process. */
export type Receipts = v.InferOutput<typeof receiptSchema>;

export type Change = { type: 'put'; key: string; value: string } | { type: 'del'; key: string };

/**
 * The queues and messages on disk.
 * A write has reached the operating system when it resolves, so it survives `kill -9`; it does not wait for the disk, as a laptop that loses
 * power may lose its last messages.
 */
export class QueueStore {
  private readonly db: ClassicLevel;

  private constructor(db: ClassicLevel) {
    this.db = db;
  }

  /** @throws Error that names the directory where another process has it open */
  static async open(directory: string): Promise<QueueStore> {
    return new QueueStore(await openLevel(directory));
  }

  async definitions(): Promise<QueueDefinition[]> {
    const values = await this.db.values({ gt: 'queue!', lt: 'queue"' }).all();
    return values.map((value) => v.parse(definitionSchema, JSON.parse(value)));
  }

  /** The messages of a queue in the order they were sent. */
  async *messages(queueId: string): AsyncGenerator<{ sequence: number; message: StoredMessage; receipts: Receipts }> {
    for await (const [key, value] of this.db.iterator({ gt: `message!${queueId}!`, lt: `message!${queueId}"` })) {
      const sequence = Number(key.slice(key.lastIndexOf('!') + 1));
      const receipts = await this.db.get(receiptKey(queueId, sequence));
      yield {
        sequence,
        message: parseMessage(value),
        receipts: receipts === undefined ? { count: 0, firstAt: 0 } : v.parse(receiptSchema, JSON.parse(receipts)),
      };
    }
  }

  /** `undefined` for messages that are no longer there. */
  async read(queueId: string, sequences: readonly number[]): Promise<(StoredMessage | undefined)[]> {
    const values = await this.db.getMany(sequences.map((sequence) => messageKey(queueId, sequence)));
    return values.map((value) => (value === undefined ? undefined : parseMessage(value)));
  }

  /** All of the changes or none. */
  async write(changes: Change[]): Promise<void> {
    if (changes.length > 0) await this.db.batch(changes);
  }

  async clearMessages(queueId: string): Promise<void> {
    await this.db.clear({ gt: `message!${queueId}!`, lt: `message!${queueId}"` });
    await this.db.clear({ gt: `receipts!${queueId}!`, lt: `receipts!${queueId}"` });
  }

  async close(): Promise<void> {
    await this.db.close();
  }
}

export function putDefinition(definition: QueueDefinition): Change {
  return { type: 'put', key: `queue!${definition.name}`, value: JSON.stringify(definition) };
}

export function deleteDefinition(name: string): Change {
  return { type: 'del', key: `queue!${name}` };
}

export function putMessage(queueId: string, sequence: number, message: StoredMessage): Change {
  return { type: 'put', key: messageKey(queueId, sequence), value: JSON.stringify(message) };
}

export function putReceipts(queueId: string, sequence: number, receipts: Receipts): Change {
  return { type: 'put', key: receiptKey(queueId, sequence), value: JSON.stringify(receipts) };
}

export function deleteMessage(queueId: string, sequence: number): Change[] {
  return [
    { type: 'del', key: messageKey(queueId, sequence) },
    { type: 'del', key: receiptKey(queueId, sequence) },
  ];
}

function messageKey(queueId: string, sequence: number): string {
  return `message!${queueId}!${String(sequence).padStart(16, '0')}`;
}

function receiptKey(queueId: string, sequence: number): string {
  return `receipts!${queueId}!${String(sequence).padStart(16, '0')}`;
}

function parseMessage(value: string): StoredMessage {
  return v.parse(messageSchema, JSON.parse(value));
}
