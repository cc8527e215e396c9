import { randomBytes } from 'node:crypto';
import type { Log } from '../shared/log.ts';
import type { InvocationResult, LambdaInvoker } from '../shared/ports.ts';
import type { Clock } from '../shared/service.ts';
import { gatewayResponse, responseOf } from './answer.ts';
import { httpApiEvent, type HttpApiEvent } from './event.ts';
import { Routes, type RouteMatch } from './routes.ts';

export interface HttpApiOptions {
  /** Function names by route key, such as `GET /exports/{exportId}`, `ANY /{proxy+}` or `$default`. */
  routes: Readonly<Record<string, string>>;
  lambda: LambdaInvoker;
  log: Log;
  clock?: Clock;
  /** `$default`, which has no place in the path, unless given. */
  stage?: string;
  /** How long a function may take: 30 s, as on AWS, unless given. */
  timeoutMs?: number;
}

export interface HttpApi {
  /** Answers a request. Never rejects. */
  fetch(request: Request, connection?: { sourceIp: string }): Promise<Response>;
  /** Whether a route matches, for a server that has other things to answer as well. */
  matches(request: Request): boolean;
}

const DEFAULT_STAGE = '$default';
/** Source: API Gateway Developer Guide, "Quotas for configuring and running an HTTP API in API Gateway". */
const INTEGRATION_TIMEOUT_MS = 30_000;
const MAXIMUM_BODY_BYTES = 10 * 1024 * 1024;

const TIMED_OUT = Symbol('timed out');

/**
 * Stands in for an Amazon API Gateway HTTP API whose routes invoke Lambda functions with payload format 2.0.
 * A path can hold a secret, so that no log has it, nor a function's message, which can repeat it: the log names route, function and type of error.
 * Throws for route keys that API Gateway would refuse.
 */
export function createHttpApi(options: HttpApiOptions): HttpApi {
  const { lambda, log, clock = Date.now, stage = DEFAULT_STAGE, timeoutMs = INTEGRATION_TIMEOUT_MS } = options;
  const routes = new Routes(options.routes);

  function find(request: Request): RouteMatch | undefined {
    const { pathname } = new URL(request.url);
    if (stage === DEFAULT_STAGE) return routes.find(request.method, pathname);
    if (pathname !== `/${stage}` && !pathname.startsWith(`/${stage}/`)) return undefined;
    return routes.find(request.method, pathname.slice(stage.length + 1) || '/');
  }

  async function answer(request: Request, sourceIp: string, requestId: string): Promise<Response> {
    const own = (status: number, message: string): Response =>
      gatewayResponse(status, message, request.method, requestId);
    if (!isDecodable(request)) return own(400, 'Bad Request');
    const match = find(request);
    if (!match) return own(404, 'Not Found');
    const { routeKey, functionName } = match;
    try {
      const body = new Uint8Array(await request.arrayBuffer());
      if (body.length > MAXIMUM_BODY_BYTES) return own(413, 'Request Entity Too Large');
      const event = httpApiEvent({ request, body, match, requestId, sourceIp, stage, nowMs: clock() });
      const result = await invoke(functionName, event);
      if (result === TIMED_OUT) {
        log.error(`${routeKey}: ${functionName} took longer than ${timeoutMs} ms`);
        return own(503, 'Service Unavailable');
      }
      if (!result.error) return responseOf(result.payload, request.method, requestId);
      log.error(`${routeKey}: ${functionName} failed: ${result.error.errorType}`);
    } catch (error) {
      log.error(`${routeKey} could not be answered: ${error instanceof Error ? error.name : typeof error}`);
    }
    return own(500, 'Internal Server Error');
  }

  async function invoke(functionName: string, event: HttpApiEvent): Promise<InvocationResult | typeof TIMED_OUT> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<typeof TIMED_OUT>((resolve) => {
      timer = setTimeout(resolve, timeoutMs, TIMED_OUT);
    });
    try {
      return await Promise.race([lambda.invoke(functionName, event), timeout]);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    fetch(request, { sourceIp } = { sourceIp: '127.0.0.1' }) {
      return answer(request, sourceIp, randomBytes(11).toString('base64'));
    },
    matches: (request) => isDecodable(request) && find(request) !== undefined,
  };
}

function isDecodable(request: Request): boolean {
  try {
    decodeURIComponent(new URL(request.url).pathname);
    return true;
  } catch {
    return false;
  }
}
