import { createHash } from 'node:crypto';
import { AwsError } from '../shared/aws-error.ts';
import type { CallableService } from '../shared/json-service.ts';
import type { Log } from '../shared/log.ts';
import type { PrincipalStore } from '../shared/ports.ts';
import { queryService } from '../shared/query/query-service.ts';
import { LOCAL_ACCOUNT } from '../shared/service.ts';

export interface StsOptions {
  /** Those who have a session of a role. */
  principals: PrincipalStore;
  log: Log;
}

/** Whoever signs with a key that is no session's. */
const LOCAL_USER = `arn:aws:iam::${LOCAL_ACCOUNT}:user/local`;

/**
 * STS, which says who somebody is, and gives no credentials.
 * Source: AWS Security Token Service API Reference, "GetCallerIdentity".
 */
export function createSts({ principals, log }: StsOptions): CallableService {
  return queryService({
    signingName: 'sts',
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    operations: {
      GetCallerIdentity: (_input, { accessKeyId }) => {
        if (accessKeyId === undefined)
          throw new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', {}, 403);
        const principal = principals.find(accessKeyId);
        const Arn = principal?.arn ?? LOCAL_USER;
        return { Arn, UserId: principal ? sessionId(Arn) : uniqueId('AIDA', Arn), Account: LOCAL_ACCOUNT };
      },
    },
    log,
  });
}

/** The id of a session's role, and the session's name. Source: IAM User Guide, "IAM JSON policy elements: Variables", principal key values. */
function sessionId(arn: string): string {
  const [, role = '', session = ''] = arn.split('/');
  return `${uniqueId('AROA', role)}:${session}`;
}

/** The same for the same name, in every process. */
function uniqueId(prefix: string, name: string): string {
  return prefix + createHash('sha256').update(name).digest('hex').slice(0, 17).toUpperCase();
}
