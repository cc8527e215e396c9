import type { Log } from '../../shared/log.ts';
import type { ExecutableApi } from '../api/executable.ts';
import { RequestRefused } from '../auth/caller.ts';
import { internalFailure } from '../common-errors.ts';
import type { LoadedApi, MutationListener } from '../execution/engine.ts';
import { Audience, type Listener, type Outlet } from './audience.ts';
import { project } from './projection.ts';
import { renewedSubscription, SubscriptionRefused, type Subscription } from './subscription.ts';

/** Source: AWS AppSync endpoints and quotas (subscription payload size). */
const MAX_PAYLOAD_BYTES = 240 * 1024;
/** One change of an API comes as several, its schema and each of its resolvers: open subscriptions are renewed once for all of them. */
const RENEWAL_MS = 50;

/** Sees what becomes of events. */
interface HubWatcher {
  /** Of the subscriptions of a field that were open, so many got an event, or were ended by an invalidation. */
  told(field: string, what: 'told' | 'ended', count: number, open: number): void;
}

/** Knows all open subscriptions of an API, and gives each mutation's result to those that want it. */
export class Hub implements MutationListener {
  readonly #audiences = new Map<string, Audience>();
  readonly #log: Log;
  readonly #watcher: HubWatcher | undefined;
  #renewal: { loaded: () => LoadedApi; timer: NodeJS.Timeout } | undefined;

  constructor(log: Log, watcher?: HubWatcher) {
    this.#log = log;
    this.#watcher = watcher;
  }

  /** How many subscriptions are open. */
  get size(): number {
    return [...this.#audiences.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** @returns a function that removes the subscription; calling it twice is harmless */
  add(subscription: Subscription, outlet: Outlet): () => void {
    const listener: Listener = { subscription, outlet };
    this.#insert(listener);
    return () => {
      this.#remove(listener);
    };
  }

  readonly published = (api: ExecutableApi, { field: mutation, value }: { field: string; value: unknown }): void => {
    this.#renewNow();
    for (const field of api.subscribers.get(mutation) ?? []) this.#publish(field, value);
  };

  readonly invalidated = ({ subscriptionField, payload }: { subscriptionField: string; payload: unknown }): void => {
    const open = [...(this.#audiences.get(subscriptionField) ?? [])];
    const over = open.filter(({ subscription }) => subscription.isInvalidatedBy(payload));
    for (const listener of over) {
      this.#remove(listener);
      listener.outlet.invalidate();
    }
    this.#watcher?.told(subscriptionField, 'ended', over.length, open.length);
  };

  /**
   * The API has changed: open subscriptions go on with its new definition, and those that do not fit it any more fail.
   * @param loaded the API as it is when it is needed; may throw where it cannot answer anything, so that all stays as it is until it can
   */
  renew(loaded: () => LoadedApi): void {
    if (this.#renewal || this.size === 0) return;
    const timer = setTimeout(() => {
      this.#renewNow();
    }, RENEWAL_MS);
    this.#renewal = { loaded, timer: timer.unref() };
  }

  #renewNow(): void {
    if (!this.#renewal) return;
    const { loaded, timer } = this.#renewal;
    clearTimeout(timer);
    this.#renewal = undefined;
    if (this.size === 0) return;
    try {
      const current = loaded();
      for (const listener of [...this.#audiences.values()].flatMap((audience) => [...audience]))
        this.#renewOne(listener, current);
    } catch (error) {
      if (!(error instanceof RequestRefused)) this.#log.error('Open subscriptions could not be renewed', error);
    }
  }

  /** The listener stays the same one, which its remover knows. */
  #renewOne(listener: Listener, current: LoadedApi): void {
    this.#remove(listener);
    try {
      listener.subscription = renewedSubscription(current, listener.subscription);
      this.#insert(listener);
    } catch (error) {
      if (error instanceof SubscriptionRefused) {
        listener.outlet.fail(error.errors);
        return;
      }
      this.#log.error('An open subscription could not be renewed', error);
      listener.outlet.fail([internalFailure]);
    }
  }

  #insert(listener: Listener): void {
    const { field } = listener.subscription;
    const audience = this.#audiences.get(field) ?? new Audience();
    this.#audiences.set(field, audience);
    audience.add(listener);
  }

  #remove(listener: Listener): void {
    const { field } = listener.subscription;
    const audience = this.#audiences.get(field);
    audience?.remove(listener);
    if (audience?.size === 0) this.#audiences.delete(field);
  }

  /** Equal filters are tried once, equal selections are made and serialized once, however many subscribers share them. */
  #publish(field: string, value: unknown): void {
    const payloads = new Map<string, string | undefined>();
    const audience = this.#audiences.get(field);
    const open = audience?.size ?? 0;
    let told = 0;
    for (const [projectionKey, listeners] of [...(audience?.wanting(value) ?? [])]) {
      const [first] = listeners;
      if (!first) continue;
      if (!payloads.has(projectionKey)) payloads.set(projectionKey, this.#payload(first.subscription, value));
      const payload = payloads.get(projectionKey);
      if (payload === undefined) continue;
      for (const { outlet } of listeners) outlet.deliver(payload);
      told += listeners.length;
    }
    this.#watcher?.told(field, 'told', told, open);
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
