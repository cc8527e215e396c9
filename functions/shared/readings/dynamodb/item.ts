import type { Item } from './table.ts';

/** A text of an item. @throws TypeError where it has none */
export function textOf(item: Item, name: string): string {
  const text = item[name]?.S;
  if (text === undefined) throw missing(name, 'text');
  return text;
}

/** A number of an item, as DynamoDB writes it. @throws TypeError where it has none */
export function digitsOf(item: Item, name: string): string {
  const digits = item[name]?.N;
  if (digits === undefined) throw missing(name, 'number');
  return digits;
}

/** Bytes of an item. @throws TypeError where it has none */
export function bytesOf(item: Item, name: string): Uint8Array {
  const bytes = item[name]?.B;
  if (bytes === undefined) throw missing(name, 'bytes');
  return bytes;
}

/** Whether the time of an item is over, though DynamoDB may take days to delete it. Source: DynamoDB Developer Guide, "Using time to live". */
export function isExpired(item: Item, now: number): boolean {
  const expires = item.expires?.N;
  return expires !== undefined && Number(expires) <= now / 1000;
}

function missing(name: string, what: string): TypeError {
  return new TypeError(`An item of the table of readings has no ${what} \`${name}\``);
}
