import type { OrganizationRow } from './rows.ts';

/** An organization as clients see it. */
export type PublicOrganization = Omit<OrganizationRow, 'activeAdministrators'>;

/** What clients may see of an organization's row. */
export function publicOrganization(row: OrganizationRow): PublicOrganization {
  const { activeAdministrators: _activeAdministrators, ...organization } = row;
  return organization;
}
