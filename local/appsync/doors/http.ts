import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import type { Log } from '../../shared/log.ts';
import { RequestRefused } from '../auth/caller.ts';
import { answer } from '../execution/engine.ts';
import { requestError } from '../execution/errors.ts';
import type { Answer } from '../execution/operation.ts';
import { MAX_RESPONSE_BYTES, parseGraphQLRequest, readBody } from './body.ts';
import { readPath, type FindApi } from './served-api.ts';

/**
 * `POST` to an API's address. A request that is refused as a whole has a status of its own; everything else is 200, as in AppSync.
 */
export function httpDoor({ find, log }: { find: FindApi; log: Log }): Hono {
  const door = new Hono();
  door.use('*', cors({ origin: '*', exposeHeaders: ['x-amzn-RequestId', 'x-amzn-ErrorType'] }));

  door.all('*', async ({ req: { raw } }) => {
    const url = new URL(raw.url);
    const path = readPath(url.pathname);
    const api = path && !path.isRealtime ? find(path.apiId) : undefined;
    if (!api) throw new RequestRefused('NotFoundException', 'There is no GraphQL API at this address.', 404);
    if (raw.method !== 'POST')
      throw new RequestRefused('MethodNotAllowedException', 'Only POST is supported here.', 405);
    const current = api.loaded();
    const headers = { host: url.host, ...Object.fromEntries(raw.headers) };
    const body = await readBody(raw);
    const forwardedFor = raw.headers.get('x-forwarded-for');
    const sourceIp = [...(forwardedFor?.split(',').map((address) => address.trim()) ?? []), '127.0.0.1'];
    const signed = { method: 'POST', path: url.pathname, query: Object.fromEntries(url.searchParams), headers, body };
    const caller = await api.authenticate(signed, current.api.modes, sourceIp);
    const result = await answer(current, parseGraphQLRequest(body), { caller, headers }, { log, listener: api.hub });
    return json(serialize(result), 200);
  });

  door.onError((error) => {
    if (error instanceof RequestRefused) return refusal(error.errorType, error.message, error.status);
    log.error('A GraphQL request failed', error);
    return refusal('InternalFailure', 'Internal failure', 500);
  });
  return door;
}

function serialize(result: Answer): string {
  const text = JSON.stringify(result);
  if (Buffer.byteLength(text) <= MAX_RESPONSE_BYTES) return text;
  return JSON.stringify({ data: null, errors: [requestError('The response is larger than 5 MB.')] });
}

function refusal(errorType: string, message: string, status: number): Response {
  return json(JSON.stringify({ errors: [{ errorType, message }] }), status, { 'x-amzn-ErrorType': errorType });
}

function json(body: string, status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(body, {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8', 'x-amzn-RequestId': randomUUID(), ...headers },
  });
}
