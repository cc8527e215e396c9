import { AwsError } from '../shared/aws-error.ts';
import { inputParser } from '../shared/parse-input.ts';

/** @param message what is wrong, as AWS says it after `Invalid parameter: ` */
export const invalidParameter = (message: string): AwsError =>
  new AwsError('InvalidParameter', `Invalid parameter: ${message}`);
export const notFound = (what: 'Topic' | 'Subscription'): AwsError =>
  new AwsError('NotFound', `${what} does not exist`, {}, 404);

/** Throws `InvalidParameter`. */
export const parseInput = inputParser(invalidParameter);
