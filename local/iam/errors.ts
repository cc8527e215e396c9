import * as v from 'valibot';
import { AwsError } from '../shared/aws-error.ts';

/** Source: IAM API Reference, "Common Errors" and the errors of each operation. */
export const noSuchEntity = (message: string) => new AwsError('NoSuchEntity', message, {}, 404);
export const alreadyExists = (message: string) => new AwsError('EntityAlreadyExists', message, {}, 409);
export const deleteConflict = (message: string) => new AwsError('DeleteConflict', message, {}, 409);
export const limitExceeded = (message: string) => new AwsError('LimitExceeded', message, {}, 409);
export const malformedPolicy = (message: string) => new AwsError('MalformedPolicyDocument', message);
export const invalidInput = (message: string) => new AwsError('InvalidInput', message);
export const validationError = (message: string) => new AwsError('ValidationError', message);

/** Parses an operation's input. Throws `ValidationError` that names the member; one that the schema does not have is not supported here. */
export function parseInput<const Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, input, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const member = v.getDotPath(issue) ?? 'The request';
  throw validationError(
    issue.expected === 'never' ? `${member} is not supported here.` : `${member}: ${issue.message}`,
  );
}
