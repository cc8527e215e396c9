import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { functionArn } from '../../shared/arns.ts';
import { AwsError } from '../../shared/aws-error.ts';
import { Failure, makeApi, startApiGateway, type Fixture, type Invoked } from '../testing/start.ts';
import type { HttpApiEvent } from './event.ts';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
const routes = {
  'GET /exports/{organizationId}/{exportId}/{secret}/{file}': 'download',
  'HEAD /exports/{organizationId}/{exportId}/{secret}/{file}': 'download',
  'ANY /echo/{proxy+}': 'echo',
};

let served: Fixture;
let apiId: string;
let invoked: Invoked[];

beforeEach(async () => {
  served = await startApiGateway({ clock: () => NOW });
  ({ invoked } = served);
  apiId = await makeApi(served.gateway, { routes });
});
afterEach(() => served.stop());

const newest = (): HttpApiEvent => invoked.at(-1)!.event;

describe('the event', () => {
  test('is one of payload format 2.0', async () => {
    await fetch(`${served.url}/exports/o/e/s%2B-_/0?a=1&b=2&a=%C3%A9%20x`, {
      headers: { 'User-Agent': 'test', 'X-Thing': 'T', Cookie: 'one=1; two=2' },
      redirect: 'manual',
    });
    const { host, port } = new URL(served.url);
    expect(invoked[0]).toMatchObject({
      functionName: functionArn('download'),
      type: 'RequestResponse',
      by: {
        service: 'apigateway.amazonaws.com',
        sourceArn: `arn:aws:execute-api:eu-west-1:000000000000:${apiId}/$default/GET/exports/{organizationId}/{exportId}/{secret}/{file}`,
      },
    });
    const { headers, requestContext, ...event } = newest();
    expect(event).toEqual({
      version: '2.0',
      routeKey: 'GET /exports/{organizationId}/{exportId}/{secret}/{file}',
      rawPath: '/exports/o/e/s+-_/0',
      rawQueryString: 'a=1&b=2&a=%C3%A9%20x',
      cookies: ['one=1', 'two=2'],
      queryStringParameters: { a: '1,é x', b: '2' },
      pathParameters: { organizationId: 'o', exportId: 'e', secret: 's+-_', file: '0' },
      isBase64Encoded: false,
    });
    expect(headers).toMatchObject({
      host,
      'user-agent': 'test',
      'x-thing': 'T',
      'content-length': '0',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': port,
      'x-forwarded-proto': 'http',
    });
    expect(Object.keys(headers)).not.toContain('cookie');
    expect(Object.keys(headers)).not.toContain('connection');
    expect(requestContext).toEqual({
      accountId: '000000000000',
      apiId,
      domainName: '127.0.0.1',
      domainPrefix: '127',
      http: {
        method: 'GET',
        path: '/exports/o/e/s+-_/0',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'test',
      },
      requestId: expect.any(String) as string,
      routeKey: event.routeKey,
      stage: '$default',
      time: '02/Jan/2026:03:04:05 +0000',
      timeEpoch: NOW,
    });
  });

  test('leaves out what the request has not', async () => {
    await fetch(`${served.url}/echo/`);
    expect(newest()).not.toHaveProperty('cookies');
    expect(newest()).not.toHaveProperty('queryStringParameters');
    expect(newest()).not.toHaveProperty('body');
    expect(newest()).toMatchObject({ rawPath: '/echo/', rawQueryString: '', pathParameters: { proxy: '' } });
  });

  test.each([
    ['application/json; charset=utf-8', '{"a":"é"}', false],
    ['text/csv', 'a;b', false],
    ['application/xml', '<a/>', false],
    ['application/x-www-form-urlencoded', 'a=1', true],
    ['application/octet-stream', '\u0000', true],
    ['', 'a', true],
  ])('has a body of type %j', async (type, text, isBase64Encoded) => {
    await fetch(`${served.url}/echo/x`, { method: 'POST', headers: { 'content-type': type }, body: text });
    const { body = '', isBase64Encoded: encoded } = newest();
    expect(encoded).toBe(isBase64Encoded);
    expect(Buffer.from(body, encoded ? 'base64' : 'utf8').toString()).toBe(text);
  });

  test('joins the values of a repeated header', async () => {
    await served.gateway.fetch(
      new Request('http://localhost/echo/x', {
        headers: [
          ['X-A', '1'],
          ['x-a', '2'],
          ['X-Forwarded-For', '10.0.0.1'],
        ],
      }),
      { sourceIp: '10.0.0.2' },
    );
    expect(newest().headers).toMatchObject({ 'x-a': '1, 2', 'x-forwarded-for': '10.0.0.1, 10.0.0.2' });
    expect(newest().requestContext.http.sourceIp).toBe('10.0.0.2');
  });

  test('has the stage in its path', async () => {
    await served.gateway.call('DeleteApi', { apiId });
    apiId = await makeApi(served.gateway, { routes, stageName: 'live' });
    expect((await fetch(`${served.url}/echo/x`)).status).toBe(404);
    expect((await fetch(`${served.url}/live`)).status).toBe(404);
    expect((await fetch(`${served.url}/live/echo/x`)).status).toBe(200);
    expect(newest()).toMatchObject({ rawPath: '/live/echo/x', requestContext: { stage: 'live' } });
  });
});

describe('the answer', () => {
  test('is what a structured one says', async () => {
    served.answer = () => ({
      statusCode: 302,
      headers: { Location: 'https://example.com/?a=1', 'X-Count': 3, 'Content-Length': '999', Connection: 'close' },
      cookies: ['a=1; HttpOnly', 'b=2'],
      body: 'moved',
    });
    const response = await fetch(`${served.url}/exports/o/e/s/0`, { redirect: 'manual' });
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('https://example.com/?a=1');
    expect(response.headers.get('x-count')).toBe('3');
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.getSetCookie()).toEqual(['a=1; HttpOnly', 'b=2']);
    expect(response.headers.get('apigw-requestid')).toBe(newest().requestContext.requestId);
    expect(await response.text()).toBe('moved');
  });

  test('can be binary', async () => {
    served.answer = () => ({
      statusCode: 200,
      headers: { 'content-type': 'a/b' },
      body: 'AP8=',
      isBase64Encoded: true,
    });
    const response = await fetch(`${served.url}/echo/x`);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([0, 255]));
    expect(response.headers.get('content-length')).toBe('2');
  });

  test.each([
    [{ message: 'hello' }, '{"message":"hello"}'],
    ['hello', '"hello"'],
    [null, 'null'],
    [[1], '[1]'],
  ])('is the JSON of %j', async (payload, text) => {
    served.answer = () => payload;
    const response = await fetch(`${served.url}/echo/x`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.text()).toBe(text);
  });

  test.each([204, 304])('of status %d has no body', async (statusCode) => {
    served.answer = () => ({ statusCode, body: 'x' });
    const response = await fetch(`${served.url}/echo/x`);
    expect([response.status, await response.text()]).toEqual([statusCode, '']);
  });

  test.each([
    ['the length that the function gives', { headers: { 'Content-Length': '123456789' } }, '123456789'],
    ['the length of the body', { body: 'é' }, '2'],
  ])('to HEAD has no body, and %s', async (_, more, length) => {
    served.answer = () => ({ statusCode: 200, ...more });
    expect(await head('/exports/o/e/s/0')).toEqual({ status: 200, length, body: '' });
  });

  test.each([
    { statusCode: 'x' },
    { statusCode: 99 },
    { statusCode: 200, body: {} },
    { statusCode: 200, headers: { 'bad name': '1' } },
    { statusCode: 200, headers: { a: ['1'] } },
  ])('%j is an internal error', async (payload) => {
    served.answer = () => payload;
    await expectOwn(await fetch(`${served.url}/echo/x`), 500, 'Internal Server Error');
  });
});

describe('API Gateway itself answers', () => {
  test('what no route matches', async () => {
    await expectOwn(await fetch(`${served.url}/other`), 404, 'Not Found');
    await expectOwn(await fetch(`${served.url}/exports/o/e/s/0`, { method: 'POST' }), 404, 'Not Found');
    expect(await head('/other')).toEqual({ status: 404, length: '23', body: '' });
    expect(invoked).toEqual([]);
  });

  test('a path whose encoding is broken', async () => {
    await expectOwn(await fetch(`${served.url}/echo/%ff`), 400, 'Bad Request');
  });

  test('a body that is too large', async () => {
    const body = new Uint8Array(10 * 1024 * 1024 + 1);
    await expectOwn(await fetch(`${served.url}/echo/x`, { method: 'POST', body }), 413, 'Request Entity Too Large');
  });

  test.each([
    ['fails', () => new Failure('TypeError', 'in /s3cret')],
    ['is not there', () => Promise.reject(new AwsError('ResourceNotFoundException', 'no /s3cret'))],
    ['answers what is no response', () => ({ statusCode: 200, body: ['/s3cret'] })],
  ])('for a function that %s, and logs no path', async (_, does) => {
    served.answer = does;
    await expectOwn(await fetch(`${served.url}/exports/o/e/s3cret/0`), 500, 'Internal Server Error');
    expect(served.logged.join('\n')).toContain('GET /exports/{organizationId}/{exportId}/{secret}/{file}');
    expect(served.logged.join('\n')).not.toContain('s3cret');
  });

  test('for a function that takes too long', async () => {
    await served.gateway.call('DeleteApi', { apiId });
    apiId = await makeApi(served.gateway, { routes, integration: { timeoutInMillis: 50 } });
    let finish: (value: unknown) => void = () => undefined;
    served.answer = () => new Promise((resolve) => (finish = resolve));
    await expectOwn(await fetch(`${served.url}/exports/o/e/s3cret/0`), 503, 'Service Unavailable');
    expect(served.logged.join('\n')).not.toContain('s3cret');
    finish({ statusCode: 200 });
  });

  test('after the time that AWS gives', async () => {
    vi.useFakeTimers();
    served.answer = () => new Promise(() => undefined);
    const response = served.gateway.fetch(new Request('http://localhost/echo/x'));
    await vi.advanceTimersByTimeAsync(30_000);
    expect((await response).status).toBe(503);
    vi.useRealTimers();
  });
});

async function expectOwn(response: Response, status: number, message: string): Promise<void> {
  expect([response.status, await response.json()]).toEqual([status, { message }]);
  expect(response.headers.get('content-type')).toBe('application/json');
}

/** By node:http, which shows the header as it came. */
function head(path: string): Promise<{ status: number | undefined; length: string | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(`${served.url}${path}`, { method: 'HEAD', agent: false }, (response) => {
      let body = '';
      response.on('data', (chunk) => (body += String(chunk)));
      response.on('end', () => {
        resolve({ status: response.statusCode, length: response.headers['content-length'], body });
      });
    });
    sent.on('error', reject).end();
  });
}
