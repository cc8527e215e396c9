import { secondsDue, type DueIndex } from '../shared/jobs/due-index.ts';
import { DUE_SHARDS } from '../shared/jobs/due-shards.ts';
import { asError } from '../shared/logger.ts';
import type { ImportKey, Ports } from './ports.ts';

interface DueWork {
  index: DueIndex;
  ports: Ports;
  work: (key: ImportKey, ports: Ports, deadline: AbortSignal) => Promise<void>;
  deadline: AbortSignal;
}

/** How many of a shard one run looks at. */
const MOST = 100;

/**
 * Works on the imports that are due, longest due first, one after the other: what takes long does not keep others waiting, as the next run comes within
 * a minute, and leaves out those that are held. What fails stops nothing else: it stays due.
 */
export async function dueImports({ index, ports, work, deadline }: DueWork): Promise<void> {
  const now = new Date(ports.clock());
  const shards = await Promise.all(DUE_SHARDS.map((shard) => index.due(shard, now, MOST)));
  const due = shards.flat().sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  ports.log.info('Imports are due', { due: due.length, oldestSeconds: secondsDue(due[0], now) });
  for (const { organizationId, id: importId } of due) {
    if (deadline.aborted) return;
    try {
      await work({ organizationId, importId }, ports, deadline);
    } catch (error) {
      ports.log.error('An import could not be worked on', { organizationId, importId, error: asError(error) });
    }
  }
}
