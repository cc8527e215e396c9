import { beforeAll, describe, expect, it } from 'vitest';
import { authenticator } from './authenticate.ts';
import { RequestRefused } from './caller.ts';
import type { AuthorizationMode } from './caller.ts';
import {
  accessTo,
  API_ARN,
  API_KEY,
  CLIENT_ID,
  hasApiKey,
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

const modes: readonly AuthorizationMode[] = ['AMAZON_COGNITO_USER_POOLS', 'AWS_IAM', 'API_KEY'];
const body = '{"query":"{ a }"}';

async function authenticate(
  headers: Readonly<Record<string, string>>,
  { clock = Date.now, sent = body, store = principals, pools = [accessTo(pool)] } = {},
) {
  try {
    return await authenticator({
      apiArn: API_ARN,
      pools: () => pools,
      hasApiKey,
      principals: store,
      clock,
    })({ method: 'POST', path: '/graphql', query: {}, headers, body: sent }, modes, ['127.0.0.1']);
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    return { status: error.status, errorType: error.errorType, message: error.message };
  }
}

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

  it('may be of each of several pools, as that pool’s clients are taken', async () => {
    const issuer = 'http://127.0.0.1:4566/eu-west-1_second';
    const pools = [
      { ...accessTo(pool), clients: /^other$/, defaultAction: 'DENY' as const },
      accessTo({ ...pool, issuer }),
    ];
    const ask = async (from: string) => authenticate({ authorization: await pool.token({ issuer: from }) }, { pools });
    expect(await ask(issuer)).toMatchObject({ identity: { issuer, defaultAuthStrategy: 'ALLOW' } });
    expect(await ask(ISSUER)).toMatchObject({ message: 'You are not authorized to make this call.' });
    expect(await ask('http://127.0.0.1:4566/eu-west-1_third')).toMatchObject({
      message: 'Valid authorization header not provided.',
    });
  });

  it('expires by the clock', async () => {
    const later = () => Date.now() + 16 * 60 * 1000;
    expect(await authenticate({ authorization: await pool.token() }, { clock: later })).toEqual({
      status: 401,
      errorType: 'UnauthorizedException',
      message: 'Token has expired.',
    });
  });
});

it('a key of the API proves nobody, and is enough', async () => {
  expect(await authenticate({ 'x-api-key': API_KEY })).toEqual({ mode: 'API_KEY', identity: null });
});

describe('a signature', () => {
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

  it('is good for five minutes, either way', async () => {
    const signed = await signedHeaders(body, { date: new Date('2026-01-02T03:04:05Z') });
    const at = (text: string) => authenticate(signed, { clock: () => Date.parse(text) });
    expect(await at('2026-01-02T03:09:05Z')).toMatchObject({ mode: 'AWS_IAM' });
    expect(await at('2026-01-02T02:59:05Z')).toMatchObject({ mode: 'AWS_IAM' });
    const refused = { status: 403, errorType: 'InvalidSignatureException' };
    expect(await at('2026-01-02T03:09:06Z')).toEqual({
      ...refused,
      message: 'Signature expired: 20260102T030405Z is now earlier than 20260102T030406Z (20260102T030906Z - 5 min.)',
    });
    expect(await at('2026-01-02T02:59:04Z')).toEqual({
      ...refused,
      message:
        'Signature not yet current: 20260102T030405Z is still later than 20260102T030404Z (20260102T025904Z + 5 min.)',
    });
  });

  it('carries the token of its session, where the session has one', async () => {
    const session = { ...ingest, sessionToken: 'of the session' };
    const find = () => session;
    const ask = async (sessionToken?: string) => {
      const headers = await signedHeaders(body, sessionToken === undefined ? {} : { sessionToken });
      return authenticate(headers, { store: { find } });
    };
    const refused = {
      status: 403,
      errorType: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    };
    expect(await ask('of the session')).toMatchObject({ mode: 'AWS_IAM' });
    expect(await ask('of another')).toEqual(refused);
    expect(await ask()).toEqual(refused);
    // It is covered by the signature.
    const unsigned = { ...(await signedHeaders(body)), 'x-amz-security-token': 'of the session' };
    expect(await authenticate(unsigned, { store: { find } })).toMatchObject({ errorType: 'InvalidSignatureException' });
  });
});
