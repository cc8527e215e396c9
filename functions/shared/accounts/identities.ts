import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import { batchGet } from '../dynamodb/batch-get.ts';

/** An identity as far as signing up and signing in care. */
const Identity = v.object({
  organizationId: v.string(),
  id: v.string(),
  kind: v.picklist(['PERSON', 'SERVICE']),
  name: v.string(),
  /** In lower case. */
  email: v.string(),
  role: v.picklist(['ADMINISTRATOR', 'OPERATOR', 'VIEWER']),
  status: v.picklist(['INVITED', 'ACTIVE', 'SUSPENDED']),
  /** The user of the pool that it is bound to. */
  sub: v.optional(v.string()),
  /** Absent of a service, and of a person whose invitation has no end: that of the first administrator. */
  invitation: v.optional(v.object({ sentAt: v.string(), expiresAt: v.string() })),
  createdAt: v.string(),
  version: v.number(),
});
export type Identity = v.InferOutput<typeof Identity>;

export interface IdentityKey {
  organizationId: string;
  identityId: string;
}

/** Those of the identities that there are, as they are now, in no order. Rejects where one could not be read. */
export async function identitiesAt(
  keys: readonly IdentityKey[],
  client: DynamoDBClient,
  table: string,
): Promise<Identity[]> {
  const { items, unread } = await batchGet(client, {
    table,
    keys: keys.map(({ organizationId, identityId }) => marshall({ organizationId, id: identityId })),
    ConsistentRead: true,
  });
  const [failed] = unread;
  if (failed) throw failed.cause;
  return items.map((item) => v.parse(Identity, unmarshall(item)));
}

/** Whether the invitation of an identity has ended before it was accepted. */
export function hasExpired({ invitation }: Pick<Identity, 'invitation'>, now: Date): boolean {
  return invitation !== undefined && invitation.expiresAt <= now.toISOString();
}
