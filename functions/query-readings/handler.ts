import type { Context } from 'aws-lambda';
import * as v from 'valibot';
import { internalMessage, SondeError } from '../shared/errors.ts';
import type { ErrorType } from '../shared/errors.ts';
import { asError, createLogger } from '../shared/logger.ts';
import { createReader } from '../shared/readings/reader.ts';
import type { FieldAnswer } from './answer.ts';
import { answer } from './answer.ts';
import definition from './function.ts';

/** An error is an answer too: AppSync would hide the type of one that is thrown. */
type Answer = { data: FieldAnswer } | { error: { type: ErrorType; message: string; data?: unknown } };

const environment = v.parse(definition.environment, process.env);
const log = createLogger('query-readings');
const store = createReader({ database: environment.READINGS_DATABASE, table: environment.READINGS_TABLE }, log);

export async function handler(event: unknown, context: Context): Promise<Answer> {
  log.addContext(context);
  try {
    return { data: await answer(event, store) };
  } catch (error) {
    if (error instanceof SondeError && error.type !== 'InternalError') {
      const { type, message, data } = error;
      return { error: { type, message, ...(data !== undefined && { data }) } };
    }
    log.error('The query failed', { error: asError(error) });
    return { error: { type: 'InternalError', message: internalMessage(context.awsRequestId) } };
  }
}
