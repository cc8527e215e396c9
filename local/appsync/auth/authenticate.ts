import type { Principal, PrincipalStore } from '../../shared/ports.ts';
import type { Clock } from '../../shared/service.ts';
import type { IamIdentity } from '../types.ts';
import { unauthorized } from './caller.ts';
import type { AuthorizationMode, Caller } from './caller.ts';
import { verifyToken } from './jwt.ts';
import type { PoolAccess } from './jwt.ts';
import { verifySignature } from './sigv4.ts';
import type { SignedRequest } from './sigv4.ts';

/** Proves who sent a request; rejects with a `RequestRefused`. */
export type Authenticate = (
  request: SignedRequest,
  modes: readonly AuthorizationMode[],
  sourceIp: readonly string[],
) => Promise<Caller>;

export interface AuthenticatorOptions {
  apiArn: string;
  /** Read at every request. */
  pools: () => readonly PoolAccess[];
  principals: PrincipalStore;
  clock: Clock;
}

/** The `Authorization` header decides the mode, as in AppSync: a SigV4 header is IAM's, anything else is a token. */
export function authenticator({ apiArn, pools, principals, clock }: AuthenticatorOptions): Authenticate {
  return async (request, modes, sourceIp) => {
    const authorization = request.headers.authorization ?? '';
    if (authorization === '') throw unauthorized('Valid authorization header not provided.');
    if (authorization.startsWith('AWS4-HMAC-SHA256')) {
      if (!modes.includes('AWS_IAM')) throw unauthorized();
      const principal = await verifySignature(request, principals, clock);
      const allowsField = (typeName: string, fieldName: string) =>
        principal.allows('appsync:GraphQL', `${apiArn}/types/${typeName}/fields/${fieldName}`);
      return { mode: 'AWS_IAM', identity: iamIdentity(principal, sourceIp), allowsField };
    }
    if (!modes.includes('AMAZON_COGNITO_USER_POOLS')) throw unauthorized();
    const identity = await verifyToken(authorization, pools(), { clock, sourceIp });
    return { mode: 'AMAZON_COGNITO_USER_POOLS', identity };
  };
}

function iamIdentity({ arn, accessKeyId }: Principal, sourceIp: readonly string[]): IamIdentity {
  return {
    accountId: arn.split(':')[4] ?? '',
    cognitoIdentityPoolId: null,
    cognitoIdentityId: null,
    cognitoIdentityAuthType: null,
    cognitoIdentityAuthProvider: null,
    sourceIp,
    // A role's session is named `<id of the role>:<name of the session>`; the key stands for the former.
    username: `${accessKeyId}:${arn.split('/').at(-1) ?? ''}`,
    userArn: arn,
  };
}
