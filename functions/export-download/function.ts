import * as v from 'valibot';
import { defineFunction } from '../shared/define-function.ts';
import { DOWNLOAD_PATH } from '../shared/exports/links.ts';

export default defineFunction({
  description: 'Answers the links to exports that recipients get by e-mail',
  timeoutSeconds: 10,
  memoryMb: 512,
  environment: v.object({
    EXPORTS_TABLE: v.pipe(v.string(), v.nonEmpty()),
    IDENTITIES_TABLE: v.pipe(v.string(), v.nonEmpty()),
    EXPORTS_BUCKET: v.pipe(v.string(), v.nonEmpty()),
  }),
  httpRoutes: [`GET ${DOWNLOAD_PATH}`, `HEAD ${DOWNLOAD_PATH}`],
});
