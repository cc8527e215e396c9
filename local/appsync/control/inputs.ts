import * as v from 'valibot';
import { pageOf } from '../../shared/page.ts';
import { count } from '../../shared/wire-values.ts';
import { parseInput } from './refusals.ts';

/** Of data sources, functions, types and fields. Source: AWS AppSync API Reference. */
export const resourceName = v.pipe(
  v.string(),
  v.maxLength(65_536),
  v.regex(/^[_A-Za-z][_0-9A-Za-z]*$/, 'Names match [_A-Za-z][_0-9A-Za-z]*'),
);

export const apiInput = v.object({ apiId: v.string() });

const MAX_RESULTS = 25;
const pageInput = v.object({
  maxResults: v.optional(v.pipe(count, v.maxValue(MAX_RESULTS))),
  nextToken: v.optional(v.string()),
});

/** The page that an input asks for, of what is in the order of its keys. */
export function askedPage<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  input: unknown,
): { page: Item[]; nextToken?: string } {
  const { maxResults = 0, nextToken } = parseInput(pageInput, input);
  const maximum = maxResults === 0 ? MAX_RESULTS : maxResults;
  const { items: page, next } = pageOf(items, keyOf, { maximum, token: nextToken });
  return { page, ...(next !== undefined && { nextToken: next }) };
}
