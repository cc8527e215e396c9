/** Numbers that are the same for the same seed. */
export interface Random {
  /** A whole number from 0 to below `n`. */
  below(n: number): number;
  chance(probability: number): boolean;
  /** One of the items; undefined of none. */
  pick<T>(items: readonly T[]): T | undefined;
  /** One of the entries, each as probable as its weight. */
  weighted<T>(entries: readonly (readonly [weight: number, item: T])[]): T;
  /** Letters from a to z. */
  letters(count: number): string;
}

/** "mulberry32": 32 bits of state are enough to choose what to do next. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return {
    below,
    chance: (probability) => next() < probability,
    pick: (items) => items[below(items.length)],
    weighted(entries) {
      let left = next() * entries.reduce((sum, [weight]) => sum + weight, 0);
      const found = entries.find(([weight]) => (left -= weight) < 0) ?? entries.at(-1);
      if (!found) throw new Error('There is nothing to choose from');
      return found[1];
    },
    letters: (count) => Array.from({ length: count }, () => String.fromCharCode(97 + below(26))).join(''),
  };
}
