import * as v from 'valibot';
import { xmlAnswer } from '../answer.ts';
import { readXmlBody } from '../body/xml-body.ts';
import { invalidRequest, malformedXml, noSuchBucket, s3Error } from '../errors.ts';
import type { Operation } from '../operation.ts';
import type { S3Request } from '../request.ts';
import type { ObjectStore } from '../store/object-store.ts';
import type { CorsRule } from '../store/records.ts';
import { repeated } from '../xml.ts';
import { changeBucket } from './lifecycle.ts';

const METHODS = ['GET', 'PUT', 'HEAD', 'POST', 'DELETE'];

const configuration = v.object({
  CORSRule: repeated(
    v.object({
      ID: v.optional(v.string()),
      AllowedOrigin: v.pipe(repeated(v.string()), v.nonEmpty()),
      AllowedMethod: v.pipe(repeated(v.string()), v.nonEmpty()),
      AllowedHeader: repeated(v.string()),
      ExposeHeader: repeated(v.string()),
      MaxAgeSeconds: v.optional(v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number))),
    }),
  ),
});

export const putBucketCors: Operation = async (context) => {
  const { request, store } = context;
  await store.requireBucket(request.bucket);
  const { CORSRule: given } = await readXmlBody(context, 'CORSConfiguration', configuration);
  if (given.length === 0 || given.length > 100) throw malformedXml();
  const cors = given.map(
    ({ ID, AllowedOrigin, AllowedMethod, AllowedHeader, ExposeHeader, MaxAgeSeconds }): CorsRule => ({
      ...(ID !== undefined && { id: ID }),
      allowedOrigins: AllowedOrigin,
      allowedMethods: AllowedMethod.map(requireMethod),
      allowedHeaders: AllowedHeader,
      exposeHeaders: ExposeHeader,
      ...(MaxAgeSeconds !== undefined && { maxAgeSeconds: MaxAgeSeconds }),
    }),
  );
  await changeBucket(store, request.bucket, (record) => ({ ...record, cors }));
  return {};
};

export const getBucketCors: Operation = async ({ request, store }) => {
  const { cors } = await store.requireBucket(request.bucket);
  if (cors.length === 0)
    throw s3Error('NoSuchCORSConfiguration', 'The CORS configuration does not exist', 404, {
      BucketName: request.bucket,
    });
  return xmlAnswer('CORSConfiguration', {
    CORSRule: cors.map((rule) => ({
      ID: rule.id,
      AllowedMethod: rule.allowedMethods,
      AllowedOrigin: rule.allowedOrigins,
      AllowedHeader: rule.allowedHeaders,
      ExposeHeader: rule.exposeHeaders,
      MaxAgeSeconds: rule.maxAgeSeconds,
    })),
  });
};

export const deleteBucketCors: Operation = async ({ request, store }) => {
  await store.requireBucket(request.bucket);
  await changeBucket(store, request.bucket, (record) => ({ ...record, cors: [] }));
  return { status: 204 };
};

/** Answers a browser that asks, unsigned, whether it may send a request. Source: How does Amazon S3 evaluate the CORS configuration on a bucket? */
export async function preflight(store: ObjectStore, { bucket, headers }: S3Request): Promise<Record<string, string>> {
  const origin = headers.get('origin');
  const method = headers.get('access-control-request-method');
  if (origin === null) throw badRequest('Insufficient information. Origin request header needed.');
  if (method === null || !METHODS.includes(method))
    throw badRequest(`Invalid Access-Control-Request-Method: ${method ?? 'null'}`);
  const record = await store.index.bucket(bucket);
  if (!record) throw noSuchBucket(bucket);
  if (record.cors.length === 0) throw forbidden('CORS is not enabled for this bucket.');
  const asked = (headers.get('access-control-request-headers') ?? '').toLowerCase().split(',');
  const names = asked.map((name) => name.trim()).filter((name) => name !== '');
  const found = record.cors.find((rule) => allows(rule, origin, method, names));
  if (!found)
    throw forbidden(
      "This CORS request is not allowed. This is usually because the evaluation of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
    );
  return {
    ...allowing(found, origin),
    ...(names.length > 0 && { 'access-control-allow-headers': names.join(', ') }),
    ...(found.maxAgeSeconds !== undefined && { 'access-control-max-age': String(found.maxAgeSeconds) }),
  };
}

/** What is added to the answer to a browser's request, so that its page may see it. */
export async function corsHeaders(
  store: ObjectStore,
  { bucket, headers, method }: S3Request,
): Promise<Record<string, string>> {
  const origin = headers.get('origin');
  if (origin === null) return {};
  const record = await store.index.bucket(bucket);
  const found = record?.cors.find((rule) => allows(rule, origin, method, []));
  return found ? allowing(found, origin) : {};
}

function allows(rule: CorsRule, origin: string, method: string, headers: readonly string[]): boolean {
  return (
    rule.allowedMethods.includes(method) &&
    rule.allowedOrigins.some((pattern) => fits(pattern, origin)) &&
    headers.every((name) => rule.allowedHeaders.some((pattern) => fits(pattern.toLowerCase(), name)))
  );
}

function allowing(rule: CorsRule, origin: string): Record<string, string> {
  const anyone = rule.allowedOrigins.includes('*');
  return {
    'access-control-allow-origin': anyone ? '*' : origin,
    'access-control-allow-methods': rule.allowedMethods.join(', '),
    ...(rule.exposeHeaders.length > 0 && { 'access-control-expose-headers': rule.exposeHeaders.join(', ') }),
    ...(!anyone && { 'access-control-allow-credentials': 'true' }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}

/** A pattern may have one `*`, for any text. */
function fits(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text;
  const [start, end] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
}

function requireMethod(method: string): string {
  if (METHODS.includes(method)) return method;
  throw invalidRequest(`Found unsupported HTTP method in CORS config. Unsupported method is ${method}`);
}

const badRequest = (message: string) => s3Error('BadRequest', message);
const forbidden = (message: string) => s3Error('AccessForbidden', `CORSResponse: ${message}`, 403);
