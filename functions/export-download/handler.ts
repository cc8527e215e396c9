import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import * as v from 'valibot';
import { clientOptions } from '../shared/aws-client.ts';
import { presignIn } from '../shared/exports/presign.ts';
import { asError, createLogger } from '../shared/logger.ts';
import { parseEvent } from './event.ts';
import { findDownload } from './find-download.ts';
import definition from './function.ts';
import type { HttpAnswer } from './answers.ts';
import { description, notFound, redirection, unavailable } from './answers.ts';
import { downloadTables } from './tables.ts';

const environment = v.parse(definition.environment, process.env);
const log = createLogger('export-download');
const tables = downloadTables({
  client: new DynamoDBClient(clientOptions({ attempts: 3, requestTimeout: 1000 })),
  exports: environment.EXPORTS_TABLE,
  identities: environment.IDENTITIES_TABLE,
});
const presign = presignIn(environment.EXPORTS_BUCKET);

/** GET leads to the file, for minutes; HEAD says what it is. Neither changes anything, for programs that check mails follow links too. */
export async function handler(event: unknown, context: Context): Promise<HttpAnswer> {
  log.addContext(context);
  const { method, link, wantsHtml } = parseEvent(event);
  try {
    const download = await findDownload(link, tables, new Date());
    // Whose link it was may be known; the link itself, and what is in it, may not.
    log.info('A link was followed', { method, ...(download && { identityId: download.identityId }) });
    if (!download) return notFound(method, wantsHtml);
    const { organizationId, file } = download;
    return method === 'HEAD' ? description(file) : redirection(await presign(organizationId, file));
  } catch (error) {
    log.error('A link could not be looked up', { error: asError(error) });
    return unavailable(method, wantsHtml);
  }
}
