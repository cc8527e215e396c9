import { exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { authenticator } from './authenticate.ts';
import { RequestRefused } from './caller.ts';
import type { AuthorizationMode } from './caller.ts';
import {
  accessTo,
  API_ARN,
  CLIENT_ID,
  ingest,
  ISSUER,
  principals,
  signedHeaders,
  testPool,
} from '../testing/callers.ts';
import type { TestPool } from '../testing/callers.ts';

let pool: TestPool;
beforeAll(async () => {
  pool = await testPool();
});

const modes: readonly AuthorizationMode[] = ['AMAZON_COGNITO_USER_POOLS', 'AWS_IAM'];
const body = '{"query":"{ a }"}';

async function authenticate(
  headers: Readonly<Record<string, string>>,
  { clock = Date.now, sent = body, allowed = modes, path = '/graphql' } = {},
) {
  try {
    return await authenticator({ apiArn: API_ARN, pools: () => [accessTo(pool)], principals, clock })(
      { method: 'POST', path, query: {}, headers, body: sent },
      allowed,
      ['127.0.0.1'],
    );
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    return { status: error.status, errorType: error.errorType, message: error.message };
  }
}

const denied = {
  status: 401,
  errorType: 'UnauthorizedException',
  message: 'You are not authorized to make this call.',
};

describe('a token', () => {
  it('of the pool proves who its caller is, raw or as Bearer', async () => {
    const token = await pool.token({ groups: ['ADMINISTRATOR'] });
    const caller = {
      mode: 'AMAZON_COGNITO_USER_POOLS',
      identity: {
        sub: 'sub-ada',
        issuer: ISSUER,
        username: 'ada',
        claims: { client_id: CLIENT_ID, 'cognito:groups': ['ADMINISTRATOR'] },
        sourceIp: ['127.0.0.1'],
        defaultAuthStrategy: 'ALLOW',
        groups: ['ADMINISTRATOR'],
      },
    };
    expect(await authenticate({ authorization: token })).toMatchObject(caller);
    expect(await authenticate({ authorization: `Bearer ${token}` })).toMatchObject(caller);
  });

  it('may be an id token, and have no groups', async () => {
    expect(await authenticate({ authorization: await pool.token({ use: 'id' }) })).toMatchObject({
      identity: { username: 'ada', groups: null },
    });
  });

  it.each([
    ['of another pool', { issuer: 'http://elsewhere' }],
    ['of another client', { client: 'other' }],
    ['of another client, as an id token', { client: 'other', use: 'id' as const }],
  ])('%s is refused', async (_, claims) => {
    expect(await authenticate({ authorization: await pool.token(claims) })).toEqual(denied);
  });

  it('that has expired is refused with its own message', async () => {
    const refusal = { ...denied, message: 'Token has expired.' };
    expect(await authenticate({ authorization: await pool.token({ expiresIn: -1 }) })).toEqual(refusal);
    const later = () => Date.now() + 16 * 60 * 1000;
    expect(await authenticate({ authorization: await pool.token() }, { clock: later })).toEqual(refusal);
  });

  it('without a signature, of another key, or signed with the public key as a secret is refused', async () => {
    const claims = { token_use: 'access', client_id: CLIENT_ID, username: 'ada' };
    const unsigned = new UnsecuredJWT(claims).setIssuer(ISSUER).setSubject('s').setExpirationTime('1h').encode();
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const sign = (alg: string, key: Parameters<SignJWT['sign']>[0]) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg, kid: 'key' })
        .setIssuer(ISSUER)
        .setSubject('s')
        .setExpirationTime('1h')
        .sign(key);
    const foreign = await sign('RS256', privateKey);
    const confused = await sign('HS256', new TextEncoder().encode(await exportSPKI(publicKey)));
    for (const authorization of [unsigned, foreign, confused, 'nonsense', 'Bearer '])
      expect(await authenticate({ authorization })).toEqual(denied);
  });

  it('without an expiry or a use is refused', async () => {
    const token = new SignJWT({ client_id: CLIENT_ID, username: 'ada' }).setProtectedHeader({
      alg: 'RS256',
      kid: 'key',
    });
    const unending = await token.setIssuer(ISSUER).setSubject('s').sign(pool.privateKey);
    expect(await authenticate({ authorization: unending })).toEqual(denied);
  });

  it('that is missing is refused', async () => {
    expect(await authenticate({})).toEqual({ ...denied, message: 'Valid authorization header not provided.' });
  });

  it('is refused where the API does not take tokens', async () => {
    expect(await authenticate({ authorization: await pool.token() }, { allowed: ['AWS_IAM'] })).toEqual(denied);
  });
});

describe('a signature', () => {
  const mismatch = { status: 403, errorType: 'InvalidSignatureException' };

  it('of a principal proves the role', async () => {
    const caller = await authenticate(await signedHeaders(body));
    expect(caller).toEqual({
      mode: 'AWS_IAM',
      allowsField: expect.any(Function) as unknown,
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
    });
    const allowsField = 'allowsField' in caller ? caller.allowsField : () => false;
    expect(allowsField('Mutation', 'publish')).toBe(true);
    expect(allowsField('Mutation', 'other')).toBe(false);
  });

  it.each([
    ['with another secret', { secret: 'wrong' }, {}],
    ['over another body', {}, { sent: `${body} ` }],
    ['over another path', {}, { path: '/graphql/connect' }],
    ['for another service', { service: 'dynamodb' }, {}],
    ['of six minutes ago', { date: new Date(Date.now() - 6 * 60 * 1000) }, {}],
    ['of six minutes ahead', { date: new Date(Date.now() + 6 * 60 * 1000) }, {}],
  ])('%s is refused', async (_, signing, sending) => {
    expect(await authenticate(await signedHeaders(body, signing), sending)).toMatchObject(mismatch);
  });

  it('over a body that only its hash header speaks of is refused', async () => {
    const headers = await signedHeaders(body);
    const { 'x-amz-content-sha256': _hash, ...withoutHash } = headers;
    expect(headers).toHaveProperty('x-amz-content-sha256');
    expect(await authenticate(headers, { sent: '{"query":"{ b }"}' })).toMatchObject(mismatch);
    expect(await authenticate(withoutHash)).toMatchObject(mismatch);
  });

  it('with a changed header that it covers is refused', async () => {
    expect(await authenticate({ ...(await signedHeaders(body)), host: 'elsewhere' })).toMatchObject(mismatch);
  });

  it('of nobody, and one in pieces, are refused', async () => {
    const headers = await signedHeaders(body);
    const authorization = (headers.authorization ?? '').replace(ingest.accessKeyId, 'AKIANOBODY');
    expect(await authenticate({ ...headers, authorization })).toEqual({
      status: 403,
      errorType: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
    expect(await authenticate({ ...headers, authorization: 'AWS4-HMAC-SHA256 Credential=x' })).toMatchObject({
      status: 403,
      errorType: 'IncompleteSignatureException',
    });
    const { 'x-amz-date': _date, ...undated } = headers;
    expect(await authenticate(undated)).toMatchObject({ status: 403, errorType: 'IncompleteSignatureException' });
  });

  it('is refused where the API does not take signatures', async () => {
    expect(await authenticate(await signedHeaders(body), { allowed: ['AMAZON_COGNITO_USER_POOLS'] })).toEqual(denied);
  });
});
