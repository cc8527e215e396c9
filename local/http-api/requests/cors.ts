import type { Cors } from '../model.ts';

/** Source: API Gateway Developer Guide, "Configure CORS for HTTP APIs in API Gateway": a preflight needs no route, and headers of integrations do not count. */

export const isPreflight = (request: Request): boolean =>
  request.method === 'OPTIONS' && request.headers.has('origin') && request.headers.has('access-control-request-method');

/** Where the origin, the method or a header is not allowed, it has no header that would let a browser go on. */
export function preflightResponse(cors: Cors, request: Request): Response {
  const asked = request.headers.get('access-control-request-headers')?.split(/\s*,\s*/) ?? [];
  const method = request.headers.get('access-control-request-method') ?? '';
  const headers = originHeaders(cors, request);
  if (headers && isIn(cors.allowMethods, method) && asked.every((name) => isIn(cors.allowHeaders, name))) {
    headers.set('access-control-allow-methods', cors.allowMethods?.join(',') ?? '');
    if (asked.length > 0) headers.set('access-control-allow-headers', cors.allowHeaders?.join(',') ?? '');
    if (cors.maxAge !== undefined) headers.set('access-control-max-age', String(cors.maxAge));
    return new Response(null, { status: 204, headers });
  }
  return new Response(null, { status: 204 });
}

/** A response to a request of another origin, as the configuration lets a browser show it. */
export function withCors(cors: Cors, request: Request, response: Response): Response {
  for (const name of [...response.headers.keys()]) {
    if (name.startsWith('access-control-')) response.headers.delete(name);
  }
  const headers = originHeaders(cors, request);
  if (headers && cors.exposeHeaders && cors.exposeHeaders.length > 0)
    headers.set('access-control-expose-headers', cors.exposeHeaders.join(','));
  for (const [name, value] of headers ?? []) response.headers.set(name, value);
  return response;
}

function originHeaders({ allowOrigins = [], allowCredentials }: Cors, request: Request): Headers | undefined {
  const origin = request.headers.get('origin');
  if (origin === null || !allowOrigins.some((allowed) => isOrigin(allowed, origin))) return undefined;
  const any = allowOrigins.includes('*');
  const headers = new Headers({ 'access-control-allow-origin': any ? '*' : origin });
  if (!any) headers.set('vary', 'origin');
  if (allowCredentials) headers.set('access-control-allow-credentials', 'true');
  return headers;
}

/** `http://*` and `https://*` allow every origin of that scheme. */
function isOrigin(allowed: string, origin: string): boolean {
  return (
    allowed === '*' ||
    allowed === origin ||
    (/^https?:\/\/\*$/.test(allowed) && origin.startsWith(allowed.slice(0, -1)))
  );
}

function isIn(allowed: readonly string[] = [], value: string): boolean {
  return allowed.some((each) => each === '*' || each.toLowerCase() === value.toLowerCase());
}
