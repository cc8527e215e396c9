import type { Log } from '../shared/log.ts';
import { Turns } from '../shared/turns.ts';
import { badRequest, notSupported } from './errors.ts';
import { eventsOf, type Sent } from './events.ts';
import type { ConfigurationSet, EventType } from './store.ts';

/** Where events go: Amazon SNS. */
export interface EventTopics {
  /** Rejects where SES may not publish there. */
  publish(topicArn: string, message: string): Promise<void>;
}

/** Publishes what becomes of messages to the event destinations of their configuration sets. */
export class Publisher {
  readonly #topics: EventTopics | undefined;
  readonly #log: Log;
  readonly #turns = new Turns();

  constructor(topics: EventTopics | undefined, log: Log) {
    this.#topics = topics;
    this.#log = log;
  }

  /**
   * Makes sure that a topic takes events. A topic gets this one message that is no JSON, as from AWS.
   * @throws AwsError BadRequestException
   */
  async validate(topicArn: string): Promise<void> {
    if (!this.#topics) throw notSupported('EventDestination.SnsDestination');
    try {
      await this.#topics.publish(topicArn, 'Successfully validated SNS topic for Amazon SES event publishing.');
    } catch (error) {
      throw badRequest(
        `Could not publish to SNS topic <${topicArn}>: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  /** After the sender has its answer, one event after the other. What cannot be published is logged, and lost. */
  publish(sent: Sent): void {
    void this.#turns.take(async () => {
      for (const { type, record } of eventsOf(sent)) {
        for (const topicArn of topicsFor(sent.configurationSet, type)) await this.#send(topicArn, record);
      }
    });
  }

  /** Resolves when all that is to be published has been. */
  async close(): Promise<void> {
    await this.#turns.take(() => Promise.resolve());
  }

  async #send(topicArn: string, record: object): Promise<void> {
    try {
      await this.#topics?.publish(topicArn, JSON.stringify(record));
    } catch (error) {
      this.#log.error(`ses could not publish an event to ${topicArn}`, error);
    }
  }
}

/** The topics of a configuration set that get events of a type. */
export function topicsFor({ eventDestinations }: ConfigurationSet, type: EventType): string[] {
  return eventDestinations
    .filter(({ enabled, eventTypes }) => enabled && eventTypes.includes(type))
    .map(({ topicArn }) => topicArn);
}
