import type { ConsumedCapacity, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { textOf } from '../../functions/shared/readings/dynamodb/item.ts';
import type { ParsedKey } from '../../functions/shared/readings/dynamodb/keys.ts';
import { parseSortKey } from '../../functions/shared/readings/dynamodb/keys.ts';
import type { Item, ReadingsTable } from '../../functions/shared/readings/dynamodb/table.ts';
import { readingsTable } from '../../functions/shared/readings/dynamodb/table.ts';

/** What items are, by their sort keys. */
export type ItemKind = ParsedKey['kind'];

/** Units of capacity. */
export interface Units {
  /** Of write capacity, by what was written, of the table itself. */
  written: Record<ItemKind, number>;
  /** Of write capacity, of the index. */
  index: number;
  /** Of read capacity. */
  read: number;
}

const noUnits = (): Units => ({
  written: { run: 0, mark: 0, block: 0, summaries: 0, metric: 0 },
  index: 0,
  read: 0,
});

/** The table of readings, and what it has consumed since it was asked last. */
export function countedTable(options: { client: DynamoDBClient; name: string; clock: () => number }) {
  let units = noUnits();
  const reads = readingsTable({
    ...options,
    onCapacity: ({ CapacityUnits = 0 }) => {
      units.read += CapacityUnits;
    },
  });
  // A request has items of one kind.
  const writes = (kind: ItemKind): ReadingsTable =>
    readingsTable({
      ...options,
      onCapacity: (consumed) => {
        const index = unitsOfIndexes(consumed);
        units.index += index;
        units.written[kind] += (consumed.CapacityUnits ?? 0) - index;
      },
    });
  const ofKeys = (sortKeys: readonly string[]) => {
    const [kind, ...others] = new Set(sortKeys.map((sk) => parseSortKey(sk).kind));
    if (kind === undefined || others.length > 0) throw new Error(`Items of ${others.length + 1} kinds at once`);
    return writes(kind);
  };
  const sortKeyOf = (item: Item) => textOf(item, 'sk');
  const table: ReadingsTable = {
    ...reads,
    putAll: (items, signal) =>
      items.length === 0 ? Promise.resolve(new Map()) : ofKeys(items.map(sortKeyOf)).putAll(items, signal),
    deleteAll: (keys, signal) => ofKeys(keys.map(({ sk }) => sk)).deleteAll(keys, signal),
    putVersion: (item, version, signal) => ofKeys([sortKeyOf(item)]).putVersion(item, version, signal),
    putSummary: (key, summary, signal) => ofKeys([key.sk]).putSummary(key, summary, signal),
  };
  return {
    table,
    consumed: (): Units => {
      const before = units;
      units = noUnits();
      return before;
    },
  };
}

function unitsOfIndexes({ GlobalSecondaryIndexes = {} }: ConsumedCapacity): number {
  return Object.values(GlobalSecondaryIndexes).reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
}
