import { at, isScalar, type EventFilter } from './filter.ts';
import type { FrameError } from './protocol.ts';
import type { Subscription } from './subscription.ts';

/** Where a subscription's events go. */
export interface Outlet {
  /** @param payload the payload of a `data` frame, as JSON */
  deliver(payload: string): void;
  /** The subscription was invalidated: nothing is delivered after it. */
  invalidate(): void;
  /** The subscription fits the API no more: nothing is delivered after it. */
  fail(errors: readonly FrameError[]): void;
}

/** A subscription that is open. */
export interface Listener {
  subscription: Subscription;
  outlet: Outlet;
}

/** The listeners with one filter, by what they select. */
interface Seats {
  filter: EventFilter;
  bySelection: Map<string, Set<Listener>>;
}

/** The filters that want the same fields to equal something, by what these are to equal. */
interface Section {
  paths: readonly string[];
  byValues: Map<string, Map<string, Seats>>;
}

/**
 * The open subscriptions of one field. An event is compared only with filters whose equalities it fulfils, once for all listeners with the same
 * filter: what it costs to find whom an event is for depends on these, and not on how many listen.
 */
export class Audience {
  readonly #sections = new Map<string, Section>();
  readonly #listeners = new Set<Listener>();

  get size(): number {
    return this.#listeners.size;
  }

  /** In the order in which they were added. */
  [Symbol.iterator](): Iterator<Listener> {
    return this.#listeners.values();
  }

  add(listener: Listener): void {
    this.#listeners.add(listener);
    const { filter, projectionKey } = listener.subscription;
    const paths = filter.equalities.map(({ path }) => path);
    const section = getOrMake(this.#sections, paths.join('\n'), (): Section => ({ paths, byValues: new Map() }));
    const seats = getOrMake(section.byValues, valuesKey(filter), () => new Map<string, Seats>());
    const { bySelection } = getOrMake(seats, filter.key, (): Seats => ({ filter, bySelection: new Map() }));
    getOrMake(bySelection, projectionKey, () => new Set<Listener>()).add(listener);
  }

  /** Removes a listener, where it is there. */
  remove(listener: Listener): void {
    if (!this.#listeners.delete(listener)) return;
    const { filter, projectionKey } = listener.subscription;
    const key = filter.equalities.map(({ path }) => path).join('\n');
    const section = this.#sections.get(key);
    const seats = section?.byValues.get(valuesKey(filter));
    const bySelection = seats?.get(filter.key)?.bySelection;
    bySelection?.get(projectionKey)?.delete(listener);
    if (bySelection?.get(projectionKey)?.size === 0) bySelection.delete(projectionKey);
    if (bySelection?.size === 0) seats?.delete(filter.key);
    if (seats?.size === 0) section?.byValues.delete(valuesKey(filter));
    if (section?.byValues.size === 0) this.#sections.delete(key);
  }

  /** Those whom an event is for: a list for each selection of each filter. */
  *wanting(value: unknown): Iterable<[projectionKey: string, listeners: readonly Listener[]]> {
    for (const { paths, byValues } of this.#sections.values()) {
      const fields = paths.map((path) => at(value, path));
      if (!fields.every(isScalar)) continue;
      for (const { filter, bySelection } of byValues.get(JSON.stringify(fields))?.values() ?? []) {
        if (!filter.matches(value)) continue;
        for (const [projectionKey, listeners] of bySelection) yield [projectionKey, [...listeners]];
      }
    }
  }
}

function valuesKey({ equalities }: EventFilter): string {
  return JSON.stringify(equalities.map(({ value }) => value));
}

function getOrMake<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}
