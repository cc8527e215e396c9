import * as v from 'valibot';
import { defineFunction } from '../shared/define-function.ts';

const Name = v.pipe(v.string(), v.nonEmpty());

export default defineFunction({
  description: "Puts the organization, the identity and the role into a person's tokens",
  timeoutSeconds: 5,
  memoryMb: 512,
  environment: v.object({
    ORGANIZATIONS_TABLE: Name,
    IDENTITIES_TABLE: Name,
    MEMBERSHIPS_TABLE: Name,
    ACCOUNTS_TABLE: Name,
    AUDIT_EVENTS_TABLE: Name,
    SIGN_UP: v.picklist(['invited', 'open']),
  }),
});
