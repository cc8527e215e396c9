import { randomUUID } from 'node:crypto';
import { createCompress } from '../../shared/compress.ts';
import type { Log } from '../../shared/log.ts';
import type { Service } from '../../shared/service.ts';
import { requireCachePolicy } from '../control/cache-policies.ts';
import { distributionArn } from '../control/distributions.ts';
import { functionArn, type Distribution, type Records } from '../records.ts';
import { itemsOf } from '../schema/values.ts';
import { runFunction, type Returned, type ViewerRequest } from './function-runtime.ts';
import { addHeaders } from './headers.ts';
import { forbidden, readBucket } from './origin.ts';

export interface FrontOptions {
  records: Records;
  s3: Pick<Service, 'handle'>;
  log: Log;
}

/** Answers a viewer's request, by the distribution that it is for; `undefined` where there is none. Never rejects. */
export type Front = (request: Request) => Promise<Response | undefined>;

/**
 * Distributions, as they are at that moment. A request is for the one whose name its host is; with any other host, as a laptop has it, for the one that
 * is enabled, where there is one alone. Nothing is cached: what an origin says is what viewers get. There is no TLS, so that none is asked for.
 */
export function createFront({ records, s3, log }: FrontOptions): Front {
  const compress = createCompress();

  function distributionFor({ hostname }: URL): Distribution | undefined {
    const enabled = records.distribution.list().filter(({ config }) => config.Enabled);
    const named = enabled.find(
      ({ domainName, config }) => domainName === hostname || itemsOf(config.Aliases).includes(hostname),
    );
    return named ?? (enabled.length === 1 ? enabled[0] : undefined);
  }

  async function answer(request: Request, distribution: Distribution): Promise<Response> {
    const { AllowedMethods } = distribution.config.DefaultCacheBehavior;
    if (!itemsOf(AllowedMethods).includes(request.method))
      return errorPage(
        403,
        'This distribution is not configured to allow the HTTP request method that was used for this request.',
      );
    const url = new URL(request.url);
    const returned = await throughFunction(request, url, distribution);
    if (returned && 'statusCode' in returned) return responseOf(returned);
    return fromOrigin(request, returned?.uri ?? url.pathname, distribution);
  }

  async function throughFunction(
    request: Request,
    url: URL,
    { id, domainName, config }: Distribution,
  ): Promise<Returned | undefined> {
    const [association] = itemsOf(config.DefaultCacheBehavior.FunctionAssociations);
    const { live } = records.function.list().find(({ name }) => functionArn(name) === association?.FunctionARN) ?? {};
    if (!live) return undefined;
    return runFunction(live.code, {
      distributionId: id,
      distributionDomainName: domainName,
      requestId: randomUUID(),
      viewerIp: '127.0.0.1',
      request: viewerRequest(request, url),
    });
  }

  async function fromOrigin(request: Request, uri: string, { id, config }: Distribution): Promise<Response> {
    const { TargetOriginId, Compress, CachePolicyId } = config.DefaultCacheBehavior;
    const origin = itemsOf(config.Origins).find(({ Id }) => Id === TargetOriginId);
    const accessControl = records.accessControl.get(origin?.OriginAccessControlId ?? '');
    // Buckets are private: a request that nobody signed is refused.
    if (!origin || !accessControl || accessControl.config.SigningBehavior === 'never') return forbidden();
    const path = uri === '/' && config.DefaultRootObject !== '' ? `/${config.DefaultRootObject}` : uri;
    const found = await readBucket({
      s3,
      domainName: origin.DomainName,
      distributionArn: distributionArn(id),
      method: request.method,
      path,
      headers: handedOn(request.headers),
    });
    const compresses = Compress && requireCachePolicy(CachePolicyId).compresses;
    return compresses ? compress(found, request.headers.get('accept-encoding') ?? '') : found;
  }

  return async (request) => {
    const distribution = distributionFor(new URL(request.url));
    if (!distribution) return undefined;
    const answered = await answer(request, distribution).catch((error: unknown) => {
      log.error(`The distribution ${distribution.id} could not answer ${request.method} ${request.url}`, error);
      return errorPage(
        503,
        'The function associated with the distribution is invalid, or the origin could not be read.',
      );
    });
    const policy = records.headersPolicy.get(distribution.config.DefaultCacheBehavior.ResponseHeadersPolicyId);
    const response = new Response(answered.body, answered);
    if (policy) addHeaders(response.headers, policy.config);
    return response;
  };
}

/** Of a viewer's headers those that a bucket is asked by. A tag that CloudFront made weak when it compressed is the bucket's own. */
function handedOn(headers: Headers): Record<string, string> {
  const names = ['if-match', 'if-modified-since', 'if-none-match', 'if-range', 'if-unmodified-since', 'range'];
  const entries = names.flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [[name, value.replaceAll('W/"', '"')] as const];
  });
  return Object.fromEntries(entries);
}

function viewerRequest(request: Request, { pathname, searchParams }: URL): ViewerRequest {
  const valued = (pairs: Iterable<readonly [string, string]>) =>
    Object.fromEntries([...pairs].map(([name, value]) => [name, { value }]));
  const { cookie = { value: '' }, ...headers } = valued(request.headers);
  const cookies = cookie.value.split(/; */).flatMap((pair) => {
    const [, name, value] = /^([^=]+)=(.*)$/.exec(pair) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return {
    method: request.method,
    uri: pathname,
    querystring: valued(searchParams),
    headers,
    cookies: valued(cookies),
  };
}

function responseOf({ statusCode, headers, body }: Extract<Returned, { statusCode: number }>): Response {
  const bytes =
    typeof body === 'string' ? body : Buffer.from(body.data, body.encoding === 'base64' ? 'base64' : 'utf8');
  const pairs = Object.entries(headers).map(([name, { value }]): [string, string] => [name, value]);
  return new Response(bytes.length === 0 ? null : bytes, { status: statusCode, headers: pairs });
}

function errorPage(status: number, message: string): Response {
  const text = `<!doctype html><title>ERROR: The request could not be satisfied</title><p>${message}</p>\n`;
  return new Response(text, { status, headers: { 'content-type': 'text/html' } });
}
