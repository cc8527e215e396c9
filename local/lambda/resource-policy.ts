import { functionArn } from '../shared/arns.ts';
import { AwsError } from '../shared/aws-error.ts';
import type { ServicePrincipal } from '../shared/ports.ts';
import { LOCAL_ACCOUNT } from '../shared/service.ts';
import { isArnLike, partsOf } from '../shared/wildcard.ts';
import type { FunctionDefinition, Statement } from './definition.ts';

const INVOKE = 'lambda:InvokeFunction';

/**
 * Throws `AccessDeniedException` unless a function's resource-based policy lets a service invoke it for the resource that it acts for.
 * Sources: AWS Lambda Developer Guide, "Granting Lambda function access to AWS services"; AWS Identity and Access Management User Guide,
 * "Troubleshoot access denied error messages".
 */
export function requirePermission({ name, policy }: FunctionDefinition, by: ServicePrincipal): void {
  if (policy?.statements.some((statement) => allows(statement, by))) return;
  const message = `User: ${by.service} is not authorized to perform: ${INVOKE} on resource: ${functionArn(name)} because no resource-based policy allows the ${INVOKE} action`;
  throw new AwsError('AccessDeniedException', message, { Type: 'User' }, 403);
}

function allows({ Principal, Action, Condition = {} }: Statement, by: ServicePrincipal): boolean {
  if (Principal !== '*' && !('Service' in Principal && Principal.Service === by.service)) return false;
  if (!['*', 'lambda:*', INVOKE].includes(Action)) return false;
  return Object.entries(Condition).every(([operator, values]) =>
    Object.entries(values).every(([key, value]) => holds(operator, key, value, by)),
  );
}

/** A key that a service does not bring, such as the authorization of a function's URL, is never as the condition wants it. */
function holds(operator: string, key: string, value: string, { sourceArn }: ServicePrincipal): boolean {
  if (operator === 'ArnLike' && key === 'AWS:SourceArn') return isArnLike(sourceArn, value);
  return operator === 'StringEquals' && key === 'AWS:SourceAccount' && value === accountOf(sourceArn);
}

/** The ARN of a bucket has no account: everything here is in one. */
function accountOf(arn: string): string {
  const account = partsOf(arn)[4] ?? '';
  return account === '' ? LOCAL_ACCOUNT : account;
}
