import * as v from 'valibot';
import type { AwsError } from './aws-error.ts';

/** Parses an operation's input by its schema. */
export type ParseInput = <const Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
) => v.InferOutput<Schema>;

/** How a service parses inputs: it throws what `refuse` makes of a message that names the member and what is wrong with it. */
export function inputParser(refuse: (message: string) => AwsError): ParseInput {
  return (schema, input) => {
    const result = v.safeParse(schema, input, { abortEarly: true });
    if (result.success) return result.output;
    const [issue] = result.issues;
    throw refuse(`${v.getDotPath(issue) ?? 'The request'}: ${messageOf(issue)}`);
  };
}

/** A member that a schema does not have is valid on AWS as likely as not. */
function messageOf({ kind, type, expected, message }: v.BaseIssue<unknown>): string {
  const isUnknown = kind === 'schema' && type === 'strict_object' && expected === 'never';
  return isUnknown ? 'This is not supported here.' : message;
}
