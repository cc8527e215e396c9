import * as v from 'valibot';
import { AwsError } from '../shared/aws-error.ts';

/**
 * Error codes of the older query protocol where they differ from today's names. SDKs expose them beside the exception's name.
 * Source: the `awsQueryError` traits of the service's model.
 */
const queryCodes: Readonly<Record<string, string>> = {
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
  MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  QueueNameExists: 'QueueAlreadyExists',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
};

/** The value of the header `x-amzn-query-error` for an exception's name. */
export function queryErrorHeader(code: string, status: number): string {
  return `${queryCodes[code] ?? code};${status < 500 ? 'Sender' : 'Receiver'}`;
}

export function queueDoesNotExist(): AwsError {
  return new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
}

export function invalidParameter(name: string, value: unknown, reason: string): AwsError {
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  return new AwsError('InvalidParameterValue', `Value ${shown} for parameter ${name} is invalid. Reason: ${reason}`);
}

export function fifoNotSupported(what: string): AwsError {
  return new AwsError('UnsupportedOperation', `${what}: FIFO queues are not supported here, only standard queues.`);
}

/** Parses an operation's input. Throws the AwsError that SQS answers to a missing or wrong parameter. */
export function parseInput<S extends v.GenericSchema>(schema: S, input: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const parameter = v.getDotPath(issue) ?? 'request';
  if (issue.received === 'undefined') {
    throw new AwsError('MissingParameter', `The request must contain the parameter ${parameter}.`);
  }
  throw invalidParameter(parameter, issue.input, issue.message);
}
