import * as v from 'valibot';
import { validationError } from './errors.ts';
import { members } from './engine.ts';

/**
 * Parses an operation's input.
 * @throws AwsError `ValidationException` that names the member; "not supported here" for one that the schema does not have
 */
export function parseInput<Schema extends v.GenericSchema>(
  operation: string,
  schema: Schema,
  input: unknown,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, members(input));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue) ?? '';
  throw validationError(
    issue.expected === 'never'
      ? `${path} of ${operation} is not supported here`
      : `1 validation error detected: Value at '${path}' of ${operation} failed to satisfy constraint: ${issue.message}`,
  );
}
