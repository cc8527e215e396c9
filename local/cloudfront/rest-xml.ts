import { randomBytes, randomUUID } from 'node:crypto';
import { Hono, type Context } from 'hono';
import type * as v from 'valibot';
import { answerable } from '../shared/answerable.ts';
import { AwsError } from '../shared/aws-error.ts';
import type { Log } from '../shared/log.ts';
import type { Service } from '../shared/service.ts';
import { readXml, type XmlValue } from '../shared/xml-reader.ts';
import { xmlElement, type XmlContent } from '../shared/xml.ts';
import { invalidArgument, parseInput, unsupported } from './errors.ts';

const NAMESPACE = 'http://cloudfront.amazonaws.com/doc/2020-05-31/';
const VERSION = '/2020-05-31';

/** One request: what its path, its query, its headers and its XML say. */
export interface XmlRequest {
  /** A part of the path, such as `id`. */
  path(name: string): string;
  /** A parameter of the query; empty where it has no value, `undefined` where it is missing. */
  query(name: string): string | undefined;
  readonly ifMatch: string | undefined;
  /**
   * The content of the document's root.
   * @throws AwsError MalformedInput, InvalidArgument
   */
  body<const Schema extends v.GenericSchema>(root: string, schema: Schema): Promise<v.InferOutput<Schema>>;
}

export interface XmlAnswer {
  /** 200 unless given, or 204 without content. */
  status?: number;
  headers?: Readonly<Record<string, string>>;
  /** The root of the document, and what is in it. */
  document?: readonly [root: string, content: XmlContent];
  /** Of an answer that is no document. */
  bytes?: { type: string; text: string };
}

/** By method and path below the version, such as `GET /distribution/:id`. */
export type XmlOperations = Readonly<Record<string, (request: XmlRequest) => XmlAnswer | Promise<XmlAnswer>>>;

/**
 * CloudFront's door: AWS's REST-XML protocol. What is not there it refuses by method and path. Source: "AWS restXml protocol", Smithy.
 */
export function restXml(operations: XmlOperations, log: Log): Pick<Service, 'signingName' | 'handle'> {
  const app = new Hono<{ Variables: { requestId: string } }>();
  app.use(async (c, next) => {
    c.set('requestId', randomUUID());
    await next();
    c.header('x-amzn-requestid', c.get('requestId'));
  });
  for (const [route, run] of Object.entries(operations)) {
    const [method = '', path = ''] = route.split(' ');
    app.on(method, `${VERSION}${path}`, async (c) => respond(await run(requestOf(c))));
  }
  app.notFound((c) => refuse(unsupported(`${c.req.method} ${c.req.path}`), c.get('requestId')));
  app.onError((error, c) => {
    const requestId = c.get('requestId');
    const known = answerable(error);
    if (known) return refuse(known, requestId);
    log.error(`cloudfront ${c.req.method} ${c.req.path} failed (request ${requestId})`, error);
    return refuse(new AwsError('InternalFailure', `Internal failure, request ${requestId}`, {}, 500), requestId);
  });
  return { signingName: 'cloudfront', handle: async (request) => app.fetch(request) };
}

function requestOf(c: Context): XmlRequest {
  return {
    path: (name) => c.req.param(name) ?? '',
    query: (name) => c.req.query(name),
    ifMatch: c.req.header('if-match'),
    body: async (root, schema) => parseInput(schema, contentOf(await c.req.text(), root)),
  };
}

function contentOf(text: string, root: string): XmlValue {
  const document = read(text);
  if (document.root !== root) throw malformed(`The document must be a ${root}.`);
  return document.content;
}

function read(text: string): ReturnType<typeof readXml> {
  try {
    return readXml(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw malformed(error.message);
    throw error;
  }
}

const malformed = (message: string) => new AwsError('MalformedInput', message);

function respond({ status, headers = {}, document, bytes }: XmlAnswer): Response {
  if (bytes)
    return new Response(bytes.text, { status: status ?? 200, headers: { ...headers, 'content-type': bytes.type } });
  if (!document) return new Response(null, { status: status ?? 204, headers });
  const [root, content] = document;
  return new Response(`<?xml version="1.0"?>\n${xmlElement(root, content, NAMESPACE)}`, {
    status: status ?? 200,
    headers: { ...headers, 'content-type': 'text/xml' },
  });
}

function refuse({ code, message, statusCode }: AwsError, requestId: string): Response {
  const Error = { Type: statusCode >= 500 ? 'Receiver' : 'Sender', Code: code, Message: message };
  const document = ['ErrorResponse', { Error, RequestId: requestId }] as const;
  return respond({ status: statusCode, document });
}

/** An id as CloudFront makes them, and a version of a resource for `ETag`: `E` and 13 letters or digits. */
export function newId(): string {
  return `E${[...randomBytes(13)].map((byte) => (byte % 36).toString(36).toUpperCase()).join('')}`;
}

/**
 * Checks that who changes something knows it as it is.
 * @throws AwsError InvalidIfMatchVersion, PreconditionFailed
 */
export function requireVersion(ifMatch: string | undefined, etag: string): void {
  if (ifMatch === undefined || ifMatch === '')
    throw new AwsError('InvalidIfMatchVersion', 'The If-Match version is missing or not valid for the resource.');
  if (ifMatch === etag) return;
  const message = 'The precondition in one or more of the request fields evaluated to false.';
  throw new AwsError('PreconditionFailed', message, {}, 412);
}

/** @throws AwsError InvalidArgument */
export function requireQuery(request: XmlRequest, name: string): string {
  const value = request.query(name);
  if (value === undefined || value === '') throw invalidArgument(`The parameter ${name} is required.`);
  return value;
}
