import * as v from 'valibot';
import { defineFunction } from '../shared/define-function.ts';

export default defineFunction({
  description: 'Marks the identities whose address bounced, or whose reader complained',
  timeoutSeconds: 30,
  memoryMb: 256,
  environment: v.object({
    IDENTITIES_TABLE: v.pipe(v.string(), v.nonEmpty()),
    MEMBERSHIPS_TABLE: v.pipe(v.string(), v.nonEmpty()),
  }),
});
