import type { Context, DynamoDBQueryRequest } from '@aws-appsync/utils';
import { query } from '@aws-appsync/utils/dynamodb';
import { organizationOf } from './caller.ts';
import { checkCount } from './checks.ts';
import { internalError } from './errors.ts';
import { openToken, sealToken, wrongToken, type Listing } from './page.ts';

interface PageArguments {
  first?: number | null | undefined;
  nextToken?: string | null | undefined;
}

/** A page of rows, or of what clients see of them. */
export interface Page<T> {
  items: T[];
  nextToken: string | null;
}

/** How the rows of a page are to be chosen. */
interface PageOptions {
  /** Oldest first when left out. */
  newestFirst?: boolean;
  /** Only rows without this attribute. What is left out counts against `first`, so that a page may have fewer. */
  without?: string;
}

/** A page of the rows of a table whose partition key is the organization, by their ids, which are ULIDs. */
export function requestPage(ctx: Context<PageArguments>, options: PageOptions = {}): DynamoDBQueryRequest {
  const organizationId = organizationOf(ctx);
  const first = ctx.args.first ?? 50;
  checkCount('first', first, 100);
  return query<{ organizationId: string }>({
    query: { organizationId: { eq: organizationId } },
    limit: first,
    ...(options.newestFirst ? { scanIndexForward: false } : {}),
    ...(options.without ? { filter: { [options.without]: { attributeExists: false } } } : {}),
    nextToken: openToken(listingOf(ctx), ctx.args.nextToken),
  });
}

/**
 * The page that the data source answered. Its rows are not yet what clients may see.
 * @param listing what it is of, where that is more than the field
 */
export function answeredPage(ctx: Context<PageArguments>, listing: Listing = listingOf(ctx)): Page<unknown> {
  if (ctx.error) {
    // The query's other parts are Sonde's own: only the token can be what the data source could not read.
    if (ctx.args.nextToken) wrongToken(listing);
    internalError(ctx);
  }
  const { items, nextToken } = ctx.result as Page<unknown>;
  return { items, nextToken: sealToken(listing, nextToken) };
}

function listingOf(ctx: Context): Listing {
  return { query: ctx.info.fieldName, organizationId: organizationOf(ctx) };
}
