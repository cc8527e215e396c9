import { randomBytes } from 'node:crypto';
import type { AwsError } from '../shared/aws-error.ts';
import type { XmlElements } from '../shared/xml.ts';
import { xmlDocument } from './xml.ts';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** What an operation answers. */
export interface Answer {
  /** 200 unless given. */
  status?: number;
  headers?: Readonly<Record<string, string>>;
  body?: string | ReadableStream<Uint8Array>;
}

/** The two ids that each answer of S3 has. */
export interface RequestIds {
  readonly requestId: string;
  readonly hostId: string;
}

export function newIds(): RequestIds {
  return { requestId: randomBytes(8).toString('hex').toUpperCase(), hostId: randomBytes(42).toString('base64') };
}

export function xmlAnswer(root: string, content: XmlElements, headers: Readonly<Record<string, string>> = {}): Answer {
  return { headers: { 'content-type': 'application/xml', ...headers }, body: xmlDocument(root, content, NAMESPACE) };
}

export function respond({ status = 200, headers = {}, body }: Answer, ids: RequestIds): Response {
  return new Response(body ?? null, { status, headers: { ...headers, ...idHeaders(ids), server: 'AmazonS3' } });
}

/** The request that an error answers, and what its answer has to say besides. */
interface Refused {
  path: string;
  method: string;
  headers: Readonly<Record<string, string>>;
}

/** An error in S3's XML. Answers to HEAD, and 304, have no body. */
export function respondError(error: AwsError, { path, method, headers }: Refused, ids: RequestIds): Response {
  const body = xmlDocument('Error', {
    Code: error.code,
    Message: error.message,
    ...textsOf(error.fields),
    Resource: path,
    RequestId: ids.requestId,
    HostId: ids.hostId,
  });
  const bare = method === 'HEAD' || error.statusCode === 304;
  return new Response(bare ? null : body, {
    status: error.statusCode,
    headers: { ...headers, ...idHeaders(ids), 'content-type': 'application/xml', server: 'AmazonS3' },
  });
}

function idHeaders({ requestId, hostId }: RequestIds): Record<string, string> {
  return { 'x-amz-request-id': requestId, 'x-amz-id-2': hostId };
}

function textsOf(fields: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
}
