import type { AddressStatus } from '../../schema/generated/types.ts';
import { conflict, notFound } from './errors.ts';
import type { IdentityRow, InvitationEntry } from './rows.ts';

/** An identity as clients see it. */
export type PublicIdentity = Omit<
  IdentityRow,
  'organizationId' | 'sub' | 'mailStatus' | 'mailStatusAt' | 'mailClearedAt' | 'invitation' | 'secretCreatedAt'
> & {
  mailStatus: AddressStatus;
  mailStatusAt: string | null;
  invitation: InvitationEntry | null;
  secretCreatedAt: string | null;
};

/** What clients may see of an identity's row: the Cognito user that it is bound to is not theirs to know. */
export function publicIdentity(row: IdentityRow): PublicIdentity {
  const { organizationId: _organizationId, sub: _sub, mailClearedAt: _mailClearedAt, ...identity } = row;
  return {
    ...identity,
    mailStatus: row.mailStatus ?? 'DELIVERABLE',
    mailStatusAt: row.mailStatusAt ?? null,
    invitation: row.invitation ?? null,
    secretCreatedAt: row.secretCreatedAt ?? null,
  };
}

/** Whether an identity counts as one of its organization's active administrators. */
export function isActiveAdministrator(identity: { role: string; status: string }): boolean {
  return identity.role === 'ADMINISTRATOR' && identity.status === 'ACTIVE';
}

/**
 * Ends with the error of a transaction whose condition on the identity's version failed.
 * @param item the identity as it is now, as the transaction answered it; null where it has been deleted
 */
export function changedMeanwhile(item: unknown, id: string): never {
  const current = item as IdentityRow | null;
  if (!current) notFound('identity', id);
  conflict('identity', publicIdentity(current));
}
