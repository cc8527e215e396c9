import { invalid } from './errors.ts';

/**
 * The token that a client gets for the page after this one: AppSync's own, bound to the query and the organization that it came from.
 * @param query the field that the page is of
 * @param token AppSync's token; null on the last page
 */
export function sealToken(query: string, organizationId: string, token: string | null | undefined): string | null {
  return token ? `${prefix(query, organizationId)}${token}` : null;
}

/** AppSync's token out of a client's. Ends with a ValidationError if it is of another query or organization. */
export function openToken(query: string, organizationId: string, nextToken: string | null | undefined): string | null {
  if (nextToken === undefined || nextToken === null) return null;
  const expected = prefix(query, organizationId);
  if (!nextToken.startsWith(expected) || nextToken.length === expected.length) invalid(wrongToken(query));
  return nextToken.slice(expected.length);
}

/** What is said of a token that this query did not give. */
export function wrongToken(query: string): string {
  return `nextToken is not one that ${query} gave to your organization: send the nextToken of the page before as it is, or none for the first page.`;
}

function prefix(query: string, organizationId: string): string {
  return `${query}.${organizationId}.`;
}
