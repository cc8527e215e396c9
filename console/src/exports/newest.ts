/** Something of which the API tells every change, each with a higher version. */
export interface Versioned {
  id: string;
  version: number;
}

/** By id, the newest of each that was told. */
export type Told<Item extends Versioned> = ReadonlyMap<string, Item>;

/** With one more change, whichever way they arrived. */
export function withTold<Item extends Versioned>(told: Told<Item>, item: Item): Told<Item> {
  const known = told.get(item.id);
  return known && known.version >= item.version ? told : new Map(told).set(item.id, item);
}

/** An item as it is by the newest that is known of it. */
export function newest<Item extends Versioned>(item: Item, told: Told<Item>): Item {
  const other = told.get(item.id);
  return other && other.version > item.version ? other : item;
}
