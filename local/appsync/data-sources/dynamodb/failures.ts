import { randomBytes } from 'node:crypto';
import type { AwsError } from '../../../shared/aws-error.ts';
import type { DataSourceAnswer } from '../../types.ts';

/** Errors that have a class of their own in AWS's SDK; the others are all `DynamoDbException`. */
const MODELLED = [
  'ConditionalCheckFailedException',
  'IdempotentParameterMismatchException',
  'InternalServerError',
  'ItemCollectionSizeLimitExceededException',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ResourceInUseException',
  'ResourceNotFoundException',
  'TransactionCanceledException',
  'TransactionConflictException',
  'TransactionInProgressException',
];
const REQUEST_ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A DynamoDB error as `ctx.error`, in the words of AWS's Java SDK, which AppSync hands on. */
export function serviceFailure({ code, message, statusCode }: AwsError, result: unknown = null): DataSourceAnswer {
  const type = MODELLED.includes(code) ? code : 'DynamoDbException';
  return failure(
    type,
    `${message} (Service: DynamoDb, Status Code: ${statusCode}, Request ID: ${requestId()})`,
    result,
  );
}

export function failure(type: string, message: string, result: unknown = null): DataSourceAnswer {
  return { result, error: { message, type: `DynamoDB:${type}` } };
}

function requestId(): string {
  return Array.from(randomBytes(52), (byte) => REQUEST_ID_ALPHABET[byte % REQUEST_ID_ALPHABET.length]).join('');
}
