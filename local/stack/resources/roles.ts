import { unlessThere } from '../../shared/aws-error.ts';
import type { JsonCaller } from '../../shared/json-service.ts';
import { physicalName, roleArn } from '../names.ts';

/** IAM, as those see it who make roles. */
export interface Iam {
  call: JsonCaller;
}

/** @returns the ARN of a role that a service may assume */
export async function ensureRole({ call }: Iam, name: string, service: string): Promise<string> {
  const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } };
  await unlessThere('EntityAlreadyExists', () =>
    call('CreateRole', { RoleName: physicalName(name), AssumeRolePolicyDocument: document(trust) }),
  );
  return roleArn(name);
}

/**
 * Lets a role do something: of what it was granted for one purpose, the last. Only what stand-ins look at needs to be granted, which is not what
 * functions do at the AWS endpoint.
 */
export async function grant(
  iam: Iam,
  role: string,
  { purpose, ...access }: Access & { purpose: string },
): Promise<void> {
  await grantEach(iam, role, purpose, [access]);
}

/** Actions on resources. */
export interface Access {
  actions: readonly string[];
  resources: readonly string[];
}

/** {@link grant} of other actions on other resources. */
export async function grantEach(
  { call }: Iam,
  role: string,
  purpose: string,
  access: readonly Access[],
): Promise<void> {
  await call('PutRolePolicy', {
    RoleName: physicalName(role),
    PolicyName: purpose,
    PolicyDocument: document(
      ...access.map(({ actions, resources }) => ({ Effect: 'Allow', Action: actions, Resource: resources })),
    ),
  });
}

function document(...statements: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
