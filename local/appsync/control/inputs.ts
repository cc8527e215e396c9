import * as v from 'valibot';
import { badRequest, parseInput } from './refusals.ts';

/** Of data sources, functions, types and fields. Source: AWS AppSync API Reference. */
export const resourceName = v.pipe(
  v.string(),
  v.maxLength(65_536),
  v.regex(/^[_A-Za-z][_0-9A-Za-z]*$/, 'Names match [_A-Za-z][_0-9A-Za-z]*'),
);

export const apiInput = v.object({ apiId: v.string() });

const MAX_RESULTS = 25;
// In a query they are text.
const pageInput = v.object({
  maxResults: v.optional(
    v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.integer(), v.minValue(0), v.maxValue(MAX_RESULTS)),
  ),
  nextToken: v.optional(v.string()),
});

/** One page of a list, as the input asks for it. */
export function pageOf<Item>(items: readonly Item[], input: unknown): { page: Item[]; nextToken?: string } {
  const { maxResults = MAX_RESULTS, nextToken } = parseInput(pageInput, input);
  const start = nextToken === undefined ? 0 : startOf(nextToken);
  const end = start + (maxResults === 0 ? MAX_RESULTS : maxResults);
  const page = items.slice(start, end);
  return end < items.length ? { page, nextToken: Buffer.from(String(end)).toString('base64url') } : { page };
}

function startOf(token: string): number {
  const start = Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isSafeInteger(start) || start <= 0) throw badRequest('Invalid pagination token given.');
  return start;
}
