import type { Context } from 'aws-lambda';
import * as v from 'valibot';
import type { FieldAnswer } from '../shared/appsync/field-answer.ts';
import { fieldAnswer } from '../shared/appsync/field-answer.ts';
import { createLogger } from '../shared/logger.ts';
import { createReader } from '../shared/readings/reader.ts';
import type { Answer } from './answer.ts';
import { answer } from './answer.ts';
import definition from './function.ts';

const environment = v.parse(definition.environment, process.env);
const log = createLogger('query-readings');
const store = await createReader(environment.READINGS_STORE, { log });

export async function handler(event: unknown, context: Context): Promise<FieldAnswer<Answer>> {
  log.addContext(context);
  return fieldAnswer(() => answer(event, store), { requestId: context.awsRequestId, log });
}
