import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { CryptoKey } from 'jose';
import type { Principal, PrincipalStore } from '../../shared/ports.ts';
import type { Caller } from '../auth/caller.ts';
import type { PoolAccess, UserPool } from '../auth/jwt.ts';

export const ISSUER = 'http://127.0.0.1:4566/eu-west-1_pool';
export const CLIENT_ID = 'client';
export const API_ARN = 'arn:aws:appsync:eu-west-1:000000000000:apis/test';
/** The one that the API has. */
export const API_KEY = 'da2-thekeyoftheapiundertesting';
export const hasApiKey = (key: string): boolean => key === API_KEY;

export interface TokenClaims {
  groups?: readonly string[];
  use?: 'id' | 'access';
  issuer?: string;
  client?: string;
  /** Seconds from now. */
  expiresIn?: number;
  sub?: string;
}

/** RSA keys are slow to make: one pair serves all tests of a file. */
let keyPair: ReturnType<typeof generateKeyPair> | undefined;

/** A pool, and the tokens that it would give. */
export interface TestPool extends UserPool {
  token(claims?: TokenClaims): Promise<string>;
  readonly privateKey: CryptoKey;
}

export async function testPool(): Promise<TestPool> {
  const { publicKey, privateKey } = await (keyPair ??= generateKeyPair('RS256'));
  const jwk = { ...(await exportJWK(publicKey)), kid: 'key', alg: 'RS256', use: 'sig' };
  return {
    issuer: ISSUER,
    keys: createLocalJWKSet({ keys: [jwk] }),
    hasClient: (clientId) => clientId === CLIENT_ID,
    privateKey,
    token: ({ groups, use = 'access', issuer = ISSUER, client = CLIENT_ID, expiresIn = 900, sub = 'sub-ada' } = {}) =>
      new SignJWT({
        token_use: use,
        ...(groups ? { 'cognito:groups': groups } : {}),
        ...(use === 'id' ? { aud: client, 'cognito:username': 'ada' } : { client_id: client, username: 'ada' }),
      })
        .setProtectedHeader({ alg: 'RS256', kid: 'key' })
        .setIssuer(issuer)
        .setSubject(sub)
        .setIssuedAt()
        .setExpirationTime(Math.floor(Date.now() / 1000) + expiresIn)
        .sign(privateKey),
  };
}

/** A pool all of whose clients may come. */
export const accessTo = (pool: UserPool): PoolAccess => ({ pool, clients: /^.*$/, defaultAction: 'ALLOW' });

export const ingest: Principal = {
  accessKeyId: 'AKIAINGEST',
  secretAccessKey: 'secret of ingest',
  arn: 'arn:aws:sts::000000000000:assumed-role/sonde-local-ingest/session',
  allows: (action, resource) => action === 'appsync:GraphQL' && resource === `${API_ARN}/types/Mutation/fields/publish`,
};

export const principals: PrincipalStore = {
  find: (accessKeyId) => (accessKeyId === ingest.accessKeyId ? ingest : undefined),
};

/** Headers of a POST to `path`, signed as an AWS SDK signs. */
export async function signedHeaders(
  body: string,
  {
    path = '/graphql',
    host = '127.0.0.1:4000',
    secret = ingest.secretAccessKey,
    date = new Date(),
    service = 'appsync',
    sessionToken,
  }: {
    path?: string;
    host?: string;
    secret?: string;
    date?: Date;
    service?: string;
    sessionToken?: string;
  } = {},
): Promise<Record<string, string>> {
  const signer = new SignatureV4({
    credentials: {
      accessKeyId: ingest.accessKeyId,
      secretAccessKey: secret,
      ...(sessionToken !== undefined && { sessionToken }),
    },
    region: 'eu-west-1',
    service,
    sha256: Sha256,
  });
  const { headers } = await signer.sign(
    {
      method: 'POST',
      protocol: 'http:',
      hostname: '127.0.0.1',
      path,
      query: {},
      headers: { host, 'content-type': 'application/json' },
      body,
    },
    { signingDate: date },
  );
  return headers;
}

/** A person who has already proved who they are. */
export function person(...groups: readonly string[]): Caller {
  return {
    mode: 'AMAZON_COGNITO_USER_POOLS',
    identity: {
      sub: 'sub-ada',
      issuer: ISSUER,
      username: 'ada',
      claims: {},
      sourceIp: ['127.0.0.1'],
      defaultAuthStrategy: 'ALLOW',
      groups: groups.length > 0 ? groups : null,
    },
  };
}

/** A function that may ask for `fields`, each as `Type.field`. */
export function role(...fields: readonly string[]): Caller {
  return {
    mode: 'AWS_IAM',
    allowsField: (typeName, fieldName) => fields.includes(`${typeName}.${fieldName}`),
    identity: {
      accountId: '000000000000',
      cognitoIdentityPoolId: null,
      cognitoIdentityId: null,
      cognitoIdentityAuthType: null,
      cognitoIdentityAuthProvider: null,
      sourceIp: ['127.0.0.1'],
      username: `${ingest.accessKeyId}:session`,
      userArn: ingest.arn,
    },
  };
}
