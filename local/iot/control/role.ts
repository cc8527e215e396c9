import type { Roles } from '../../shared/ports.ts';
import { invalidRequest } from './errors.ts';

/** By it, AWS IoT assumes roles. */
export const IOT_PRINCIPAL = 'iot.amazonaws.com';

/** Throws `InvalidRequestException` where AWS IoT could not assume the role. */
export function requireRole(roles: Roles, roleArn: string): void {
  if (!roles.find(roleArn)?.trusts(IOT_PRINCIPAL))
    throw invalidRequest(`${IOT_PRINCIPAL} is unable to perform: sts:AssumeRole on resource: ${roleArn}`);
}
