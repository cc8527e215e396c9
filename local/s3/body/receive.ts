import * as v from 'valibot';
import { headerOf } from '../checksums/algorithms.ts';
import type { Algorithm } from '../checksums/algorithms.ts';
import { declaredChecksum, declaredMd5, requireChecksum } from '../checksums/declared.ts';
import type { DeclaredChecksum } from '../checksums/declared.ts';
import { incompleteBody, invalidArgument, notImplemented, s3Error } from '../errors.ts';
import type { S3Request } from '../request.ts';
import type { Authentication } from '../signature/authenticate.ts';
import { UNSIGNED_PAYLOAD } from '../signature/canonical.ts';
import { decodeChunks, malformedTrailer } from './aws-chunked.ts';
import { takeIn } from './intake.ts';
import type { Received, Sink } from './intake.ts';

export interface ReceivedBody extends Received {
  /** The algorithm of the client's checksum, which was right. */
  declared: Algorithm | undefined;
}

interface Options {
  /** Which checksums to compute, knowing which one the client declared. */
  algorithms: (declared: Algorithm | undefined) => readonly Algorithm[];
  /** Bytes. */
  maximum: number;
}

const SIGNED_CHUNKS = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
const SIGNED_CHUNKS_AND_TRAILER = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER';
const UNSIGNED_CHUNKS_AND_TRAILER = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';

/**
 * Receives a request's body into `sink` and checks all that the request says of it: its length, Content-MD5, x-amz-content-sha256, checksum,
 * and the signatures of its chunks. What the sink got may be used only when this resolves.
 * @throws AwsError BadDigest, XAmzContentSHA256Mismatch, IncompleteBody, EntityTooLarge, SignatureDoesNotMatch …
 */
export async function receive(
  request: S3Request,
  { payloadHash, seed }: Authentication,
  sink: Sink,
  { algorithms, maximum }: Options,
): Promise<ReceivedBody> {
  const chunked = payloadHash.startsWith('STREAMING-');
  requireKnown(payloadHash);
  const length = lengthOf(request, chunked);
  if (length > maximum) throw entityTooLarge(length, maximum);
  const md5 = declaredMd5(request);
  const checksum = declaredChecksum(request);
  let trailers: ReadonlyMap<string, string> = new Map<string, string>();
  const source = chunked
    ? decodeChunks(request.body, {
        signed: payloadHash !== UNSIGNED_CHUNKS_AND_TRAILER,
        seed: payloadHash === UNSIGNED_CHUNKS_AND_TRAILER ? undefined : seed,
        onTrailers: (received) => (trailers = received),
      })
    : request.body;
  const hashed = !chunked && payloadHash !== UNSIGNED_PAYLOAD;
  const received = await takeIn(source, sink, {
    algorithms: [...algorithms(checksum?.algorithm), ...(checksum ? [checksum.algorithm] : [])],
    sha256: hashed,
    check: (size) => {
      if (size > length) throw incompleteBody();
    },
  });
  if (received.size !== length) throw incompleteBody();
  if (hashed && received.sha256 !== payloadHash) throw wrongSha256(payloadHash, received.sha256 ?? '');
  if (md5 && !md5.equals(received.md5)) throw badDigest('Content-MD5');
  if (checksum) requireMatch(checksum, trailers, received);
  return { ...received, declared: checksum?.algorithm };
}

function requireKnown(payloadHash: string): void {
  const words = [UNSIGNED_PAYLOAD, SIGNED_CHUNKS, SIGNED_CHUNKS_AND_TRAILER, UNSIGNED_CHUNKS_AND_TRAILER];
  if (words.includes(payloadHash) || /^[0-9a-f]{64}$/.test(payloadHash)) return;
  if (payloadHash.startsWith('STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD')) throw notImplemented('Signature Version 4A');
  throw invalidArgument(
    'x-amz-content-sha256',
    payloadHash,
    'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
  );
}

const lengthText = v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number));

/** The length of the payload, which S3 wants to know beforehand. */
function lengthOf({ headers, method }: S3Request, chunked: boolean): number {
  const parsed = v.safeParse(lengthText, headers.get(chunked ? 'x-amz-decoded-content-length' : 'content-length'));
  if (parsed.success) return parsed.output;
  // Requests without a body need not say so.
  if (!chunked && headers.get('transfer-encoding') === null && method !== 'PUT') return 0;
  throw s3Error('MissingContentLength', 'You must provide the Content-Length HTTP header.', 411);
}

function requireMatch(
  { algorithm, value }: DeclaredChecksum,
  trailers: ReadonlyMap<string, string>,
  { checksums }: Received,
): void {
  const trailer = trailers.get(headerOf(algorithm));
  if (value === undefined && trailer === undefined) throw malformedTrailer();
  if (requireChecksum(algorithm, value ?? trailer) !== checksums.get(algorithm)) throw badDigest(algorithm);
}

export function badDigest(what: string): Error {
  return s3Error(
    'BadDigest',
    what === 'Content-MD5'
      ? 'The Content-MD5 you specified did not match what we received.'
      : `The ${what} you specified did not match the calculated checksum.`,
  );
}

function wrongSha256(given: string, computed: string): Error {
  return s3Error(
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    400,
    { ClientComputedContentSHA256: given, S3ComputedContentSHA256: computed },
  );
}

function entityTooLarge(size: number, maximum: number): Error {
  return s3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 400, {
    ProposedSize: String(size),
    MaxSizeAllowed: String(maximum),
  });
}
