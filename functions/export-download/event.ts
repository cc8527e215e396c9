import * as v from 'valibot';
import type { DownloadLink } from '../shared/exports/links.ts';
import { SECRET } from '../shared/exports/links.ts';
import { ULID } from '../shared/names.ts';

export type Method = 'GET' | 'HEAD';

export interface DownloadRequest {
  method: Method;
  /** Null where the path cannot be that of a link. */
  link: DownloadLink | null;
  /** Whether the answer is for a person's browser. */
  wantsHtml: boolean;
}

const Id = v.pipe(v.string(), v.regex(ULID));
const Link = v.object({
  organizationId: Id,
  exportId: Id,
  secret: v.pipe(v.string(), v.regex(SECRET)),
  file: v.pipe(v.string(), v.regex(/^(?:0|[1-9]\d{0,5})$/), v.transform(Number)),
});
/** Source: Amazon API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs", payload format 2.0. */
const Event = v.object({
  version: v.literal('2.0'),
  requestContext: v.object({ http: v.object({ method: v.picklist(['GET', 'HEAD']) }) }),
  headers: v.object({ accept: v.optional(v.string(), '') }),
  pathParameters: v.fallback(v.nullable(Link), null),
});

/** @throws where the event is not one of an HTTP API; whatever is wrong about the path is no such error */
export function parseEvent(event: unknown): DownloadRequest {
  const { requestContext, headers, pathParameters } = v.parse(Event, event);
  return {
    method: requestContext.http.method,
    link: pathParameters,
    wantsHtml: /\btext\/html\b/i.test(headers.accept),
  };
}
