import { AwsError } from '../shared/aws-error.ts';
import { inputParser } from '../shared/parse-input.ts';

/** Source: IAM API Reference, "Common Errors" and the errors of each operation. */
export const noSuchEntity = (message: string) => new AwsError('NoSuchEntity', message, {}, 404);
export const alreadyExists = (message: string) => new AwsError('EntityAlreadyExists', message, {}, 409);
export const deleteConflict = (message: string) => new AwsError('DeleteConflict', message, {}, 409);
export const limitExceeded = (message: string) => new AwsError('LimitExceeded', message, {}, 409);
export const malformedPolicy = (message: string) => new AwsError('MalformedPolicyDocument', message);
export const invalidInput = (message: string) => new AwsError('InvalidInput', message);
export const validationError = (message: string) => new AwsError('ValidationError', message);

/** Throws `ValidationError`. */
export const parseInput = inputParser(validationError);
