import { AwsError } from '../shared/aws-error.ts';
import type { JsonOperations } from '../shared/json-service.ts';

/** The same operations, for callers with credentials only: a browser that sends a request unsigned is refused, as on AWS. */
export function requireSigned(operations: JsonOperations): JsonOperations {
  return Object.fromEntries(
    Object.entries(operations).map(([name, run]) => [
      name,
      async (input, caller) => {
        if (caller.accessKeyId === undefined)
          throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token');
        return run(input, caller);
      },
    ]),
  ) satisfies JsonOperations;
}
