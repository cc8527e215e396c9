import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedHeaders } from '../testing/callers.ts';
import { testServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer({
    schema: `
      type Query { a: Int me: String from: [String] text(length: Int!): String }
      type Mutation { publish: Int @aws_iam other: Int @aws_iam }
      type Subscription { on: Int @aws_subscribe(mutations: ["publish"]) }
    `,
    resolvers: {
      'Query.a': { response: () => ({ result: 1 }) },
      'Query.me': {
        response: ({ identity, request }) => ({
          result: `${identity?.username ?? ''} ${request.headers['x-own'] ?? ''}`,
        }),
      },
      'Query.from': { response: ({ identity }) => ({ result: identity?.sourceIp }) },
      'Query.text': { response: (ctx) => ({ result: 'x'.repeat(Number(ctx.arguments.length)) }) },
      'Mutation.publish': { response: () => ({ result: 2 }) },
      'Mutation.other': { response: () => ({ result: 3 }) },
    },
  });
});
afterAll(() => server.close());

const authorized = async () => ({ authorization: await server.pool.token() });
const send = async (body: string, method = 'POST') => {
  const response = await fetch(`http://${server.host}/graphql`, {
    method,
    headers: await authorized(),
    ...(method === 'POST' ? { body } : {}),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text === '' ? undefined : (JSON.parse(text) as unknown),
    headers: response.headers,
  };
};

describe('POST /graphql', () => {
  it('answers a query with its caller and headers', async () => {
    const response = await server.post('{ a me }', { ...(await authorized()), 'X-Own': 'header' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json;charset=UTF-8');
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await response.json()).toEqual({ data: { a: 1, me: 'ada header' } });
  });

  it('knows the address of the connection after those that the caller says', async () => {
    const from = async (headers: Record<string, string>) =>
      (await server.post('{ from }', { ...(await authorized()), ...headers })).json();
    expect(await from({})).toEqual({ data: { from: ['127.0.0.1'] } });
    expect(await from({ 'x-forwarded-for': '203.0.113.9, anything' })).toEqual({
      data: { from: ['203.0.113.9', 'anything', '127.0.0.1'] },
    });
  });

  it('answers a role whose policy allows the field, and denies it the others', async () => {
    const body = JSON.stringify({ query: 'mutation { publish other }' });
    const headers = await signedHeaders(body, { host: server.host });
    const response = await fetch(`http://${server.host}/graphql`, { method: 'POST', headers, body });
    expect(await response.json()).toEqual({
      data: { publish: 2, other: null },
      errors: [
        {
          path: ['other'],
          data: null,
          errorType: 'Unauthorized',
          errorInfo: null,
          locations: [{ line: 1, column: 20, sourceName: null }],
          message: 'Not Authorized to access other on type Mutation',
        },
      ],
    });
  });

  it.each([
    ['', 'Request body is empty.'],
    ['meow', 'Unable to parse GraphQL query.'],
    ['{}', 'Unable to parse GraphQL query.'],
    ['{}}', 'Unable to parse GraphQL query.'],
    ['[]', 'Unable to parse GraphQL query.'],
    ['{"query":"{ a"}', 'Unable to parse GraphQL query.'],
    ['{"query":"{ a }","variables":1}', 'Unable to parse GraphQL query.'],
  ])('refuses %j', async (text, message) => {
    const { status, body, headers } = await send(text);
    expect({ status, body }).toEqual({
      status: 400,
      body: { errors: [{ errorType: 'MalformedHttpRequestException', message }] },
    });
    expect(headers.get('x-amzn-errortype')).toBe('MalformedHttpRequestException');
  });

  it('refuses a caller that does not prove who it is', async () => {
    for (const [headers, message] of [
      [{}, 'Valid authorization header not provided.'],
      [{ authorization: 'x' }, 'You are not authorized to make this call.'],
      [{ authorization: await server.pool.token({ expiresIn: -5 }) }, 'Token has expired.'],
    ] as const) {
      const response = await server.post('{ a }', headers);
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({ errors: [{ errorType: 'UnauthorizedException', message }] });
    }
  });

  it('refuses a body over 1 MB and a subscription, and drops an answer over 5 MB', async () => {
    expect(await send(JSON.stringify({ query: '{ a }', variables: { x: 'x'.repeat(1024 * 1024) } }))).toMatchObject({
      status: 413,
      body: { errors: [{ errorType: 'RequestEntityTooLargeException' }] },
    });
    expect(await send('{"query":"subscription { on }"}')).toMatchObject({
      status: 400,
      body: { errors: [{ errorType: 'BadRequestException' }] },
    });
    expect(await send(`{"query":"{ text(length: ${5 * 1024 * 1024}) }"}`)).toMatchObject({
      status: 200,
      body: { data: null, errors: [{ message: 'The response is larger than 5 MB.' }] },
    });
  });
});

it('lets browsers of any origin ask', async () => {
  const preflight = await fetch(`http://${server.host}/graphql`, {
    method: 'OPTIONS',
    headers: {
      origin: 'http://console',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
    },
  });
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
  expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization');
});

it('refuses other methods', async () => {
  expect(await send('', 'GET')).toMatchObject({
    status: 405,
    body: { errors: [{ errorType: 'MethodNotAllowedException' }] },
  });
});
