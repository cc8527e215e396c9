import type { Cell, Measure } from './types.ts';

/** The row that a record of the same dimensions, measure name and time has left. */
export interface StoredRow {
  readonly version: bigint;
  /** By column; a column without a value is absent. */
  readonly cells: ReadonlyMap<string, Cell>;
}

export type Decision =
  | { readonly action: 'write' | 'keep' }
  | { readonly action: 'reject'; readonly reason: string; readonly existingVersion: bigint };

/**
 * What a record does to the row that is there: a higher version replaces it, the same data leaves it as it is, other data under
 * an equal or lower version is rejected (Timestream Developer Guide, "WriteRecords", Upserts).
 */
export function merge(
  existing: StoredRow | undefined,
  incoming: { readonly version: bigint; readonly measures: readonly Measure[] },
): Decision {
  if (!existing || incoming.version > existing.version) return { action: 'write' };
  if (sameMeasures(existing.cells, incoming.measures)) return { action: 'keep' };
  const relation = incoming.version === existing.version ? 'equal to' : 'lower than';
  return {
    action: 'reject',
    reason: `The record version ${incoming.version.toString()} is ${relation} the existing version ${existing.version.toString()}. A higher version is required to update the measure value.`,
    existingVersion: existing.version,
  };
}

function sameMeasures(cells: ReadonlyMap<string, Cell>, measures: readonly Measure[]): boolean {
  return cells.size === measures.length && measures.every(({ column, value }) => cells.get(column) === value);
}
