import { randomBytes } from 'node:crypto';
import { LOCAL_ACCOUNT } from '../../shared/service.ts';
import type { Stage } from '../model.ts';
import type { RouteMatch } from './routes.ts';

/** A request of payload format 2.0. Source: API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs". */
export interface HttpApiEvent {
  version: '2.0';
  routeKey: string;
  /** Decoded, which its name hides. */
  rawPath: string;
  rawQueryString: string;
  cookies?: string[];
  headers: Record<string, string>;
  queryStringParameters?: Record<string, string>;
  pathParameters?: Readonly<Record<string, string>>;
  requestContext: {
    accountId: string;
    apiId: string;
    domainName: string;
    domainPrefix: string;
    http: { method: string; path: string; protocol: string; sourceIp: string; userAgent: string };
    requestId: string;
    routeKey: string;
    stage: string;
    /** In Apache's log format. */
    time: string;
    timeEpoch: number;
  };
  body?: string;
  isBase64Encoded: boolean;
  stageVariables?: Readonly<Record<string, string>>;
}

export interface Arrival {
  request: Request;
  apiId: string;
  /** Of the request's path, percent-encoded: what the API sees of it. */
  path: string;
  body: Uint8Array;
  match: RouteMatch;
  requestId: string;
  sourceIp: string;
  stage: Pick<Stage, 'stageName' | 'stageVariables'>;
  nowMs: number;
}

/** What API Gateway keeps to itself, and cookies, which have a member of their own. */
const NOT_HANDED_ON = ['connection', 'cookie', 'keep-alive', 'transfer-encoding'];

export function httpApiEvent(arrival: Arrival): HttpApiEvent {
  const { request, apiId, body, match, requestId, sourceIp, stage, nowMs } = arrival;
  const url = new URL(request.url);
  const path = decodeURIComponent(arrival.path);
  const cookies = request.headers.get('cookie')?.split(/;\s*/).filter(Boolean) ?? [];
  const query = commaJoined(url.searchParams);
  const binary = body.length > 0 && !isText(request.headers.get('content-type'));
  return {
    version: '2.0',
    routeKey: match.routeKey,
    rawPath: path,
    rawQueryString: url.search.slice(1),
    ...(cookies.length > 0 && { cookies }),
    headers: headersOf(request, url, body, sourceIp, nowMs),
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    ...(Object.keys(match.pathParameters).length > 0 && { pathParameters: match.pathParameters }),
    requestContext: {
      accountId: LOCAL_ACCOUNT,
      apiId,
      domainName: url.hostname,
      domainPrefix: url.hostname.split('.')[0] ?? '',
      http: {
        method: request.method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp,
        userAgent: request.headers.get('user-agent') ?? '',
      },
      requestId,
      routeKey: match.routeKey,
      stage: stage.stageName,
      time: apacheTime(nowMs),
      timeEpoch: nowMs,
    },
    ...(body.length > 0 && { body: Buffer.from(body).toString(binary ? 'base64' : 'utf8') }),
    isBase64Encoded: binary,
    ...(Object.keys(stage.stageVariables).length > 0 && { stageVariables: stage.stageVariables }),
  };
}

function headersOf(
  request: Request,
  url: URL,
  body: Uint8Array,
  sourceIp: string,
  nowMs: number,
): Record<string, string> {
  const protocol = url.protocol.slice(0, -1);
  const forwarded = request.headers.get('x-forwarded-for');
  return {
    'content-length': String(body.length),
    host: url.host,
    'x-amzn-trace-id': `Root=1-${Math.floor(nowMs / 1000).toString(16)}-${randomBytes(12).toString('hex')}`,
    // Names are in lower case, and a name's values joined by commas, as of any Request.
    ...Object.fromEntries([...request.headers].filter(([name]) => !NOT_HANDED_ON.includes(name))),
    'x-forwarded-for': forwarded === null ? sourceIp : `${forwarded}, ${sourceIp}`,
    'x-forwarded-port': url.port || (protocol === 'https' ? '443' : '80'),
    'x-forwarded-proto': protocol,
  };
}

function commaJoined(parameters: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...parameters.keys()].map((name) => [name, parameters.getAll(name).join(',')]));
}

/** Any other body is taken for binary, a form too and one without a content type, as measured on AWS; the documentation lists no types. */
function isText(contentType: string | null): boolean {
  return /^\s*(text\/|application\/(json|xml|javascript)\s*(;|$))/i.test(contentType ?? '');
}

/** `02/Jan/2026:03:04:05 +0000`. */
function apacheTime(nowMs: number): string {
  const [, day, month, year, time] = new Date(nowMs).toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
