import { setImmediate as turn } from 'node:timers/promises';
import * as fc from 'fast-check';

/** Whose requests are answered before whose, and when that changes. */
export interface StallsPlan {
  /** Of the actors in the order in which they came; each number is as likely to be the highest. */
  ranks: readonly number[];
  /** After so many requests each, over and over, the actor who would be next is put behind all others. */
  stretches: readonly number[];
}

/**
 * Few changes in long stretches of the same: so somebody may stand still between two requests while others do all their work, which hardly ever happens
 * where each request is anybody's. Source: "A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs" (ASPLOS 2010).
 */
export const stallsPlan: fc.Arbitrary<StallsPlan> = fc.record({
  ranks: fc.array(fc.nat({ max: 1000 }), { minLength: 24, maxLength: 24 }),
  stretches: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 2, maxLength: 10 }),
});

interface Waiting {
  actor: number;
  go: () => void;
}

/** Has the requests of several actors made one at a time. */
export class Stalls {
  readonly #plan: StallsPlan;
  readonly #ranks = new Map<number, number>();
  #waiting: Waiting[] = [];
  #changes = 0;
  #left: number;

  constructor(plan: StallsPlan) {
    this.#plan = plan;
    this.#left = plan.stretches[0] ?? Infinity;
  }

  /** An actor's way to wait for the turn of its next request. */
  actor(): () => Promise<void> {
    const actor = this.#ranks.size;
    this.#ranks.set(actor, this.#plan.ranks[actor % this.#plan.ranks.length] ?? 0);
    return () => new Promise((go) => this.#waiting.push({ actor, go }));
  }

  /** Lets all go on until `work` is done. Settles as it does. */
  async until<T>(work: Promise<T>): Promise<T> {
    const state = { isDone: false };
    const done = () => (state.isDone = true);
    work.then(done, done);
    while (!state.isDone) {
      await turn();
      const next = this.#next();
      if (!next) continue;
      this.#waiting = this.#waiting.filter((waiting) => waiting !== next);
      next.go();
    }
    return work;
  }

  #next(): Waiting | undefined {
    const next = this.#highest();
    if (!next || --this.#left > 0) return next;
    this.#left = this.#plan.stretches[++this.#changes % this.#plan.stretches.length] ?? Infinity;
    this.#ranks.set(next.actor, Math.min(...this.#ranks.values()) - 1);
    return this.#highest();
  }

  #highest(): Waiting | undefined {
    const rankOf = ({ actor }: Waiting) => this.#ranks.get(actor) ?? 0;
    let highest: Waiting | undefined;
    for (const waiting of this.#waiting) if (!highest || rankOf(waiting) > rankOf(highest)) highest = waiting;
    return highest;
  }
}
