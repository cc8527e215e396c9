import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AwsError } from '../../shared/aws-error.ts';
import type { Roles } from '../../shared/ports.ts';
import { makeApi, startApiGateway, type Fixture } from '../testing/start.ts';

const LAMBDA_ROLE = 'arn:aws:iam::000000000000:role/gateway';
const routes = { 'GET /x': 'f', 'GET /y': 'f' };

let now: number;
let served: Fixture;
let roles: Roles;

beforeEach(async () => {
  now = Date.UTC(2026, 0, 1);
  roles = { find: () => undefined };
  served = await startApiGateway({ clock: () => now, roles: { find: (arn) => roles.find(arn) } });
});
afterEach(() => served.stop());

const call = (operation: string, input: object) => served.gateway.call(operation, input);
const statusOf = async (path: string, init: RequestInit = {}): Promise<number> => {
  const response = await fetch(`${served.url}${path}`, init);
  await response.text();
  return response.status;
};
const statuses = async (count: number, path: string): Promise<number[]> => {
  const all: number[] = [];
  for (let index = 0; index < count; index += 1) all.push(await statusOf(path));
  return all;
};

describe('an API answers', () => {
  test('under its own path, and elsewhere while it is the only one', async () => {
    const one = await makeApi(served.gateway, { routes });
    expect(await statusOf(`/http-apis/${one}/x`)).toBe(200);
    expect(served.invoked.at(-1)?.event).toMatchObject({ rawPath: '/x', requestContext: { apiId: one } });
    expect(await statusOf('/x')).toBe(200);
    const two = await makeApi(served.gateway, { routes: { $default: 'g' } });
    expect(await statusOf('/x')).toBe(404);
    expect(await statusOf(`/http-apis/${one}/x`)).toBe(200);
    expect(await statusOf(`/http-apis/${two}`)).toBe(200);
    expect(served.invoked.at(-1)).toMatchObject({
      event: { rawPath: '/', routeKey: '$default' },
      by: { sourceArn: `arn:aws:execute-api:eu-west-1:000000000000:${two}/$default/$default` },
    });
    expect(await statusOf('/http-apis/none/x')).toBe(404);
    await call('DeleteApi', { apiId: one });
    expect(await statusOf('/x')).toBe(200);
    expect(await statusOf(`/http-apis/${one}/x`)).toBe(404);
  });

  test('what it was made to, after a restart too', async () => {
    await makeApi(served.gateway, { routes });
    await served.restart();
    expect(await statusOf('/x')).toBe(200);
  });

  test('nothing where its endpoint is disabled', async () => {
    const apiId = await makeApi(served.gateway, { routes });
    await call('UpdateApi', { apiId, disableExecuteApiEndpoint: true });
    expect(await statusOf('/x')).toBe(404);
  });

  test('by the stage that the path names, with its variables', async () => {
    const apiId = await makeApi(served.gateway, { routes: { 'ANY /x': 'f' } });
    await call('CreateStage', { apiId, stageName: 'live', autoDeploy: true, stageVariables: { colour: 'blue' } });
    expect(await statusOf('/live/x', { method: 'PUT' })).toBe(200);
    expect(served.invoked.at(-1)).toMatchObject({
      event: { rawPath: '/live/x', requestContext: { stage: 'live' }, stageVariables: { colour: 'blue' } },
      by: { sourceArn: `arn:aws:execute-api:eu-west-1:000000000000:${apiId}/live/PUT/x` },
    });
    expect(await statusOf('/x')).toBe(200);
    expect(served.invoked.at(-1)?.event).not.toHaveProperty('stageVariables');
  });
});

test('a stage that does not deploy by itself serves its deployment', async () => {
  const apiId = await makeApi(served.gateway, { routes, stage: { autoDeploy: false } });
  expect(await statusOf('/x')).toBe(404);
  await call('CreateDeployment', { apiId, stageName: '$default' });
  expect(await statusOf('/x')).toBe(200);
  await call('CreateRoute', { apiId, routeKey: 'GET /z' });
  expect(await statusOf('/z')).toBe(404);
  const { deploymentId } = Object(await call('CreateDeployment', { apiId })) as { deploymentId: string };
  expect(await statusOf('/z')).toBe(404);
  await call('UpdateStage', { apiId, stageName: '$default', deploymentId });
  // A route without an integration.
  expect(await statusOf('/z')).toBe(500);
});

describe('throttling', () => {
  const stage = { defaultRouteSettings: { throttlingBurstLimit: 2, throttlingRateLimit: 0.5 } };

  test('lets a burst through, and then the rate', async () => {
    await makeApi(served.gateway, { routes, stage });
    expect(await statuses(4, '/x')).toEqual([200, 200, 429, 429]);
    const refused = await fetch(`${served.url}/x`);
    expect(await refused.json()).toEqual({ message: 'Too Many Requests' });
    expect(served.invoked).toHaveLength(2);
    now += 1999;
    expect(await statusOf('/x')).toBe(429);
    now += 1;
    expect(await statuses(2, '/x')).toEqual([200, 429]);
    now += 3_600_000;
    expect(await statuses(3, '/x')).toEqual([200, 200, 429]);
  });

  test('counts for each route and each stage by itself, and only what a route matches', async () => {
    const apiId = await makeApi(served.gateway, { routes, stage });
    await call('CreateStage', { apiId, stageName: 'live', autoDeploy: true, ...stage });
    expect(await statuses(3, '/none')).toEqual([404, 404, 404]);
    for (const path of ['/x', '/y', '/live/x']) expect(await statuses(3, path)).toEqual([200, 200, 429]);
  });

  test('is at once as it is changed, for a route alone too', async () => {
    const apiId = await makeApi(served.gateway, { routes, stage });
    const routeSettings = { 'GET /x': { throttlingBurstLimit: 1 } };
    await call('UpdateStage', { apiId, stageName: '$default', routeSettings });
    expect(await statuses(2, '/x')).toEqual([200, 429]);
    expect(await statuses(3, '/y')).toEqual([200, 200, 429]);
    await call('UpdateStage', { apiId, stageName: '$default', defaultRouteSettings: {} });
    await call('DeleteRouteSettings', { apiId, stageName: '$default', routeKey: 'GET /x' });
    now += 1000;
    expect(await statuses(5, '/x')).toEqual([200, 200, 200, 200, 200]);
  });

  test('refuses everything at a burst of 0', async () => {
    await makeApi(served.gateway, { routes, stage: { defaultRouteSettings: { throttlingBurstLimit: 0 } } });
    now += 60_000;
    expect(await statusOf('/x')).toBe(429);
  });
});

describe('CORS', () => {
  const corsConfiguration = {
    allowOrigins: ['https://a.example', 'http://*'],
    allowMethods: ['GET'],
    allowHeaders: ['Content-Type'],
    exposeHeaders: ['x-a'],
    maxAge: 60,
    allowCredentials: true,
  };
  const preflight = (origin: string, more: Record<string, string> = {}) =>
    fetch(`${served.url}/x`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'GET', ...more },
    });
  const headersOf = (response: Response) =>
    Object.fromEntries([...response.headers].filter(([name]) => name.startsWith('access-control-')));

  test('answers a preflight without a route or a function', async () => {
    await makeApi(served.gateway, { routes, api: { corsConfiguration } });
    const response = await preflight('https://a.example', { 'access-control-request-headers': 'content-type' });
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect(headersOf(response)).toEqual({
      'access-control-allow-origin': 'https://a.example',
      'access-control-allow-methods': 'GET',
      'access-control-allow-headers': 'Content-Type',
      'access-control-allow-credentials': 'true',
      'access-control-max-age': '60',
    });
    expect(headersOf(await preflight('http://any.example'))).toMatchObject({
      'access-control-allow-origin': 'http://any.example',
    });
    for (const refused of [
      await preflight('https://b.example'),
      await preflight('https://a.example', { 'access-control-request-headers': 'x-b' }),
      await preflight('https://a.example', { 'access-control-request-method': 'PUT' }),
    ])
      expect(headersOf(refused)).toEqual({});
    expect(served.invoked).toEqual([]);
  });

  test('has its headers on answers, in the place of the function’s own', async () => {
    const apiId = await makeApi(served.gateway, { routes, api: { corsConfiguration } });
    served.answer = () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' } });
    const get = async () => headersOf(await fetch(`${served.url}/x`, { headers: { origin: 'https://a.example' } }));
    expect(await get()).toEqual({
      'access-control-allow-origin': 'https://a.example',
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'x-a',
    });
    expect(headersOf(await fetch(`${served.url}/x`, { headers: { origin: 'https://b.example' } }))).toEqual({});
    await call('DeleteCorsConfiguration', { apiId });
    expect(await get()).toEqual({ 'access-control-allow-origin': '*' });
    expect(await statusOf('/x', { method: 'OPTIONS' })).toBe(404);
  });
});

describe('a function that API Gateway may not invoke', () => {
  test('is answered for with 500, and the log names what is missing', async () => {
    const apiId = await makeApi(served.gateway, { routes: { 'GET /x/{secret}': 'f' } });
    served.answer = () => Promise.reject(new AwsError('AccessDeniedException', 'no', {}, 403));
    const response = await fetch(`${served.url}/x/s3cret`);
    expect([response.status, await response.json()]).toEqual([500, { message: 'Internal Server Error' }]);
    const [line = ''] = served.logged;
    expect(line).toContain('function:f does not let apigateway.amazonaws.com call lambda:InvokeFunction');
    expect(line).toContain(`arn:aws:execute-api:eu-west-1:000000000000:${apiId}/$default/GET/x/{secret}`);
    expect(line).not.toContain('s3cret');
  });

  test('may be invoked with a role that trusts it and allows it', async () => {
    let trusts = true;
    let allows = true;
    roles = { find: (arn) => (arn === LAMBDA_ROLE ? { arn, trusts: () => trusts, allows: () => allows } : undefined) };
    await makeApi(served.gateway, { routes, integration: { credentialsArn: LAMBDA_ROLE } });
    expect(await statusOf('/x')).toBe(200);
    expect(served.invoked.at(-1)).toMatchObject({ by: undefined });
    trusts = false;
    expect(await statusOf('/x')).toBe(500);
    expect(served.logged.at(-1)).toContain(`${LAMBDA_ROLE} must trust apigateway.amazonaws.com and allow`);
    trusts = true;
    allows = false;
    expect(await statusOf('/x')).toBe(500);
    roles = { find: () => undefined };
    expect(await statusOf('/x')).toBe(500);
    expect(served.invoked).toHaveLength(1);
  });
});
