import * as v from 'valibot';
import { defineFunction } from '../shared/define-function.ts';

export default defineFunction({
  description: 'Wakes the exports that somebody must look at again',
  timeoutSeconds: 50,
  memoryMb: 256,
  environment: v.object({
    EXPORTS_TABLE: v.pipe(v.string(), v.nonEmpty()),
    EXPORT_FUNCTION: v.pipe(v.string(), v.nonEmpty()),
  }),
  schedule: 'rate(1 minute)',
});
