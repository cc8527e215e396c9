import type { Nanoseconds } from '../../time.ts';
import type { Summary } from './summary.ts';
import { addSummaries } from './summary.ts';

/** What is known of the numbers of a window, at least one. */
export interface Figures {
  summary: Summary;
  /** The numbers themselves, in no order; null where they are not kept. */
  values: Float64Array | null;
}

/** What was made of a window. */
export interface Made<T> {
  begin: Nanoseconds;
  value: T;
}

interface Open {
  summary: Summary;
  values: Float64Array[];
}

/** Puts windows together from parts of them. */
export class WindowsMade<T> {
  readonly #make: (figures: Figures) => T;
  readonly #ordered: boolean;
  readonly #open = new Map<string, Map<Nanoseconds, Open>>();
  readonly #made = new Map<string, Made<T>[]>();

  /** @param options ordered: the parts of a metric come in order of time, so numbers are kept, but only while their window is open */
  constructor(make: (figures: Figures) => T, { ordered }: { ordered: boolean }) {
    this.#make = make;
    this.#ordered = ordered;
  }

  /** Adds a part of a window. */
  add(metric: string, begin: Nanoseconds, part: { summary: Summary; values?: Float64Array }): void {
    if (part.summary.count === 0) return;
    const windows = this.#open.get(metric) ?? new Map<Nanoseconds, Open>();
    this.#open.set(metric, windows);
    const before = windows.get(begin);
    // In order, another window ends the one before.
    if (!before && this.#ordered) this.#finish(metric, windows);
    const values = this.#ordered && part.values ? [part.values] : [];
    windows.set(
      begin,
      before
        ? { summary: addSummaries(before.summary, part.summary), values: [...before.values, ...values] }
        : { summary: part.summary, values },
    );
  }

  /** All windows of a metric, in order of begin. */
  of(metric: string): Made<T>[] {
    this.#finish(metric, this.#open.get(metric) ?? new Map<Nanoseconds, Open>());
    return this.#made.get(metric) ?? [];
  }

  #finish(metric: string, windows: Map<Nanoseconds, Open>): void {
    const made = this.#made.get(metric) ?? [];
    this.#made.set(metric, made);
    for (const [begin, { summary, values }] of [...windows].sort(([one], [other]) => (one < other ? -1 : 1)))
      made.push({ begin, value: this.#make({ summary, values: this.#ordered ? joined(values) : null }) });
    windows.clear();
  }
}

/** The numbers of columns in one; no text is among them. */
function joined(columns: readonly Float64Array[]): Float64Array {
  return Float64Array.from(columns.flatMap((column) => [...column.filter((value) => !Number.isNaN(value))]));
}
