import { conflict, notFound } from './errors.ts';
import type { OrganizationRow } from './rows.ts';

/** An organization as clients see it. */
export type PublicOrganization = Omit<OrganizationRow, 'activeAdministrators'>;

/** What clients may see of an organization's row. */
export function publicOrganization(row: OrganizationRow): PublicOrganization {
  const { activeAdministrators: _activeAdministrators, ...organization } = row;
  return organization;
}

/**
 * Ends with the error of a transaction whose condition on the organization's version failed.
 * @param item the organization as it is now, as the transaction answered it; null where there is none
 */
export function organizationChanged(item: unknown, id: string): never {
  const current = item as OrganizationRow | null;
  if (!current) notFound('organization', id);
  conflict('organization', publicOrganization(current));
}
