import type { Context } from 'aws-lambda';
import * as v from 'valibot';
import { presignIn } from '../shared/exports/presign.ts';
import { createLogger } from '../shared/logger.ts';
import { ULID } from '../shared/names.ts';
import definition from './function.ts';

const environment = v.parse(definition.environment, process.env);
const log = createLogger('export-files');
const presign = presignIn(environment.EXPORTS_BUCKET);

const Event = v.object({
  organizationId: v.pipe(v.string(), v.regex(ULID)),
  files: v.array(v.object({ key: v.string(), name: v.string() })),
});

/** URLs of files of one organization, in order. */
export async function handler(event: unknown, context: Context): Promise<{ urls: string[] }> {
  log.addContext(context);
  const { organizationId, files } = v.parse(Event, event);
  return { urls: await Promise.all(files.map((file) => presign(organizationId, file))) };
}
