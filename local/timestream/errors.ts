import { AwsError } from '../shared/aws-error.ts';
import { inputParser } from '../shared/parse-input.ts';

/** A request that the service refuses as a whole. */
export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** A database or table that does not exist. */
export function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message);
}

/** Parses an operation's input. Throws ValidationException that names the member and what is wrong with it. */
export const parseInput = inputParser(invalid);
