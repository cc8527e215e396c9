import type { Roles } from '../ports.ts';

/** Finds a role at every ARN, that every service may assume and that may do everything: for tests of what has no interest in rights. */
export const anyRole: Roles = { find: (arn) => ({ arn, trusts: () => true, allows: () => true }) };
