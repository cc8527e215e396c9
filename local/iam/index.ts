import { openRecords } from '../shared/records.ts';
import type { CallableService } from '../shared/json-service.ts';
import type { Log } from '../shared/log.ts';
import type { Roles } from '../shared/ports.ts';
import { queryService } from '../shared/query/query-service.ts';
import type { Clock } from '../shared/service.ts';
import { managedPolicyOperations } from './managed-policy-operations.ts';
import { roleOperations } from './role-operations.ts';
import { rolePolicyOperations } from './role-policy-operations.ts';
import { rolesOf } from './roles.ts';
import { schemas } from './state.ts';

export interface IamOptions {
  /** Where roles and policies are kept; made if it is missing. */
  directory: string;
  log: Log;
  clock?: Clock;
}

export interface Iam extends CallableService {
  /** For the services that act by a role. */
  readonly roles: Roles;
}

/**
 * IAM's roles and policies. Nobody is asked for rights to change them: whoever reaches the endpoint is the account's owner.
 * Source: IAM API Reference.
 */
export async function createIam({ directory, log, clock = Date.now }: IamOptions): Promise<Iam> {
  const { records, close } = await openRecords(directory, schemas);
  const service = queryService({
    signingName: 'iam',
    namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    operations: {
      ...roleOperations(records, clock),
      ...rolePolicyOperations(records),
      ...managedPolicyOperations(records, clock),
    },
    log,
    close,
  });
  return { ...service, roles: rolesOf(records) };
}
