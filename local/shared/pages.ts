/** One page of a list, and the marker of the next one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Absent with the last page. */
  readonly next: string | undefined;
}

/**
 * The page of a list that a marker stands for. A marker names the item before the page, so that what is made or deleted meanwhile moves no other.
 * @param items in the order of their keys
 * @param marker as an earlier page had it; absent for the first one
 */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  limit: number,
  marker: string | undefined,
): Page<Item> {
  const after = marker === undefined ? undefined : Buffer.from(marker, 'base64url').toString();
  const rest = after === undefined ? items : items.filter((item) => keyOf(item) > after);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  const more = last !== undefined && rest.length > page.length;
  return { items: page, next: more ? Buffer.from(keyOf(last)).toString('base64url') : undefined };
}
