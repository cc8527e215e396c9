import * as v from 'valibot';
import type { JsonCaller } from '../shared/json-service.ts';

const next = v.object({ nextToken: v.optional(v.string()) });

/** Everything that an operation of AppSync lists, page by page. @param itemsOf what a page has */
export async function listAll<Item>(
  call: JsonCaller,
  operation: string,
  input: object,
  itemsOf: (page: unknown) => readonly Item[],
): Promise<Item[]> {
  const items: Item[] = [];
  let nextToken: string | undefined;
  do {
    const page = await call(operation, { ...input, ...(nextToken !== undefined && { nextToken }) });
    items.push(...itemsOf(page));
    ({ nextToken } = v.parse(next, page));
  } while (nextToken !== undefined);
  return items;
}
