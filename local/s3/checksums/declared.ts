import { invalidRequest, notImplemented, s3Error } from '../errors.ts';
import type { S3Request } from '../request.ts';
import { ALGORITHMS, headerOf, isChecksum } from './algorithms.ts';
import type { Algorithm } from './algorithms.ts';

/** The checksum that a client says a body has: in a header, or announced for after the body. */
export interface DeclaredChecksum {
  algorithm: Algorithm;
  /** base64; `undefined` for one in a trailer */
  value: string | undefined;
}

const PREFIX = 'x-amz-checksum-';
/** Names that begin as checksums do, and are none. */
const OTHERS: readonly string[] = [`${PREFIX}algorithm`, `${PREFIX}mode`, `${PREFIX}type`];

/**
 * The additional checksum of a request's body.
 * @throws AwsError InvalidRequest for a value that cannot be, or more than one; NotImplemented for algorithms that are not here
 */
export function declaredChecksum(request: S3Request): DeclaredChecksum | undefined {
  const trailer = request.headers.get('x-amz-trailer')?.toLowerCase();
  const names = new Set([...request.headers.keys(), ...[...request.query.keys()].map((name) => name.toLowerCase())]);
  const declared = [...names].filter((name) => name.startsWith(PREFIX) && !OTHERS.includes(name));
  if (trailer?.startsWith(PREFIX)) declared.push(trailer);
  if (declared.length > 1)
    throw invalidRequest('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  const [name] = declared;
  if (name === undefined) return undefined;
  const algorithm = requireAlgorithm(name.slice(PREFIX.length));
  if (name === trailer) return { algorithm, value: undefined };
  return { algorithm, value: requireChecksum(algorithm, request.option(name)) };
}

/** @throws AwsError InvalidRequest */
export function requireChecksum(algorithm: Algorithm, value = ''): string {
  if (!isChecksum(algorithm, value)) throw invalidRequest(`Value for ${headerOf(algorithm)} header is invalid.`);
  return value;
}

/** @param name in any case */
export function requireAlgorithm(name: string): Algorithm {
  const algorithm = ALGORITHMS.find((each) => each === name.toUpperCase());
  if (!algorithm) throw notImplemented(`The checksum algorithm ${name.toUpperCase()}`);
  return algorithm;
}

/**
 * `Content-MD5`, 16 bytes.
 * @throws AwsError InvalidDigest
 */
export function declaredMd5(request: S3Request): Buffer | undefined {
  const value = request.headers.get('content-md5');
  if (value === null) return undefined;
  const bytes = Buffer.from(value, 'base64');
  if (bytes.length !== 16 || bytes.toString('base64') !== value)
    throw s3Error('InvalidDigest', 'The Content-MD5 you specified was invalid.', 400, { 'Content-MD5': value });
  return bytes;
}
