import { randomUUID } from 'node:crypto';
import { queueArn } from '../shared/arns.ts';
import { AwsError } from '../shared/aws-error.ts';
import type { Clock } from '../shared/service.ts';
import { checkQueueAttributes, effectiveAttributes, mergeAttributes, redrivePolicyOf } from './attributes.ts';
import type { QueueAttributes } from './attributes.ts';
import { fifoNotSupported, invalidParameter, queueDoesNotExist } from './errors.ts';
import { Queue } from './queue.ts';
import { deleteDefinition, putDefinition } from './store.ts';
import type { QueueDefinition, QueueStore } from './store.ts';

/** The queues of the account by name. */
export class QueueRegistry {
  private readonly queues = new Map<string, Queue>();
  private readonly store: QueueStore;
  private readonly clock: Clock;

  private constructor(store: QueueStore, clock: Clock) {
    this.store = store;
    this.clock = clock;
  }

  static async load(store: QueueStore, clock: Clock): Promise<QueueRegistry> {
    const registry = new QueueRegistry(store, clock);
    for (const definition of await store.definitions()) {
      registry.queues.set(definition.name, await registry.open(definition));
    }
    return registry;
  }

  names(): string[] {
    return [...this.queues.keys()].sort();
  }

  /** By name, URL or ARN: all of them end in the name. Throws `QueueDoesNotExist`. */
  get(nameUrlOrArn: string): Queue {
    const queue = this.queues.get(nameUrlOrArn.split(/[/:]/).at(-1) ?? '');
    if (!queue) throw queueDoesNotExist();
    return queue;
  }

  /** Creates the queue, or finds the one that has the same name and no other attributes than these. */
  async create(name: string, attributes: QueueAttributes, tags: Readonly<Record<string, string>>): Promise<Queue> {
    if (name.endsWith('.fifo')) throw fifoNotSupported(`Queue ${name}`);
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(name)) {
      throw invalidParameter(
        'QueueName',
        name,
        'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
      );
    }
    checkQueueAttributes(attributes);
    const existing = this.queues.get(name);
    if (existing) return sameQueue(existing, attributes);
    const merged = mergeAttributes({}, attributes);
    this.checkRedrive(merged);
    const now = this.clock();
    const definition = {
      name,
      id: randomUUID(),
      createdAt: now,
      modifiedAt: now,
      attributes: merged,
      tags: { ...tags },
    };
    const queue = await this.open(definition);
    this.queues.set(name, queue);
    await this.store.write([putDefinition(definition)]);
    return queue;
  }

  async setAttributes(queue: Queue, changes: QueueAttributes): Promise<void> {
    checkQueueAttributes(changes);
    const attributes = mergeAttributes(queue.definition.attributes, changes);
    this.checkRedrive(attributes);
    await this.define(queue, { ...queue.definition, attributes, modifiedAt: this.clock() });
  }

  async setTags(queue: Queue, tags: Readonly<Record<string, string>>): Promise<void> {
    await this.define(queue, { ...queue.definition, tags: { ...tags } });
  }

  async delete(queue: Queue): Promise<void> {
    const { name, id } = queue.definition;
    this.queues.delete(name);
    queue.end('deleted');
    await this.store.write([deleteDefinition(name)]);
    await this.store.clearMessages(id);
  }

  async close(): Promise<void> {
    for (const queue of this.queues.values()) queue.end('closed');
    await this.store.close();
  }

  private open(definition: QueueDefinition): Promise<Queue> {
    return Queue.load({ definition, store: this.store, clock: this.clock, find: (arn) => this.find(arn) });
  }

  private async define(queue: Queue, definition: QueueDefinition): Promise<void> {
    queue.definition = definition;
    await this.store.write([putDefinition(definition)]);
  }

  private find(arn: string): Queue | undefined {
    const queue = this.queues.get(arn.split(':').at(-1) ?? '');
    return queue?.arn === arn ? queue : undefined;
  }

  private checkRedrive(attributes: QueueAttributes): void {
    const policy = redrivePolicyOf(attributes);
    if (policy && !this.find(policy.deadLetterTargetArn)) {
      throw invalidParameter('RedrivePolicy', attributes.RedrivePolicy, 'Dead letter target does not exist.');
    }
  }
}

function sameQueue(queue: Queue, attributes: QueueAttributes): Queue {
  const current = effectiveAttributes(queue.definition.attributes);
  for (const [name, value] of Object.entries(attributes)) {
    if ((current[name] ?? '') === value) continue;
    throw new AwsError(
      'QueueNameExists',
      `A queue already exists with the same name and a different value for attribute ${name}`,
    );
  }
  return queue;
}

/** The computed and settable attributes as GetQueueAttributes answers them. */
export async function describeQueue(queue: Queue): Promise<Record<string, string>> {
  const { createdAt, modifiedAt, attributes, name } = queue.definition;
  const { visible, inFlight, delayed } = await queue.counts();
  return {
    QueueArn: queueArn(name),
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(modifiedAt / 1000)),
    ...effectiveAttributes(attributes),
  };
}
