import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import type { CryptoKey, JWTHeaderParameters } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY, CLIENT_ID, ingest, ISSUER, signedHeaders } from '../testing/callers.ts';
import { testServer, type TestServer } from '../testing/server.ts';
import type { AuthorizationMode } from './caller.ts';

/** What a header object is for: a signature is over it. */
interface Place {
  host: string;
  path: string;
  body: string;
}
type Credential = (place: Place) => Promise<Record<string, string>>;

interface Refusal {
  status: number;
  errorType: string;
  message: unknown;
}

const schema = `
  type Query { a: Int @aws_iam @aws_api_key @aws_cognito_user_pools }
  type Mutation { publish: Int @aws_iam }
  type Subscription { on: Int @aws_subscribe(mutations: ["publish"]) @aws_iam @aws_api_key @aws_cognito_user_pools }`;
const ALL: readonly AuthorizationMode[] = ['AMAZON_COGNITO_USER_POOLS', 'AWS_IAM', 'API_KEY'];
const start = (authorization: readonly AuthorizationMode[]) =>
  testServer({ schema, authorization, resolvers: { 'Query.a': { response: () => ({ result: 1 }) } } });

let server: TestServer;
let ofUsers: TestServer;
let ofRoles: TestServer;
let foreignKeys: { privateKey: CryptoKey; publicKey: CryptoKey };
beforeAll(async () => {
  [server, ofUsers, ofRoles] = await Promise.all([
    start(ALL),
    start(['AMAZON_COGNITO_USER_POOLS']),
    start(['AWS_IAM']),
  ]);
  foreignKeys = await generateKeyPair('RS256', { extractable: true });
});
afterAll(() => Promise.all([server, ofUsers, ofRoles].map((each) => each.close())));

const query = '{ a }';
const subscription = 'subscription { on }';

async function overHttp({ host }: TestServer, credential: Credential): Promise<Refusal> {
  const body = JSON.stringify({ query });
  const headers = await credential({ host, path: '/graphql', body });
  const response = await fetch(`http://${host}/graphql`, { method: 'POST', headers, body });
  const { errors } = (await response.json()) as { errors: [{ errorType: string; message: string }] };
  expect(response.headers.get('x-amzn-errortype')).toBe(errors[0].errorType);
  return { status: response.status, ...errors[0] };
}

async function onConnecting(of: TestServer, credential: Credential, inQuery = false): Promise<Refusal> {
  const headers = { host: of.host, ...(await credential({ host: of.host, path: '/graphql/connect', body: '{}' })) };
  const encoded = encodeURIComponent(Buffer.from(JSON.stringify(headers)).toString('base64'));
  const client = inQuery
    ? of.connect(undefined, ['graphql-ws'], `?header=${encoded}&payload=e30=`)
    : of.connect(headers);
  const { type, payload } = await client.init();
  client.socket.close();
  expect(type).toBe('connection_error');
  const { errors } = payload as { errors: [{ errorType: string; message: string; errorCode: number }] };
  const [{ errorCode: status, ...error }] = errors;
  return { status, ...error };
}

/** On the connection of somebody who has one. */
async function onStarting(of: TestServer, good: Credential, credential: Credential): Promise<Omit<Refusal, 'status'>> {
  const { host } = of;
  const client = of.connect({ host, ...(await good({ host, path: '/graphql/connect', body: '{}' })) });
  expect((await client.init()).type).toBe('connection_ack');
  const body = JSON.stringify({ query: subscription, variables: {} });
  const headers = { host, ...(await credential({ host, path: '/graphql', body })) };
  const { type, id, payload } = await client.start('1', subscription, headers);
  client.socket.close();
  expect({ type, id }).toEqual({ type: 'error', id: '1' });
  const { errors } = payload as { errors: [{ errorType: string; message: string }] };
  return errors[0];
}

const byKey: Credential = () => Promise.resolve({ 'x-api-key': API_KEY });
const byToken: Credential = async () => ({ authorization: await server.pool.token() });
const bySignature: Credential = ({ host, path, body }) => signedHeaders(body, { host, path });

const unauthorized = (message: string): Refusal => ({ status: 401, errorType: 'UnauthorizedException', message });
const DENIED = unauthorized('You are not authorized to make this call.');
const NOT_PROVIDED = unauthorized('Valid authorization header not provided.');
const UNREADABLE = unauthorized('Unable to parse JWT token.');
const EXPIRED = unauthorized('Token has expired.');
const forbidden = (errorType: string, message: unknown): Refusal => ({ status: 403, errorType, message });
const part = (text: string): unknown => expect.stringContaining(text);
const MISMATCH = forbidden('InvalidSignatureException', part('does not match the signature you provided'));

const claims = { token_use: 'access', client_id: CLIENT_ID, username: 'ada', sub: 'sub-ada', iss: ISSUER };
const HOUR = 60 * 60;
const now = () => Math.floor(Date.now() / 1000);

/** A token, the pool's own unless another key is given. */
function token(
  more: object = {},
  { key = server.pool.privateKey, header = {} }: { key?: CryptoKey | Uint8Array; header?: object } = {},
): Promise<string> {
  const protectedHeader: JWTHeaderParameters = { alg: 'RS256', kid: 'key', ...header };
  const { iat, ...given } = { iat: now(), exp: now() + HOUR, ...claims, ...more };
  return new SignJWT({ ...given, ...(typeof iat === 'number' && { iat }) })
    .setProtectedHeader(protectedHeader)
    .sign(key);
}

const unsigned = (): string => new UnsecuredJWT({ ...claims, exp: now() + HOUR }).encode();
const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const foreign = () => foreignKeys.privateKey;
const spki = async (): Promise<Uint8Array> => new TextEncoder().encode(await exportSPKI(foreignKeys.publicKey));

/** A token with another payload than was signed. */
async function altered(): Promise<string> {
  const [header = '', , signature = ''] = (await token()).split('.');
  return `${header}.${base64({ ...claims, exp: now() + HOUR, 'cognito:groups': ['ADMINISTRATOR'] })}.${signature}`;
}

/** Tokens by what is wrong with them. */
const tokens: [what: string, token: () => string | Promise<string>, refusal: Refusal, alone?: Refusal][] = [
  ['that has expired', () => token({ exp: now() - 1 }), EXPIRED],
  ['that has expired and is forged', () => token({ exp: now() - 1 }, { key: foreign() }), DENIED],
  ['that is not good yet', () => token({ nbf: now() + HOUR }), DENIED],
  ['without an expiry', () => token({ exp: undefined }), DENIED],
  ['of another pool', () => token({ iss: 'http://127.0.0.1:4566/eu-west-1_other' }), NOT_PROVIDED, DENIED],
  ['of no pool', () => token({ iss: undefined }), NOT_PROVIDED, DENIED],
  ['of another client', () => token({ client_id: 'other' }), DENIED],
  ['of another client, as an id token', () => server.pool.token({ use: 'id', client: 'other' }), DENIED],
  ['of a key that is not the pool’s', () => token({}, { key: foreign() }), DENIED],
  ['of a key with an id that the pool has not', () => token({}, { header: { kid: 'unknown' } }), DENIED],
  [
    'that brings its key along',
    async () => token({}, { key: foreign(), header: { jwk: await exportJWK(foreignKeys.publicKey) } }),
    DENIED,
  ],
  ['that says where its keys are', () => token({}, { key: foreign(), header: { jku: 'http://127.0.0.1:9' } }), DENIED],
  [
    'that says where its certificate is',
    () => token({}, { key: foreign(), header: { x5u: 'http://127.0.0.1:9' } }),
    DENIED,
  ],
  ['with a public key as a secret', async () => token({}, { key: await spki(), header: { alg: 'HS256' } }), DENIED],
  ['with the algorithm none', unsigned, DENIED],
  [
    'with the algorithm none, and a signature',
    async () => `${unsigned()}${(await token()).split('.')[2] ?? ''}`,
    DENIED,
  ],
  ['without its signature', async () => (await token()).replace(/[^.]*$/, ''), DENIED],
  ['with another payload than was signed', altered, DENIED],
  ['that is cut', async () => (await token()).slice(0, -20), DENIED],
  ['of a use that is none', () => token({ token_use: 'refresh' }), DENIED],
  ['without a use', () => token({ token_use: undefined }), DENIED],
  ['whose subject is a number', () => token({ sub: 1 }), DENIED],
  ['whose client is a list', () => token({ client_id: [CLIENT_ID] }), DENIED],
  ['whose expiry is a text', () => token({ exp: String(now() + HOUR) }), DENIED],
  ['whose groups are a text', () => token({ 'cognito:groups': 'ADMINISTRATOR' }), DENIED],
  ['that is large and forged', () => token({ more: 'x'.repeat(8_000) }, { key: foreign() }), DENIED],
  [
    'without its signature’s part',
    async () => (await token()).split('.').slice(0, 2).join('.'),
    NOT_PROVIDED,
    UNREADABLE,
  ],
  ['that is encoded twice', async () => Buffer.from(await token()).toString('base64url'), NOT_PROVIDED, UNREADABLE],
  ['in quotes', async () => JSON.stringify(await token()), NOT_PROVIDED, UNREADABLE],
  ['whose payload is no object', () => `${base64({ alg: 'RS256' })}.${base64([])}.x`, NOT_PROVIDED, UNREADABLE],
  ['that is none', () => 'nonsense', NOT_PROVIDED, UNREADABLE],
  ['that is nothing but Bearer', () => 'Bearer', NOT_PROVIDED, UNREADABLE],
];

type Signing = Parameters<typeof signedHeaders>[1];
const signed =
  (more: Signing | ((place: Place) => Signing), change: (headers: Record<string, string>) => object = (same) => same) =>
  async ({ host, path, body }: Place): Promise<Record<string, string>> => ({
    ...change(
      await signedHeaders(body, { host, path, ...(typeof more === 'function' ? more({ host, path, body }) : more) }),
    ),
  });
const minutes = (count: number) => ({ date: new Date(Date.now() + count * 60_000) });

/** Signed for a region or with other headers than `signedHeaders` does. */
const signedBy =
  (region: string) =>
  async ({ host, path, body }: Place): Promise<Record<string, string>> => {
    const credentials = { accessKeyId: ingest.accessKeyId, secretAccessKey: ingest.secretAccessKey };
    const signer = new SignatureV4({ credentials, region, service: 'appsync', sha256: Sha256 });
    const request = { method: 'POST', protocol: 'http:', hostname: host, path, query: {}, headers: { host }, body };
    return (await signer.sign(request)).headers;
  };

const without = (name: string) => (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
const authorizing = (change: (value: string) => string) => (headers: Record<string, string>) => ({
  ...headers,
  authorization: change(headers.authorization ?? ''),
});

/** Signatures by what is wrong with them. */
const signatures: [what: string, credential: Credential, refusal: Refusal][] = [
  ['with another secret', signed({ secret: 'wrong' }), MISMATCH],
  ['over another body', async (place) => signedHeaders(`${place.body} `, place), MISMATCH],
  [
    'over another body that only its hash header speaks of',
    signed({}, (headers) => ({ ...headers, 'x-amz-content-sha256': '0'.repeat(64) })),
    MISMATCH,
  ],
  ['over no body', signed({}, (headers) => ({ ...headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' })), MISMATCH],
  ['for another path', signed(({ path }) => ({ path: `/other${path}` })), MISMATCH],
  ['for another API', signed(({ path }) => ({ path: `/apis/other${path}` })), MISMATCH],
  [
    'for another host',
    async ({ host, ...place }) => ({ ...(await signedHeaders(place.body, { ...place, host: 'elsewhere' })), host }),
    MISMATCH,
  ],
  [
    'for another region',
    signedBy('us-east-1'),
    forbidden('InvalidSignatureException', "Credential should be scoped to a valid region, not 'us-east-1'. "),
  ],
  [
    'for another service',
    signed({ service: 'dynamodb' }),
    forbidden('InvalidSignatureException', "Credential should be scoped to correct service: 'appsync'. "),
  ],
  ['of six minutes ago', signed(minutes(-6)), forbidden('InvalidSignatureException', part('Signature expired: '))],
  [
    'of six minutes ahead',
    signed(minutes(6)),
    forbidden('InvalidSignatureException', part('Signature not yet current: ')),
  ],
  [
    'of another day than it says',
    signed(
      {},
      authorizing((value) => value.replace(/\/\d{8}\//, '/20200102/')),
    ),
    forbidden('InvalidSignatureException', part('Date in Credential scope does not match')),
  ],
  [
    'that leaves out the host',
    signed(
      {},
      authorizing((value) => value.replace(/;host/, '')),
    ),
    forbidden('InvalidSignatureException', part("must be a 'SignedHeader'")),
  ],
  [
    'that covers a header that is not there',
    signed(
      {},
      authorizing((value) => value.replace('SignedHeaders=', 'SignedHeaders=constructor;')),
    ),
    MISMATCH,
  ],
  [
    'with a changed header that it covers',
    signed({}, (headers) => ({ ...headers, 'content-type': 'text/plain' })),
    MISMATCH,
  ],
  [
    'of nobody',
    signed(
      {},
      authorizing((value) => value.replace(ingest.accessKeyId, 'AKIANOBODY')),
    ),
    forbidden('UnrecognizedClientException', 'The security token included in the request is invalid.'),
  ],
  [
    'without its date',
    signed({}, without('x-amz-date')),
    forbidden('IncompleteSignatureException', part("existence of either a 'X-Amz-Date'")),
  ],
  [
    'in pieces',
    signed(
      {},
      authorizing(() => 'AWS4-HMAC-SHA256 Credential=x'),
    ),
    forbidden(
      'IncompleteSignatureException',
      "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization=AWS4-HMAC-SHA256 Credential=x",
    ),
  ],
];

const keys: [what: string, key: string][] = [
  ['that there is not', 'da2-none'],
  ['of another case', API_KEY.toUpperCase()],
  ['with a space', `${API_KEY} x`],
  ['that is a path', `../${API_KEY}`],
];

interface Case {
  what: string;
  server: () => TestServer;
  good: Credential;
  credential: Credential;
  refusal: Refusal;
}

const cases: Case[] = [
  ...tokens.flatMap(([what, make, refusal, alone = refusal]) => {
    const credential: Credential = async () => ({ authorization: await make() });
    return [
      { what: `a token ${what}`, server: () => server, good: byToken, credential, refusal },
      { what: `a token ${what}, of users alone`, server: () => ofUsers, good: byToken, credential, refusal: alone },
    ];
  }),
  ...signatures.flatMap(([what, credential, refusal]) => [
    { what: `a signature ${what}`, server: () => server, good: bySignature, credential, refusal },
    { what: `a signature ${what}, of roles alone`, server: () => ofRoles, good: bySignature, credential, refusal },
  ]),
  ...keys.map(([what, key]) => ({
    what: `an API key ${what}`,
    server: () => server,
    good: byKey,
    credential: () => Promise.resolve({ 'x-api-key': key }),
    refusal: DENIED,
  })),
  {
    what: 'an API key that there is not, beside a good token',
    server: () => server,
    good: byToken,
    credential: async (place) => ({ ...(await byToken(place)), 'x-api-key': 'da2-none' }),
    refusal: DENIED,
  },
  {
    what: 'an API key, of users alone',
    server: () => ofUsers,
    good: byToken,
    credential: byKey,
    refusal: NOT_PROVIDED,
  },
  {
    what: 'nothing',
    server: () => server,
    good: byToken,
    credential: () => Promise.resolve({}),
    refusal: NOT_PROVIDED,
  },
  {
    what: 'nothing, of roles alone',
    server: () => ofRoles,
    good: bySignature,
    credential: () => Promise.resolve({}),
    refusal: forbidden('MissingAuthenticationTokenException', 'Missing Authentication Token'),
  },
  {
    what: 'a token, of roles alone',
    server: () => ofRoles,
    good: bySignature,
    credential: byToken,
    refusal: forbidden('IncompleteSignatureException', part("requires 'Credential' parameter. ")),
  },
  {
    what: 'a signature, of users alone',
    server: () => ofUsers,
    good: byToken,
    credential: bySignature,
    refusal: UNREADABLE,
  },
];

describe('is refused over HTTP, on connecting and on starting a subscription:', () => {
  it.each(cases)('$what', async ({ server: of, good, credential, refusal }) => {
    const { status, ...error } = refusal;
    expect(await overHttp(of(), credential)).toEqual(refusal);
    expect(await onConnecting(of(), credential)).toEqual({ status, ...error });
    expect(await onConnecting(of(), credential, true)).toEqual({ status, ...error });
    expect(await onStarting(of(), good, credential)).toEqual(error);
  });
});

describe('is let in over HTTP, on connecting and on starting a subscription:', () => {
  const both: Credential = async (place) => ({ ...(await byKey(place)), authorization: 'nonsense' });
  it.each<[string, Credential]>([
    ['an API key', byKey],
    ['a token', byToken],
    ['an id token', async () => ({ authorization: await server.pool.token({ use: 'id' }) })],
    ['a token as Bearer', async () => ({ authorization: `Bearer ${await server.pool.token()}` })],
    ['an API key beside what is no token', both],
  ])('%s', async (_, credential) => {
    const { host } = server;
    const body = JSON.stringify({ query });
    const headers = await credential({ host, path: '/graphql', body });
    const response = await fetch(`http://${host}/graphql`, { method: 'POST', headers, body });
    expect([response.status, await response.json()]).toEqual([200, { data: { a: 1 } }]);
    for (const protocols of [undefined, ['graphql-ws']]) {
      const encoded = Buffer.from(JSON.stringify({ host, ...headers })).toString('base64');
      const client = protocols
        ? server.connect(undefined, protocols, `?header=${encodeURIComponent(encoded)}&payload=e30=`)
        : server.connect({ host, ...headers });
      expect((await client.init()).type).toBe('connection_ack');
      expect((await client.start('1', subscription, { host, ...headers })).type).toBe('start_ack');
      client.socket.close();
    }
  });
});

it('lets browsers send a key', async () => {
  const preflight = await fetch(`http://${server.host}/graphql`, {
    method: 'OPTIONS',
    headers: {
      origin: 'http://console',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-api-key',
    },
  });
  expect(preflight.headers.get('access-control-allow-headers')).toBe('x-api-key');
});
