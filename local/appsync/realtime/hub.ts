import type { Log } from '../../shared/log.ts';
import type { ExecutableApi } from '../api/executable.ts';
import type { MutationListener } from '../execution/engine.ts';
import { project } from './projection.ts';
import type { Subscription } from './subscription.ts';

/** Where a subscription's events go. */
export interface Outlet {
  /** @param payload the payload of a `data` frame, as JSON */
  deliver(payload: string): void;
  /** The subscription is over: nothing is delivered after it. */
  end(): void;
}

/** Source: AWS AppSync endpoints and quotas (subscription payload size). */
const MAX_PAYLOAD_BYTES = 240 * 1024;

/** Knows all open subscriptions of an API, and gives each mutation's result to those that want it. */
export class Hub implements MutationListener {
  readonly #open = new Map<string, Map<Subscription, Outlet>>();
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** @returns a function that removes the subscription; calling it twice is harmless */
  add(subscription: Subscription, outlet: Outlet): () => void {
    const ofField = this.#open.get(subscription.field) ?? new Map<Subscription, Outlet>();
    this.#open.set(subscription.field, ofField.set(subscription, outlet));
    return () => {
      ofField.delete(subscription);
    };
  }

  readonly published = (api: ExecutableApi, { field: mutation, value }: { field: string; value: unknown }): void => {
    for (const field of api.subscribers.get(mutation) ?? []) this.#publish(field, value);
  };

  readonly invalidated = ({ subscriptionField, payload }: { subscriptionField: string; payload: unknown }): void => {
    const ofField = this.#open.get(subscriptionField);
    for (const [subscription, outlet] of [...(ofField ?? [])]) {
      if (!subscription.isInvalidatedBy(payload)) continue;
      ofField?.delete(subscription);
      outlet.end();
    }
  };

  /** Equal filters are tried once, equal selections are made and serialized once, however many subscribers share them. */
  #publish(field: string, value: unknown): void {
    const matches = memo((subscription: Subscription) => subscription.matches(value));
    const payloads = memo((subscription: Subscription) => this.#payload(subscription, value));
    for (const [subscription, outlet] of [...(this.#open.get(field) ?? [])]) {
      if (!matches(subscription.filterKey, subscription)) continue;
      const payload = payloads(subscription.projectionKey, subscription);
      if (payload !== undefined) outlet.deliver(payload);
    }
  }

  #payload(subscription: Subscription, value: unknown): string | undefined {
    const payload = project(subscription, value, this.#log);
    const bytes = Buffer.byteLength(payload);
    if (bytes <= MAX_PAYLOAD_BYTES) return payload;
    this.#log.warn(
      `An event of Subscription.${subscription.field} has ${bytes} bytes and is dropped: AppSync delivers at most ${MAX_PAYLOAD_BYTES}`,
    );
    return undefined;
  }
}

function memo<A, R>(compute: (argument: A) => R): (key: string, argument: A) => R {
  const known = new Map<string, { result: R }>();
  return (key, argument) => {
    const entry = known.get(key) ?? { result: compute(argument) };
    known.set(key, entry);
    return entry.result;
  };
}
