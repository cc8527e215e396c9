/** What a caller asks of a list: how many, and where an earlier page ended. */
export interface PageRequest {
  maximum?: number | undefined;
  /** `next` of the page before. */
  token?: string | undefined;
}

/**
 * A page of what is in the order of its keys. What is added or removed between two pages makes neither repeat nor leave out the others.
 * @returns `next`, opaque, where there is more
 */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { maximum = items.length, token }: PageRequest,
): { items: Item[]; next?: string } {
  const after = token === undefined ? undefined : Buffer.from(token, 'base64url').toString();
  const rest = after === undefined ? items : items.filter((item) => keyOf(item) > after);
  const page = rest.slice(0, maximum);
  const last = page.at(-1);
  if (last === undefined || rest.length === page.length) return { items: page };
  return { items: page, next: Buffer.from(keyOf(last)).toString('base64url') };
}
