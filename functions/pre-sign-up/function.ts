import * as v from 'valibot';
import { defineFunction } from '../shared/define-function.ts';

const Name = v.pipe(v.string(), v.nonEmpty());

export default defineFunction({
  description: 'Lets those sign up who are invited, or everybody where sign-up is open',
  timeoutSeconds: 5,
  memoryMb: 256,
  environment: v.object({
    MEMBERSHIPS_TABLE: Name,
    IDENTITIES_TABLE: Name,
    SIGN_UP: v.picklist(['invited', 'open']),
  }),
});
