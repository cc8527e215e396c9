/** Maps `items` in order with at most `limit` calls of `run` at a time. Rejects with the first rejection. */
export async function mapConcurrently<T, R>(
  items: readonly T[],
  limit: number,
  run: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  const queue = items.entries();
  async function work(): Promise<void> {
    for (const [index, item] of queue) results[index] = await run(item, index);
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
  return results;
}

/** A random time to wait before retry `attempt` (from 0), in ms: full jitter below 50, 100, 200 … ms, so that rivals part. */
export function backoff(attempt: number): number {
  return Math.random() * 50 * 2 ** attempt;
}

/** Runs one thing after the other, in the order in which they come. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Settles as `run` does, which is called when all before it have settled. */
  take<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(run, run);
    this.#last = turn;
    return turn;
  }
}
