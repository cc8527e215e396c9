import { mapConcurrently } from '../shared/concurrency.ts';
import { secondsDue } from '../shared/jobs/due-index.ts';
import { DUE_SHARDS } from '../shared/jobs/due-shards.ts';
import { asError } from '../shared/logger.ts';
import type { Ports } from './ports.ts';

/** How many exports one run wakes; what is left is the next run's, which is not far. */
const MOST = 300;
const AT_A_TIME = 10;

/**
 * Has every export that is due looked at, longest due first, and says in the log how many there are and how long the first has been waiting.
 * What fails stops nothing else: it stays due, and the next run finds it.
 * @throws the first error of the index, once the shards that could be read are done
 */
export async function sweep({ index, worker, log }: Ports, now: Date): Promise<void> {
  const shards = await Promise.allSettled(DUE_SHARDS.map((shard) => index.due(shard, now, MOST + 1)));
  const found = shards.flatMap((shard) => (shard.status === 'fulfilled' ? shard.value : []));
  const due = found.sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1)).slice(0, MOST);
  log.info('Exports are due', { due: due.length, oldestSeconds: secondsDue(due[0], now) });
  if (found.length > MOST) log.warn('More exports are due than one run takes', { taken: MOST });

  await mapConcurrently(due, AT_A_TIME, async (one) => {
    try {
      await worker.wake(one);
    } catch (error) {
      log.error('An export could not be woken', { exportId: one.id, error: asError(error) });
    }
  });

  const failed = shards.find((shard) => shard.status === 'rejected');
  if (failed) throw asError(failed.reason);
}
