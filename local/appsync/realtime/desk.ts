import type { Log } from '../../shared/log.ts';
import type { Caller } from '../auth/caller.ts';
import { internalFailure } from '../common-errors.ts';
import type { LoadedApi } from '../execution/engine.ts';
import { parseGraphQLRequest } from '../execution/request.ts';
import type { Hub } from './hub.ts';
import * as frames from './protocol.ts';
import { startSubscription } from './start.ts';
import { asRefusal, renewedSubscription, SubscriptionRefused } from './subscription.ts';

export interface DeskOptions {
  loaded: () => LoadedApi;
  /** Proves who sends a `start`. Rejects with a `RequestRefused`. */
  authenticate: (headers: Readonly<Record<string, string>>, body: string) => Promise<Caller>;
  hub: Hub;
  log: Log;
  /** Most subscriptions at a time. */
  limit: number;
  send: (frame: string) => void;
  /** One of the subscriptions was invalidated, and its client has been told. */
  onInvalidated: () => void;
}

/** A subscription of one connection; it is not in the hub while its resolver runs. */
interface Entry {
  remove?: () => void;
}

/** Starts and stops the subscriptions of one connection. */
export class SubscriptionDesk {
  readonly #options: DeskOptions;
  readonly #entries = new Map<string, Entry>();
  #isClosed = false;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** Answers with `start_ack`, or with an `error` that leaves the other subscriptions as they are. */
  async start(id: string, payload: frames.StartPayload): Promise<void> {
    const { limit } = this.#options;
    if (this.#entries.has(id)) {
      this.#refuse(id, [{ errorType: 'DuplicatedOperationError', message: `Duplicated operation with id ${id}` }]);
      return;
    }
    if (this.#entries.size >= limit) {
      const message = `Max number of ${limit} subscriptions reached`;
      this.#refuse(id, [{ errorType: 'MaxSubscriptionsReachedError', message }]);
      return;
    }
    const entry: Entry = {};
    this.#entries.set(id, entry);
    try {
      await this.#open(id, entry, payload);
    } catch (error) {
      // One that was stopped meanwhile has had its last frame.
      if (this.#forget(id, entry)) this.#refuse(id, this.#errorsOf(id, error));
    }
  }

  /** Answers with `complete`, whether there was such a subscription or not. */
  stop(id: string): void {
    this.#entries.get(id)?.remove?.();
    this.#entries.delete(id);
    this.#options.send(frames.complete(id));
  }

  /** Ends all without a word. Calling it twice is harmless. */
  close(): void {
    this.#isClosed = true;
    for (const { remove } of this.#entries.values()) remove?.();
    this.#entries.clear();
  }

  async #open(id: string, entry: Entry, { data, extensions }: frames.StartPayload): Promise<void> {
    const { authenticate, hub, loaded, log, send, onInvalidated } = this.#options;
    const headers = frames.lowerCased(extensions.authorization);
    const caller = await authenticate(headers, data);
    const started = await startSubscription(loaded(), parseGraphQLRequest(data), { caller, headers }, log);
    // It may have been stopped, or the client have gone, while its resolver ran.
    if (this.#isClosed || this.#entries.get(id) !== entry) return;
    // The hub renews those that it has when the API changes, and this one it has not had yet.
    const current = loaded();
    const subscription = started.api.id === current.api.id ? started : renewedSubscription(current, started);
    send(frames.startAck(id));
    entry.remove = hub.add(subscription, {
      deliver: (payload) => {
        send(frames.data(id, payload));
      },
      invalidate: () => {
        this.#forget(id, entry);
        send(frames.complete(id));
        onInvalidated();
      },
      fail: (errors) => {
        this.#forget(id, entry);
        this.#refuse(id, errors);
      },
    });
  }

  /** @returns whether the entry was still the one of its id */
  #forget(id: string, entry: Entry): boolean {
    return this.#entries.get(id) === entry && this.#entries.delete(id);
  }

  #errorsOf(id: string, error: unknown): readonly frames.FrameError[] {
    const refusal = asRefusal(error);
    if (refusal instanceof SubscriptionRefused) return refusal.errors;
    this.#options.log.error(`The subscription ${id} could not be started`, error);
    return [internalFailure];
  }

  #refuse(id: string, errors: readonly frames.FrameError[]): void {
    this.#options.send(frames.error(errors, id));
  }
}
