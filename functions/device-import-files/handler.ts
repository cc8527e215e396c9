import { S3Client } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import * as v from 'valibot';
import { clientOptions } from '../shared/aws-client.ts';
import { presigner } from '../shared/files/presigner.ts';
import { createLogger } from '../shared/logger.ts';
import type { Answer } from './answer.ts';
import { answer } from './answer.ts';
import { parseEvent } from './event.ts';
import definition from './function.ts';

const { IMPORTS_BUCKET: bucket } = v.parse(definition.environment, process.env);
const log = createLogger('device-import-files');
const client = new S3Client(clientOptions({ attempts: 3, requestTimeout: 2000 }));
const files = { client, bucket, presigner: presigner(bucket) };

/** Links to the files of imports of one organization, or whether one was uploaded. */
export async function handler(event: unknown, context: Context): Promise<Answer> {
  log.addContext(context);
  return answer(parseEvent(event), files);
}
