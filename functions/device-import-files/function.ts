import * as v from 'valibot';
import { defineFunction } from '../shared/define-function.ts';

export default defineFunction({
  description: 'Gives signed-in callers links to the files of imports',
  timeoutSeconds: 10,
  memoryMb: 512,
  environment: v.object({ IMPORTS_BUCKET: v.pipe(v.string(), v.nonEmpty()) }),
});
