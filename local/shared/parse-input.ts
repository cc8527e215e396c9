import * as v from 'valibot';
import type { AwsError } from './aws-error.ts';

/** Parses an operation's input. Throws what `refuse` makes of a message that names the member and what is wrong with it. */
export function parseInputOr<const Schema extends v.GenericSchema>(
  refuse: (message: string) => AwsError,
  schema: Schema,
  input: unknown,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, input, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw refuse(`${v.getDotPath(issue) ?? 'The request'}: ${issue.message}`);
}
