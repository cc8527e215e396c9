/** What somebody may do; each role may do all that the ones after it may. */
export const ROLES = ['ADMINISTRATOR', 'OPERATOR', 'VIEWER'] as const;
export type Role = (typeof ROLES)[number];

/** Whether who has the one role may do what is for the other. */
export function atLeast(role: Role, wanted: Role): boolean {
  return ROLES.indexOf(role) <= ROLES.indexOf(wanted);
}
