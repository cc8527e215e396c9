import type { Role, Roles } from '../shared/ports.ts';
import { invalidParameter } from './schema.ts';

/** Throws `InvalidParameterValueException` unless there is such a role and Lambda may assume it. */
export function assumableRole(roles: Roles, arn: string): Role {
  const role = roles.find(arn);
  if (!role?.trusts('lambda.amazonaws.com')) {
    throw invalidParameter('The role defined for the function cannot be assumed by Lambda.');
  }
  return role;
}

/** What Lambda does with a queue in a function's name. Source: AWS Lambda Developer Guide, "Using Lambda with Amazon SQS", permissions. */
const POLLING = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'] as const;

/** Throws `InvalidParameterValueException` unless a function's role lets Lambda read a queue. */
export function requirePolling(roles: Roles, roleArn: string, queueArn: string): void {
  const role = assumableRole(roles, roleArn);
  const missing = POLLING.find((action) => !role.allows(`sqs:${action}`, queueArn));
  if (missing !== undefined) {
    throw invalidParameter(`The provided execution role does not have permissions to call ${missing} on SQS`);
  }
}

/** Throws `InvalidParameterValueException` unless a function's role lets Lambda send to a queue. */
export function requireSending(roles: Roles, roleArn: string, queueArn: string): void {
  if (!assumableRole(roles, roleArn).allows('sqs:SendMessage', queueArn)) {
    throw invalidParameter(
      `The function's execution role does not have permissions to call SendMessage on ${queueArn}`,
    );
  }
}
