import { sameItem, type WireItem, type WireValue } from '../attribute-values.ts';

/**
 * Merges what came too late with what is there: fields that are new, or were null, are taken over; lists are joined, sets united and maps merged; of
 * anything else the value that is there stays. What did not come stays too.
 * Source: Conflict detection and resolution, "Automerges".
 */
export function automerge(existing: WireItem, incoming: WireItem): WireItem {
  const merged = Object.entries(incoming).map(([name, value]) => [name, mergeValue(existing[name], value)] as const);
  return { ...existing, ...Object.fromEntries(merged) };
}

function mergeValue(existing: WireValue | undefined, incoming: WireValue): WireValue {
  if (!existing || existing.NULL) return incoming;
  if (existing.M && incoming.M) return { M: { ...automerge(existing.M, incoming.M) } };
  if (existing.L && incoming.L) return isSame(existing, incoming) ? existing : { L: [...existing.L, ...incoming.L] };
  if (existing.SS && incoming.SS) return { SS: union(existing.SS, incoming.SS, String) };
  if (existing.BS && incoming.BS) return { BS: union(existing.BS, incoming.BS, String) };
  if (existing.NS && incoming.NS) return { NS: union(existing.NS, incoming.NS, Number) };
  return existing;
}

/** A list that did not change is in no conflict. */
const isSame = (one: WireValue, other: WireValue): boolean => sameItem({ value: one }, { value: other }, []);

function union(
  existing: readonly string[],
  incoming: readonly string[],
  identity: (value: string) => unknown,
): string[] {
  const known = new Set(existing.map(identity));
  return [...existing, ...incoming.filter((value) => !known.has(identity(value)))];
}
