import { invalid } from './errors.ts';

/** What a page is of. */
export interface Listing {
  /** The field. */
  query: string;
  organizationId: string;
  /** What was asked of the field, as text that is the same where the same is asked; absent of fields that have but one question. */
  question?: string;
}

/**
 * The token that a client gets for the page after this one: AppSync's own, bound to what it is of.
 * @param token AppSync's token; null on the last page
 */
export function sealToken(listing: Listing, token: string | null | undefined): string | null {
  return token ? `${prefix(listing)}${token}` : null;
}

/** AppSync's token out of a client's. Ends with a ValidationError if it is of another query, question or organization. */
export function openToken(listing: Listing, nextToken: string | null | undefined): string | null {
  if (nextToken === undefined || nextToken === null) return null;
  const expected = prefix(listing);
  if (!nextToken.startsWith(expected) || nextToken.length === expected.length) wrongToken(listing);
  return nextToken.slice(expected.length);
}

/** Ends with the ValidationError of a token that was not given for this. */
export function wrongToken({ query, question }: Listing): never {
  const forThis = question === undefined ? '' : ' for this question';
  invalid(
    `nextToken is not one that ${query} gave to your organization${forThis}: send the nextToken of the page before as it is, or none for the first page.`,
  );
}

function prefix({ query, organizationId, question }: Listing): string {
  return question === undefined ? `${query}.${organizationId}.` : `${query}.${organizationId}.${question}.`;
}
