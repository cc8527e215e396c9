import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedHeaders } from '../testing/callers.ts';
import { testServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer({
    schema: `
      type Query { a: Int me: String from: [String] }
      type Mutation { publish: Int @aws_iam other: Int @aws_iam }
    `,
    resolvers: {
      'Query.a': { response: () => ({ result: 1 }) },
      'Query.me': {
        response: ({ identity, request }) => ({
          result: `${identity?.username ?? ''} ${request.headers['x-own'] ?? ''}`,
        }),
      },
      'Query.from': { response: ({ identity }) => ({ result: identity?.sourceIp }) },
      'Mutation.publish': { response: () => ({ result: 2 }) },
      'Mutation.other': { response: () => ({ result: 3 }) },
    },
  });
});
afterAll(() => server.close());

const authorized = async () => ({ authorization: await server.pool.token() });

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

  it('answers a role whose policy allows all fields that it begins with, and refuses it otherwise', async () => {
    const ask = async (query: string) => {
      const body = JSON.stringify({ query });
      const headers = await signedHeaders(body, { host: server.host });
      const response = await fetch(`http://${server.host}/graphql`, { method: 'POST', headers, body });
      return { status: response.status, body: await response.json() };
    };
    expect(await ask('mutation { publish }')).toEqual({ status: 200, body: { data: { publish: 2 } } });
    expect(await ask('mutation { publish other }')).toEqual({
      status: 401,
      body: { errors: [{ errorType: 'UnauthorizedException', message: 'Permission denied' }] },
    });
  });

  it('refuses a caller that does not prove who it is', async () => {
    for (const [headers, message] of [
      [{}, 'Valid authorization header not provided.'],
      [{ authorization: 'x' }, 'Valid authorization header not provided.'],
      [{ authorization: await server.pool.token({ client: 'other' }) }, 'You are not authorized to make this call.'],
      [{ authorization: await server.pool.token({ expiresIn: -5 }) }, 'Token has expired.'],
    ] as const) {
      const response = await server.post('{ a }', headers);
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({ errors: [{ errorType: 'UnauthorizedException', message }] });
    }
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
