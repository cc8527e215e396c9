import { badRequest } from '../errors.ts';

const LARGEST = 500;

/** A page of a list. Its `nextToken` is where the next one begins. */
export function page(
  items: readonly object[],
  { maxResults, nextToken = '0' }: { maxResults?: number | string; nextToken?: string },
): { items: readonly object[]; nextToken?: string } {
  const start = Number(nextToken);
  const size = Number(maxResults ?? LARGEST);
  if (!Number.isInteger(start) || start < 0) throw badRequest('Invalid next token');
  if (!Number.isInteger(size) || size < 1 || size > LARGEST) throw badRequest('Invalid max results');
  const end = start + size;
  return { items: items.slice(start, end), ...(end < items.length && { nextToken: String(end) }) };
}
