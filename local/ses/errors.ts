import { AwsError } from '../shared/aws-error.ts';
import { inputParser } from '../shared/parse-input.ts';

/*
 * Errors have their names and statuses of API v2; the query protocol of the first API translates them.
 * Source: Amazon SES API v2 Reference, "SendEmail"; texts as senders have reported them.
 */

export function badRequest(message: string): AwsError {
  return new AwsError('BadRequestException', message);
}

export function notSupported(what: string): AwsError {
  return badRequest(`${what} is not supported here`);
}

/** @param what in words, such as `Email identity example.com` */
export function notFound(what: string): AwsError {
  return new AwsError('NotFoundException', `${what} does not exist.`, {}, 404);
}

/** @param what in words, such as `Configuration set <exports>` */
export function alreadyExists(what: string): AwsError {
  return new AwsError('AlreadyExistsException', `${what} already exists.`);
}

export function messageRejected(message: string): AwsError {
  return new AwsError('MessageRejected', message);
}

export function sendingRateExceeded(): AwsError {
  return new AwsError('TooManyRequestsException', 'Maximum sending rate exceeded.', {}, 429);
}

export function accountSuspended(): AwsError {
  return new AwsError(
    'AccountSuspendedException',
    'Sending paused for this account. For more information, please check the inbox of the email address associated with your AWS account.',
  );
}

export function sendingPaused(): AwsError {
  return new AwsError('SendingPausedException', 'Email sending is disabled for this account.');
}

export function internalError(message: string): AwsError {
  return new AwsError('InternalServiceErrorException', message, {}, 500);
}

/** Parses an operation's input. Throws BadRequestException that names the member and what is wrong with it. */
export const parseInput = inputParser(badRequest);
