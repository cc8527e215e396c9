import { AwsError } from '../../shared/aws-error.ts';
import type { Roles } from '../../shared/ports.ts';

/** Throws where a data source may not do `action` on the resource with the ARN `resource`. */
export type Authorize = (action: string, resource: string) => void;

export const APPSYNC_PRINCIPAL = 'appsync.amazonaws.com';

/** AppSync cannot be a data source's service role any more. */
export class RoleNotAssumed extends Error {}

/**
 * What a data source may do, as its service role's policies are when it does it.
 * Throws {@link RoleNotAssumed}, or an {@link AwsError} `AccessDeniedException` in the services' words (terraform-aws-modules/terraform-aws-appsync
 * pull request 7 shows one).
 */
export function actingAs(roles: Roles, roleArn: string): Authorize {
  return (action, resource) => {
    const role = roles.find(roleArn);
    if (!role?.trusts(APPSYNC_PRINCIPAL)) throw new RoleNotAssumed(`Unable to assume role ${roleArn}.`);
    if (role.allows(action, resource)) return;
    const message = `User: ${sessionArn(roleArn)} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;
    throw new AwsError('AccessDeniedException', message);
  };
}

/** `arn:aws:iam::<account>:role/<path>/<name>` as STS names a session of it. */
function sessionArn(roleArn: string): string {
  const account = roleArn.split(':')[4] ?? '';
  return `arn:aws:sts::${account}:assumed-role/${roleArn.split('/').at(-1) ?? ''}/APPSYNC_ASSUME_ROLE`;
}
