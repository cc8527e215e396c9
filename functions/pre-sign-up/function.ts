import * as v from 'valibot';
import { defineFunction } from '../shared/define-function.ts';

export default defineFunction({
  description: 'Lets those sign up who are invited, or everybody where sign-up is open',
  timeoutSeconds: 5,
  memoryMb: 256,
  environment: v.object({
    MEMBERSHIPS_TABLE: v.pipe(v.string(), v.nonEmpty()),
    SIGN_UP: v.picklist(['invited', 'open']),
  }),
});
