import { createHash, createHmac } from 'node:crypto';
import type { S3Request } from '../request.ts';

/** The parts of a credential: `<access key>/<day>/<region>/s3/aws4_request`. */
export interface Scope {
  readonly accessKeyId: string;
  /** Such as `20240131`. */
  readonly day: string;
  readonly region: string;
}

/** What one request's signature, and those of its chunks, are made with. */
export interface Signer {
  /** Such as `20240131T235959Z`. */
  readonly date: string;
  readonly scope: Scope;
  sign(stringToSign: string): string;
}

export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';

export function signerOf(secretAccessKey: string, scope: Scope, date: string): Signer {
  const key = [scope.day, scope.region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (secret, text) => createHmac('sha256', secret).update(text).digest(),
    `AWS4${secretAccessKey}`,
  );
  return { date, scope, sign: (text) => createHmac('sha256', key).update(text).digest('hex') };
}

export function credentialScope({ day, region }: Scope): string {
  return `${day}/${region}/s3/aws4_request`;
}

export function stringToSign({ date, scope }: Signer, canonical: string): string {
  return ['AWS4-HMAC-SHA256', date, credentialScope(scope), sha256(canonical)].join('\n');
}

/**
 * The request as it is signed. Other than elsewhere, S3 encodes a path once and does not normalise it.
 * Source: Signature Calculations for the Authorization Header (Amazon S3 API Reference).
 */
export function canonicalRequest(
  { method, path, parameters, headers }: S3Request,
  signedHeaders: readonly string[],
  payloadHash: string,
): string {
  const query = parameters
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const lines = signedHeaders.map((name) => `${name}:${(headers.get(name) ?? '').trim().replace(/ +/g, ' ')}\n`);
  const canonicalPath = path.split('/').map(encode).join('/');
  return [method, canonicalPath, query, lines.join(''), signedHeaders.join(';'), payloadHash].join('\n');
}

export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
