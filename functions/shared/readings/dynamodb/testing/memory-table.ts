import { isExpired, textOf } from '../item.ts';
import type { ItemKey } from '../keys.ts';
import { summaryNames } from '../summary-item.ts';
import type { Item, ReadingsTable } from '../table.ts';

/** What a page has at most, in bytes of data: far less than in DynamoDB, so that there are many. */
const PAGE_BYTES = 2000;

/** Items by partition and sort key. */
export type Partitions = Map<string, Map<string, Item>>;

export interface MemoryOptions {
  /** What is there; several tables may have the same. */
  partitions?: Partitions;
  /** Waited for before each request; the next turn of the event loop unless given. */
  step?: () => Promise<unknown>;
}

/** A table of readings in memory, for what takes too many requests for a service; its pages are small, and each item is put by a request of its own. */
export function memoryTable(
  clock: () => number,
  { partitions = new Map(), step = () => new Promise(setImmediate) }: MemoryOptions = {},
): ReadingsTable {
  const partitionOf = (pk: string): Map<string, Item> => {
    const partition = partitions.get(pk) ?? new Map<string, Item>();
    partitions.set(pk, partition);
    return partition;
  };
  const find = ({ pk, sk }: ItemKey): Item | undefined => partitionOf(pk).get(sk);
  const put = (item: Item): void => {
    partitionOf(textOf(item, 'pk')).set(textOf(item, 'sk'), item);
  };
  return {
    async *query({ pk, first, last, descending = false, pageSize = Infinity }, signal) {
      const direction = descending ? -1 : 1;
      let [low, high] = [first, last];
      for (;;) {
        await step();
        signal.throwIfAborted();
        const keys = [...partitionOf(pk).keys()]
          .filter((sk) => sk >= low && sk <= high)
          .sort((one, other) => (one < other ? -direction : direction));
        const page: Item[] = [];
        let bytes = 0;
        let end = keys.length;
        for (const [index, sk] of keys.entries()) {
          const item = find({ pk, sk });
          if (!item) continue;
          page.push(item);
          bytes += item.data?.B?.length ?? 0;
          if (page.length < pageSize && bytes < PAGE_BYTES) continue;
          end = index + 1;
          break;
        }
        const kept = page.filter((item) => !isExpired(item, clock()));
        if (kept.length > 0) yield kept;
        const next = keys[end];
        if (next === undefined) return;
        if (descending) high = next;
        else low = next;
      }
    },
    async putAll(items) {
      for (const item of items) {
        await step();
        put(item);
      }
      return new Map();
    },
    async present(keys) {
      await step();
      return new Set(keys.flatMap((key, index) => (find(key) ? [index] : [])));
    },
    async deleteAll(keys) {
      for (const { pk, sk } of keys) {
        await step();
        partitionOf(pk).delete(sk);
      }
    },
    async putVersion(item, version) {
      await step();
      const before = find({ pk: textOf(item, 'pk'), sk: textOf(item, 'sk') });
      const isMet =
        version === null ? !before || isExpired(before, clock()) : before?.version?.N === version.toString();
      if (isMet) put(item);
      return isMet;
    },
    async putSummary({ pk, sk }, { hourOfDay, bytes, version, expires }) {
      await step();
      const names = summaryNames(hourOfDay);
      const before = find({ pk, sk }) ?? { pk: { S: pk }, sk: { S: sk } };
      const isMet = Number(before[names.version]?.N ?? -1) < version;
      const summary = { [names.summary]: { B: bytes }, [names.version]: { N: version.toString() } };
      if (isMet) put({ ...before, ...summary, expires: { N: expires.toString() } });
      return isMet;
    },
    async *dueMarks(shard, before) {
      await step();
      const due = [...partitions.values()]
        .flatMap((partition) => [...partition.values()])
        .filter((item) => item.due?.S === shard && Number(item.dueAt?.N) <= before)
        .sort((one, other) => Number(one.dueAt?.N) - Number(other.dueAt?.N));
      if (due.length > 0) yield due.map((item) => ({ pk: textOf(item, 'pk'), sk: textOf(item, 'sk') }));
    },
    async partitionAfter(pk) {
      await step();
      const names = [...partitions].flatMap(([name, { size }]) => (size > 0 ? [name] : [])).sort();
      return names.find((name) => pk === null || name > pk) ?? null;
    },
  };
}
