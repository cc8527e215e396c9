import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import { batchGet } from '../shared/dynamodb/batch-get.ts';
import { membershipsOf } from '../shared/memberships.ts';
import type { Locale } from './message.ts';

/** The language of a user's own `locale`, such as `fr-CA`, where it is one of those that there are. */
export function ownLocale(locale: string | undefined): Locale | undefined {
  if (locale === undefined) return undefined;
  if (/^fr(?![a-z])/i.test(locale)) return 'fr';
  return /^en(?![a-z])/i.test(locale) ? 'en' : undefined;
}

interface Tables {
  client: DynamoDBClient;
  memberships: string;
  identities: string;
}

const Identity = v.object({ id: v.string(), locale: v.picklist(['en', 'fr']) });

/** The language that administrators gave to an e-mail's newest identity, if there is one. Rejects where the tables cannot be read. */
export async function identityLocale(email: string, tables: Tables): Promise<Locale | undefined> {
  const { client, memberships, identities } = tables;
  const found = await membershipsOf(email, client, memberships);
  if (found.length === 0) return undefined;
  const { items, unread } = await batchGet(client, {
    table: identities,
    keys: found.map(({ organizationId, identityId }) => marshall({ organizationId, id: identityId })),
    ProjectionExpression: 'id, #locale',
    ExpressionAttributeNames: { '#locale': 'locale' },
  });
  const [failed] = unread;
  if (failed) throw failed.cause;
  // Ids are ULIDs, which sort by their time.
  const [newest] = items
    .map((item) => v.parse(Identity, unmarshall(item)))
    .sort((one, other) => (one.id < other.id ? 1 : -1));
  return newest?.locale;
}
