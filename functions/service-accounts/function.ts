import * as v from 'valibot';
import { defineFunction } from '../shared/define-function.ts';

const Name = v.pipe(v.string(), v.nonEmpty());

export default defineFunction({
  description: "Makes the user pool's users of services, gives them secrets, and takes both away",
  timeoutSeconds: 29,
  memoryMb: 512,
  environment: v.object({
    IDENTITIES_TABLE: Name,
    USER_POOL_ID: Name,
  }),
});
