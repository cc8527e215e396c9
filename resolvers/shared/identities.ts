import type { IdentityRow } from './rows.ts';

/** An identity as clients see it. */
export type PublicIdentity = Omit<IdentityRow, 'organizationId' | 'sub'>;

/** What clients may see of an identity's row: the Cognito user that it is bound to is not theirs to know. */
export function publicIdentity(row: IdentityRow): PublicIdentity {
  const { organizationId: _organizationId, sub: _sub, ...identity } = row;
  return identity;
}

/** Whether an identity counts as one of its organization's active administrators. */
export function isActiveAdministrator(identity: { role: string; status: string }): boolean {
  return identity.role === 'ADMINISTRATOR' && identity.status === 'ACTIVE';
}
