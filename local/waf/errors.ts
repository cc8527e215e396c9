import type * as v from 'valibot';
import { AwsError } from '../shared/aws-error.ts';
import { parseInputOr } from '../shared/parse-input.ts';

export const invalidParameter = (reason: string): AwsError =>
  new AwsError('WAFInvalidParameterException', `Error reason: ${reason}`, { Reason: reason });
export const nonexistent = (): AwsError =>
  new AwsError(
    'WAFNonexistentItemException',
    'AWS WAF couldn’t perform the operation because your resource doesn’t exist.',
  );

/** Throws `WAFInvalidParameterException`. */
export function parseInput<const Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
): v.InferOutput<Schema> {
  return parseInputOr(invalidParameter, schema, input);
}
