import { pageOf } from '../../shared/page.ts';

/** Source: API Gateway, "Amazon API Gateway quotas and important notes": no list has larger pages. */
export const LARGEST_PAGE = 500;

/** A page of what is in the order of its keys, as its input asks for it and answers have it. */
export function page<Item>(
  all: readonly Item[],
  keyOf: (item: Item) => string,
  describe: (item: Item) => object,
  { maxResults = LARGEST_PAGE, nextToken }: { maxResults?: number; nextToken?: string },
): { items: object[]; nextToken?: string } {
  const { items, next } = pageOf(all, keyOf, { maximum: maxResults, token: nextToken });
  return { items: items.map(describe), ...(next !== undefined && { nextToken: next }) };
}
