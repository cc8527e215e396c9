import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import type { Log } from '../../shared/log.ts';
import { RequestRefused } from '../auth/caller.ts';
import { internalFailure } from '../common-errors.ts';
import { answer } from '../execution/engine.ts';
import { requestError } from '../execution/errors.ts';
import type { Answer } from '../execution/operation.ts';
import { parseGraphQLRequest, readGraphQLRequest } from '../execution/request.ts';
import { MAX_RESPONSE_BYTES, readBody } from './body.ts';
import { readPath, type FindApi } from './served-api.ts';

/** What all services of AWS answer to what none of their operations is. */
const UNKNOWN_OPERATION = JSON.stringify({
  Output: { __type: 'com.amazon.coral.service#UnknownOperationException' },
  Version: '1.0',
});

/**
 * `POST` and `GET` to an API's address. A request that is refused as a whole has a status of its own; everything else is 200, as in AppSync.
 */
export function httpDoor({ find, log }: { find: FindApi; log: Log }): Hono {
  const door = new Hono();
  // Not for every method: an answer to which a header is added is one that the server has to send the slow way.
  door.options('*', cors({ origin: '*', allowMethods: ['GET', 'POST', 'OPTIONS'] }));

  door.all('*', async ({ req: { raw } }) => {
    const url = new URL(raw.url);
    const path = readPath(url.pathname);
    if (!path || path.isRealtime || (raw.method !== 'POST' && raw.method !== 'GET'))
      return json(UNKNOWN_OPERATION, 404, { 'x-amzn-ErrorType': 'UnknownOperationException' });
    const api = find(path.apiId);
    if (!api) throw new RequestRefused('NotFoundException', 'There is no GraphQL API at this address.', 404);
    const current = api.loaded();
    const headers = { host: url.host, ...Object.fromEntries(raw.headers) };
    const body = await readBody(raw);
    const forwardedFor = raw.headers.get('x-forwarded-for');
    const sourceIp = [...(forwardedFor?.split(',').map((address) => address.trim()) ?? []), '127.0.0.1'];
    const query = Object.fromEntries(url.searchParams);
    const signed = { method: raw.method, path: url.pathname, query, headers, body };
    const caller = await api.authenticate(signed, current.api.modes, sourceIp);
    const asked = raw.method === 'GET' ? readGraphQLRequest(url.searchParams) : parseGraphQLRequest(body);
    const result = await answer(current, asked, { caller, headers }, { log, listener: api.hub });
    return json(serialize(result), 200, result.responseHeaders);
  });

  door.onError((error) => {
    if (error instanceof RequestRefused) return refusal(error.errorType, error.message, error.status);
    log.error('A GraphQL request failed', error);
    return refusal(internalFailure.errorType, internalFailure.message, 500);
  });
  return door;
}

function serialize({ data, errors }: Answer): string {
  const text = JSON.stringify({ data, errors });
  if (Buffer.byteLength(text) <= MAX_RESPONSE_BYTES) return text;
  return JSON.stringify({ data: null, errors: [requestError('The response is larger than 5 MB.')] });
}

function refusal(errorType: string, message: string, status: number): Response {
  return json(JSON.stringify({ errors: [{ errorType, message }] }), status, { 'x-amzn-ErrorType': errorType });
}

/** What every answer says to a browser on another site. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-amzn-RequestId,x-amzn-ErrorType',
};

/** The headers that AppSync itself gives win over `headers`. */
function json(body: string, status: number, headers: Readonly<Record<string, string>> = {}): Response {
  const others = new Headers();
  for (const [name, value] of Object.entries(headers)) others.set(name, value);
  const own = { ...CORS, 'content-type': 'application/json;charset=UTF-8', 'x-amzn-requestid': randomUUID() };
  return new Response(body, { status, headers: { ...Object.fromEntries(others), ...own } });
}
