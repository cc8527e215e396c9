import { mapConcurrently } from '../shared/concurrency.ts';

/** As `mapConcurrently`, but once one call has rejected no other is begun, and it rejects with that only when all that were begun are over. */
export async function mapToEnd<T, R>(
  items: readonly T[],
  limit: number,
  run: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const failures: unknown[] = [];
  const results = await mapConcurrently(items, limit, async (item, index) => {
    if (failures.length > 0) return [];
    try {
      return [await run(item, index)];
    } catch (error) {
      failures.push(error);
      return [];
    }
  });
  if (failures.length > 0) throw failures[0];
  return results.flat();
}
