import { requireSize } from './policy/size.ts';
import { identityPolicy } from './policy/validate.ts';
import type { IamRecords } from './state.ts';

/** Source: IAM User Guide, "IAM and AWS STS quotas": characters of a managed policy. */
const CHARACTERS = 6144;

/** The text of a managed policy, if it can be one. @throws `MalformedPolicyDocument`, `LimitExceeded` */
export function checkedPolicy(document: string): string {
  identityPolicy(document);
  requireSize(document, CHARACTERS, `Cannot exceed quota for PolicySize: ${CHARACTERS}`);
  return document;
}

/** How many roles a managed policy is attached to. */
export function attachmentsOf({ roles }: IamRecords, arn: string): number {
  return roles.list().filter(({ attached }) => attached.includes(arn)).length;
}
