import type * as v from 'valibot';
import { AwsError } from '../shared/aws-error.ts';
import { parseInputOr } from '../shared/parse-input.ts';

export const invalidParameter = (message: string): AwsError => new AwsError('InvalidParameterException', message);
export const noGroup = (): AwsError =>
  new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
export const noStream = (): AwsError =>
  new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
export const badToken = (): AwsError => invalidParameter('The specified nextToken is invalid.');

/** Throws `InvalidParameterException`. */
export function parseInput<const Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
): v.InferOutput<Schema> {
  return parseInputOr(invalidParameter, schema, input);
}
