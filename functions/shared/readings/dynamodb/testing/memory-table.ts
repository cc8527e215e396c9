import { isExpired, textOf } from '../item.ts';
import type { Item } from '../table.ts';
import type { HandTable } from './merge-by-hand.ts';

/** What a page has at most, in bytes of data: far less than in DynamoDB, so that there are many. */
const PAGE_BYTES = 2000;

/** A table of readings in memory, for what takes too many requests for a service; its pages are small. */
export function memoryTable(clock: () => number): HandTable {
  const partitions = new Map<string, Map<string, Item>>();
  const partitionOf = (pk: string): Map<string, Item> => {
    const partition = partitions.get(pk) ?? new Map<string, Item>();
    partitions.set(pk, partition);
    return partition;
  };
  const put = (item: Item): void => {
    partitionOf(textOf(item, 'pk')).set(textOf(item, 'sk'), item);
  };
  return {
    async *query({ pk, first, last, descending = false, pageSize = Infinity }, signal) {
      const step = descending ? -1 : 1;
      let [low, high] = [first, last];
      for (;;) {
        await new Promise(setImmediate);
        signal.throwIfAborted();
        const keys = [...partitionOf(pk).keys()]
          .filter((sk) => sk >= low && sk <= high)
          .sort((one, other) => (one < other ? -step : step));
        const page: Item[] = [];
        let bytes = 0;
        let end = keys.length;
        for (const [index, sk] of keys.entries()) {
          const item = partitionOf(pk).get(sk);
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
    putAll(items) {
      items.forEach(put);
      return Promise.resolve(new Map());
    },
    deleteAll(keys) {
      for (const { pk, sk } of keys) partitionOf(pk).delete(sk);
      return Promise.resolve();
    },
    putSummary({ pk, sk }, { hourOfDay, bytes, version, expires }) {
      const hour = hourOfDay.toString().padStart(2, '0');
      const before = partitionOf(pk).get(sk) ?? { pk: { S: pk }, sk: { S: sk } };
      const isMet = Number(before[`v${hour}`]?.N ?? -1) < version;
      const summary = { [`h${hour}`]: { B: bytes }, [`v${hour}`]: { N: version.toString() } };
      if (isMet) put({ ...before, ...summary, expires: { N: expires.toString() } });
      return Promise.resolve(isMet);
    },
  };
}
