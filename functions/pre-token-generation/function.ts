import * as v from 'valibot';
import { defineFunction } from '../shared/define-function.ts';

export default defineFunction({
  description: "Puts the organization, the identity and the role into a person's tokens",
  timeoutSeconds: 5,
  memoryMb: 512,
  environment: v.object({
    ORGANIZATIONS_TABLE: v.pipe(v.string(), v.nonEmpty()),
    IDENTITIES_TABLE: v.pipe(v.string(), v.nonEmpty()),
    MEMBERSHIPS_TABLE: v.pipe(v.string(), v.nonEmpty()),
    SIGN_UP: v.picklist(['invited', 'open']),
  }),
});
