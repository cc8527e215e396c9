import { contentDisposition, contentType } from '../shared/files/download-headers.ts';
import type { ExportFile } from '../shared/exports/row.ts';
import type { Method } from './event.ts';
import { page, text } from './messages.ts';

/** Source: Amazon API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs", response of format 2.0. */
export interface HttpAnswer {
  statusCode: number;
  headers: Record<string, string>;
  body?: string;
}

/** The address has a secret in it: nobody may keep it, nor tell it to another site. */
const PRIVATE = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
};
/** In seconds. */
const RETRY_AFTER = '30';

export function redirection(location: string): HttpAnswer {
  return { statusCode: 302, headers: { ...PRIVATE, location } };
}

/** What a GET would end at. A URL that is presigned for GET answers no HEAD, so that there is nowhere to lead to. */
export function description({ name, bytes }: ExportFile): HttpAnswer {
  const headers = {
    'content-length': String(bytes),
    'content-type': contentType(name),
    'content-disposition': contentDisposition(name),
    'accept-ranges': 'bytes',
  };
  return { statusCode: 200, headers: { ...PRIVATE, ...headers } };
}

/** The one answer to whatever is wrong. */
export function notFound(method: Method, wantsHtml: boolean): HttpAnswer {
  return message(404, 'notFound', method, wantsHtml);
}

export function unavailable(method: Method, wantsHtml: boolean): HttpAnswer {
  const answer = message(503, 'unavailable', method, wantsHtml);
  return { ...answer, headers: { ...answer.headers, 'retry-after': RETRY_AFTER } };
}

function message(statusCode: number, what: 'notFound' | 'unavailable', method: Method, wantsHtml: boolean): HttpAnswer {
  const headers = {
    ...PRIVATE,
    'content-type': wantsHtml ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  };
  if (method === 'HEAD') return { statusCode, headers };
  return { statusCode, headers, body: wantsHtml ? page(what) : text(what) };
}
