import { AwsError } from '../shared/aws-error.ts';
import { inputParser } from '../shared/parse-input.ts';

export const invalidParameter = (message: string): AwsError => new AwsError('InvalidParameterException', message);
export const noGroup = (): AwsError =>
  new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
export const noStream = (): AwsError =>
  new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
export const badToken = (): AwsError => invalidParameter('The specified nextToken is invalid.');

/** Throws `InvalidParameterException`. */
export const parseInput = inputParser(invalidParameter);
