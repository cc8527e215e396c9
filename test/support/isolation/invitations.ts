import type { OrganizationModel } from './model.ts';

/** Who has been invited where. Whoever is invited may read the id and the name of the organization, and their own identity's id there. */
export class Invitations {
  readonly #organizations = new Map<string, Set<OrganizationModel>>();

  add(email: string, organization: OrganizationModel): void {
    const known = this.#organizations.get(email) ?? new Set();
    this.#organizations.set(email, known.add(organization));
  }

  /** Ids and markers of organizations that somebody has to do with. */
  disclosedTo(email: string): Set<string> {
    const disclosed = new Set<string>();
    for (const { id, marks, identities } of this.#organizations.get(email) ?? []) {
      disclosed.add(id).add(marks.nameWord);
      for (const identity of identities.values()) if (identity.email === email) disclosed.add(identity.id);
    }
    return disclosed;
  }

  /** Whether an organization may write to an address. */
  knows(email: string, organizationId: string): boolean {
    return [...(this.#organizations.get(email) ?? [])].some(({ id }) => id === organizationId);
  }
}
