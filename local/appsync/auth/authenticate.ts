import type { Principal, PrincipalStore } from '../../shared/ports.ts';
import type { Clock } from '../../shared/service.ts';
import type { IamIdentity } from '../types.ts';
import { unauthorized } from './caller.ts';
import type { AuthorizationMode, Caller } from './caller.ts';
import { NOT_PROVIDED, readCredential } from './credential.ts';
import { readIssuer, tokenVerifier } from './jwt.ts';
import type { PoolAccess } from './jwt.ts';
import { verifySignature } from './sigv4.ts';
import type { SignedRequest } from './sigv4.ts';

/** Proves who sent a request; rejects with a `RequestRefused`. */
export type Authenticate = (
  request: SignedRequest,
  /** Those of the API, the default one first: one for each of its providers. */
  modes: readonly AuthorizationMode[],
  sourceIp: readonly string[],
) => Promise<Caller>;

export interface AuthenticatorOptions {
  apiArn: string;
  /** Read at every request. */
  pools: () => readonly PoolAccess[];
  /** Whether a key is one of the API's that has not expired. */
  hasApiKey: (key: string) => boolean;
  principals: PrincipalStore;
  clock: Clock;
}

export function authenticator({ apiArn, pools, hasApiKey, principals, clock }: AuthenticatorOptions): Authenticate {
  const verifyToken = tokenVerifier(clock);
  return async (request, modes, sourceIp) => {
    const credential = readCredential(request.headers, modes);
    switch (credential.mode) {
      case 'API_KEY':
        if (!hasApiKey(credential.key)) throw unauthorized();
        return { mode: 'API_KEY', identity: null };
      case 'AWS_IAM': {
        const principal = await verifySignature(request, principals, clock);
        const allowsField = (typeName: string, fieldName: string) =>
          principal.allows('appsync:GraphQL', `${apiArn}/types/${typeName}/fields/${fieldName}`);
        return { mode: 'AWS_IAM', identity: iamIdentity(principal, sourceIp), allowsField };
      }
      case 'AMAZON_COGNITO_USER_POOLS': {
        const { token } = credential;
        const access = accessOf(token, pools(), modes.length === 1);
        return { mode: 'AMAZON_COGNITO_USER_POOLS', identity: await verifyToken(token, access, sourceIp) };
      }
    }
  };
}

/**
 * How the API takes the tokens of the pool that a token says to be of. An API of several providers says the same of what it cannot read as of what is
 * no provider's. Source: aws/aws-appsync-community issue 198 (one provider).
 */
function accessOf(token: string, pools: readonly PoolAccess[], hasOneProvider: boolean): PoolAccess {
  const issuer = readIssuer(token);
  if (issuer === undefined && hasOneProvider) throw unauthorized('Unable to parse JWT token.');
  const access = pools.find(({ pool }) => pool.issuer === issuer);
  if (!access) throw unauthorized(hasOneProvider ? undefined : NOT_PROVIDED);
  return access;
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
