import type { Context, DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import type { Membership } from '../../schema/generated/types.ts';
import { audited, type AuditStash } from './audit.ts';
import { organizationOf } from './caller.ts';
import type { IdentityRow, OrganizationRow } from './rows.ts';

/** How many organizations one answer is about: of each, its row and an identity's are read at once, and DynamoDB reads 100. */
export const MOST_ORGANIZATIONS = 50;

/** An identity that is the caller's, or is offered to them, and its organization, which may be another than that of their token. */
export interface Standing {
  identity: IdentityRow;
  organization: OrganizationRow;
}

/** What a step found of an identity that is the caller's, or is offered to them. */
export interface Found {
  organizationId: string;
  identityId: string;
}

/** The caller's membership as they see it. */
export function publicMembership(ctx: Context, { identity, organization }: Standing): Membership {
  return {
    organizationId: organization.id,
    organizationName: organization.name,
    identityId: identity.id,
    role: identity.role,
    status: identity.status,
    isCurrent: organization.id === organizationOf(ctx),
  };
}

/** In the order of the organizations' names. The runtime sorts texts alone. */
export function byName(standings: Standing[]): Standing[] {
  const keyed: Record<string, Standing> = {};
  for (const standing of standings) {
    const { id, name } = standing.organization;
    keyed[`${name.toLowerCase()}\n${id}`] = standing;
  }
  return Object.keys(keyed)
    .sort()
    .flatMap((key) => keyed[key] ?? []);
}

/**
 * The transaction with the audit event of what it does, which the caller does as `identity`, in its organization. That is the actor: whom they are in the
 * organization of their token is nothing that another one may learn.
 */
export function auditedAs(
  ctx: Context,
  transaction: DynamoDBTransactWriteItemsRequest,
  { organizationId, id, name, kind }: IdentityRow,
): DynamoDBTransactWriteItemsRequest {
  (ctx.stash as AuditStash).actor = { identityId: id, name, kind };
  return audited(ctx, transaction, { organizationId, targetType: 'Identity', targetId: id });
}
