import { AwsError } from './aws-error.ts';

/**
 * An operation by its name. Throws an AwsError that says that it is not supported here.
 * @param code what the protocol calls that
 */
export function findOperation<Operation>(
  operations: Readonly<Record<string, Operation>>,
  name: string,
  code = 'UnknownOperationException',
): Operation {
  const found = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (!found) throw new AwsError(code, `The operation ${name || '(none)'} is not supported here`);
  return found;
}
