import { AwsError } from '../shared/aws-error.ts';
import { inputParser } from '../shared/parse-input.ts';

export const invalidParameter = (reason: string): AwsError =>
  new AwsError('WAFInvalidParameterException', `Error reason: ${reason}`, { Reason: reason });
export const nonexistent = (): AwsError =>
  new AwsError(
    'WAFNonexistentItemException',
    'AWS WAF couldn’t perform the operation because your resource doesn’t exist.',
  );

/** Throws `WAFInvalidParameterException`. */
export const parseInput = inputParser(invalidParameter);
