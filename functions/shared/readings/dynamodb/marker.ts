import { asError } from '../../logger.ts';
import { markKey, type Hour } from './keys.ts';
import type { MarkMemory } from './mark-memory.ts';
import { markItem } from './marks.ts';
import { markSlotOf } from './slots.ts';
import type { ReadingsTable } from './table.ts';

/**
 * Sees to it that hours of devices have their marks for a write that begins now, with as few writes as can be: what this or another writer has put in
 * the slot still stands, for it is removed only when the slot is long over.
 * @param hours by name
 * @param now ms since 1970
 * @returns by name, the hours of which it is not known that they are marked, each with the cause
 */
export async function markHours(
  { table, memory }: { table: ReadingsTable; memory: MarkMemory },
  hours: ReadonlyMap<string, { pk: string; hour: Hour }>,
  now: number,
  signal: AbortSignal,
): Promise<Map<string, Error>> {
  const unmarked = new Map<string, Error>();
  const unknown = [...hours]
    .map(([name, { pk, hour }]) => markOf(name, pk, hour, now))
    .filter(({ id }) => !memory.has(id));
  if (unknown.length === 0) return unmarked;
  try {
    const present = await table.present(
      unknown.map(({ key }) => key),
      signal,
    );
    const missing = unknown.filter((_, place) => !present.has(place));
    const failures = await table.putAll(
      missing.map(({ item }) => item),
      signal,
    );
    for (const [place, { name }] of missing.entries()) {
      const cause = failures.get(place);
      if (cause) unmarked.set(name, cause);
    }
  } catch (error) {
    const cause = asError(signal.aborted ? signal.reason : error);
    for (const { name } of unknown) unmarked.set(name, cause);
  }
  for (const { name, id } of unknown) if (!unmarked.has(name)) memory.add(id);
  return unmarked;
}

function markOf(name: string, pk: string, hour: Hour, now: number) {
  const slot = markSlotOf(hour, now);
  const key = { pk, sk: markKey(hour, slot) };
  return { name, id: `${pk} ${key.sk}`, key, item: markItem(pk, hour, slot) };
}
