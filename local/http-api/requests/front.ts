import { randomBytes } from 'node:crypto';
import type { Log } from '../../shared/log.ts';
import type { LambdaInvoker, Roles } from '../../shared/ports.ts';
import type { Clock } from '../../shared/service.ts';
import type { Api, Deployment, Records, Stage } from '../model.ts';
import { gatewayResponse, responseOf } from './answer.ts';
import { isPreflight, preflightResponse, withCors } from './cors.ts';
import { httpApiEvent } from './event.ts';
import { integrate } from './integrate.ts';
import { Routes } from './routes.ts';
import { Throttle } from './throttle.ts';

/** The path under which the site has every HTTP API: on AWS each has a host of its own. */
export const API_PATH = '/http-apis';

export interface FrontOptions {
  records: Records;
  lambda: LambdaInvoker;
  roles: Roles | undefined;
  log: Log;
  clock: Clock;
}

export type Fetch = (request: Request, connection?: { sourceIp: string }) => Promise<Response>;

export interface Front {
  /** Answers a request. Never rejects. */
  fetch: Fetch;
  /** Whether an HTTP API has a route for the request, so that it is for nobody else. */
  hasRoute: (request: Request) => boolean;
}

/** What a request is for: a stage of an API, and the path as the API sees it. */
interface Destination {
  apiId: string;
  stage: Stage;
  path: string;
  /** The same, without the name of a stage. */
  routePath: string;
}

const DEFAULT_STAGE = '$default';
/** Source: API Gateway Developer Guide, "Quotas for configuring and running an HTTP API in API Gateway". */
const MAXIMUM_BODY_BYTES = 10 * 1024 * 1024;

/** Answers requests to the HTTP APIs that the records have, as they are at that moment. */
export function createFront({ records, lambda, roles, log, clock }: FrontOptions): Front {
  const throttle = new Throttle(clock);
  /** A deployment never changes. */
  const routesOf = new WeakMap<Deployment['routes'], Routes>();

  function destination(pathname: string): Destination | undefined {
    const [, apiId, rest = ''] = new RegExp(`^${API_PATH}/([^/]+)(/.*)?$`).exec(pathname) ?? [];
    const api = apiId === undefined ? onlyApi() : records.api.get(apiId);
    if (!api || api.disableExecuteApiEndpoint) return undefined;
    const path = apiId === undefined ? pathname : rest || '/';
    const name = decodeURIComponent(path.split('/')[1] ?? '');
    const named = name === DEFAULT_STAGE ? undefined : records.stage.get(`${api.apiId}/${name}`);
    if (named) return { apiId: api.apiId, stage: named, path, routePath: path.replace(/^\/[^/]*/, '') || '/' };
    const stage = records.stage.get(`${api.apiId}/${DEFAULT_STAGE}`);
    return stage && { apiId: api.apiId, stage, path, routePath: path };
  }

  function onlyApi(): Api | undefined {
    const [api, ...others] = records.api.list();
    return others.length === 0 ? api : undefined;
  }

  function deploymentOf({ apiId, stage }: Destination): Deployment | undefined {
    return records.deployment.get(`${apiId}/${stage.deploymentId ?? ''}`);
  }

  function routesIn({ routes }: Deployment): Routes {
    const known = routesOf.get(routes) ?? new Routes(routes.map(({ routeKey }) => routeKey));
    routesOf.set(routes, known);
    return known;
  }

  async function answer(request: Request, sourceIp: string, requestId: string): Promise<Response> {
    const own = (status: number, message: string): Response =>
      gatewayResponse(status, message, request.method, requestId);
    const { pathname } = new URL(request.url);
    if (!isDecodable(pathname)) return own(400, 'Bad Request');
    const found = destination(pathname);
    const deployment = found && deploymentOf(found);
    if (!deployment) return own(404, 'Not Found');
    const { corsConfiguration: cors } = deployment;
    if (cors && isPreflight(request)) return preflightResponse(cors, request);
    const response = await answerRoute(request, { ...found, deployment, sourceIp, requestId });
    return cors ? withCors(cors, request, response) : response;
  }

  async function answerRoute(
    request: Request,
    {
      apiId,
      stage,
      path,
      routePath,
      deployment,
      sourceIp,
      requestId,
    }: Destination & { deployment: Deployment; sourceIp: string; requestId: string },
  ): Promise<Response> {
    const own = (status: number, message: string): Response =>
      gatewayResponse(status, message, request.method, requestId);
    const match = routesIn(deployment).find(request.method, routePath);
    if (!match) return own(404, 'Not Found');
    if (!throttle.admits(apiId, stage, match.routeKey)) return own(429, 'Too Many Requests');
    const body = new Uint8Array(await request.arrayBuffer());
    if (body.length > MAXIMUM_BODY_BYTES) return own(413, 'Request Entity Too Large');
    const event = httpApiEvent({ request, apiId, path, body, match, requestId, sourceIp, stage, nowMs: clock() });
    const route = deployment.routes.find(({ routeKey }) => routeKey === match.routeKey);
    const result = await integrate({ lambda, roles, log }, route?.integration, event);
    if ('status' in result) return own(result.status, result.status === 503 ? 'Service Unavailable' : ERROR);
    try {
      return responseOf(result.payload, request.method, requestId);
    } catch (error) {
      log.error(`${match.routeKey} could not be answered: ${error instanceof Error ? error.name : typeof error}`);
      return own(500, ERROR);
    }
  }

  function hasRoute({ method, url }: Request): boolean {
    const { pathname } = new URL(url);
    // What is no encoding is taken literally, to tell for whom it is: that API says that it is none.
    const found = destination(isDecodable(pathname) ? pathname : pathname.replaceAll('%', '%25'));
    if (!found) return false;
    const deployment = deploymentOf(found);
    return deployment !== undefined && routesIn(deployment).find(method, found.routePath) !== undefined;
  }

  const fetch: Fetch = async (request, { sourceIp } = { sourceIp: '127.0.0.1' }) => {
    const requestId = randomBytes(11).toString('base64');
    try {
      return await answer(request, sourceIp, requestId);
    } catch (error) {
      // A request whose body ends early, or a mistake here: neither may repeat the path.
      log.error(
        `A request to an HTTP API could not be answered: ${error instanceof Error ? error.name : typeof error}`,
      );
      return gatewayResponse(500, ERROR, request.method, requestId);
    }
  };
  return { fetch, hasRoute };
}

const ERROR = 'Internal Server Error';

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
