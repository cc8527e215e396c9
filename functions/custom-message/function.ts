import * as v from 'valibot';
import { defineFunction } from '../shared/define-function.ts';

const Name = v.pipe(v.string(), v.nonEmpty());

export default defineFunction({
  description: "Writes the user pool's mails, in the language of whom they are for",
  timeoutSeconds: 5,
  memoryMb: 256,
  environment: v.object({ MEMBERSHIPS_TABLE: Name, IDENTITIES_TABLE: Name }),
});
