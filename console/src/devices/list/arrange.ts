import { statusOf, type DeviceStatus } from '../status.ts';
import type { DeviceListSearch, DeviceSort } from './search.ts';
import { wordsOf } from './words.ts';

/** What the list is arranged by. */
export interface Arrangeable {
  id: string;
  name: string;
  /** What a device is found by: see `searchedText`. */
  searched: string;
}

export interface Arranged<Device> {
  /** Those that are shown, in their order. */
  devices: Device[];
  /** How many of those that are searched for have each status. */
  counts: Readonly<Record<DeviceStatus, number>>;
}

interface Circumstances {
  /** The time of a device's newest reading; null before the first. */
  lastSeenAt: (id: string) => string | null;
  /** Epoch milliseconds. */
  now: number;
  /** Orders names as the reader's language does. */
  collator: Intl.Collator;
}

/** Those of the devices that are searched for, in the order that is asked for. */
export function arrange<Device extends Arrangeable>(
  all: readonly Device[],
  { q = '', status, sort = 'name' }: DeviceListSearch,
  { lastSeenAt, now, collator }: Circumstances,
): Arranged<Device> {
  const words = wordsOf(q);
  const counts = { reporting: 0, silent: 0, never: 0 };
  const shown: Found<Device>[] = [];
  for (const device of all) {
    if (!words.every((word) => device.searched.includes(word))) continue;
    const seenAt = lastSeenAt(device.id);
    const found = statusOf(seenAt, now);
    counts[found] += 1;
    if (status === undefined || status === found) {
      shown.push({ device, seen: seenAt === null ? undefined : Date.parse(seenAt) });
    }
  }
  return { devices: shown.sort(orders(collator)[sort]).map(({ device }) => device), counts };
}

interface Found<Device> {
  device: Device;
  /** Epoch milliseconds; undefined before its first reading. */
  seen: number | undefined;
}

type Order = (one: Found<Arrangeable>, other: Found<Arrangeable>) => number;

/** Names are not unique, and neither are times: ids decide in the end, so that nothing jumps. */
function orders(collator: Intl.Collator): Record<DeviceSort, Order> {
  const byName: Order = (one, other) =>
    collator.compare(one.device.name, other.device.name) || (one.device.id < other.device.id ? -1 : 1);
  const bySeen =
    (direction: 1 | -1): Order =>
    (one, other) => {
      if (one.seen === other.seen) return byName(one, other);
      if (one.seen === undefined) return 1;
      if (other.seen === undefined) return -1;
      return (one.seen - other.seen) * direction;
    };
  return { name: byName, newest: bySeen(-1), oldest: bySeen(1) };
}
