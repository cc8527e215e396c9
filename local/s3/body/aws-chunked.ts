import { createHash, timingSafeEqual } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { incompleteBody, s3Error } from '../errors.ts';
import { signatureMismatch } from '../signature/authenticate.ts';
import { credentialScope, sha256 } from '../signature/canonical.ts';
import type { Signer } from '../signature/canonical.ts';
import { ByteReader } from './byte-reader.ts';

interface Options {
  /** Whether chunks have to carry signatures. */
  signed: boolean;
  /** What they are checked with; without it, that they are there is enough. */
  seed: { readonly signer: Signer; readonly signature: string } | undefined;
  /** Takes the trailing headers, by lower-case name, after the last chunk. */
  onTrailers: (trailers: ReadonlyMap<string, string>) => void;
}

const SMALLEST_CHUNK_BYTES = 8192;
const EMPTY_SHA256 = sha256('');

/**
 * The payload of a body in the content encoding `aws-chunked`. Its bytes are passed on as they come, before their signature is known to be right:
 * only when it ends without an error may they be used.
 * Source: Signature Calculations for the Authorization Header: Transferring Payload in Multiple Chunks; … Including Trailing Headers
 * (Amazon S3 API Reference).
 */
export async function* decodeChunks(
  body: AsyncIterable<Uint8Array>,
  { signed, seed, onTrailers }: Options,
): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(body);
  const chain = seed && new SignatureChain(seed.signer, seed.signature);
  try {
    let previousSize = SMALLEST_CHUNK_BYTES;
    for (let number = 1; ; number++) {
      const { size, signature } = parseChunkHeader(await requireLine(reader), signed);
      if (size > 0 && previousSize < SMALLEST_CHUNK_BYTES) throw chunkTooSmall(number, previousSize);
      previousSize = size;
      const hash = chain && createHash('sha256');
      yield* chunkData(reader, size, hash);
      chain?.verifyChunk(signature, hash?.digest('hex') ?? '');
      if (size === 0) break;
      if ((await requireLine(reader)) !== '') throw incompleteBody();
    }
    onTrailers(await readTrailers(reader, chain));
  } finally {
    await reader.end();
  }
}

async function* chunkData(reader: ByteReader, size: number, hash: Hash | undefined): AsyncGenerator<Uint8Array> {
  for (let missing = size; missing > 0;) {
    const bytes = await reader.take(missing);
    if (!bytes) throw incompleteBody();
    missing -= bytes.length;
    hash?.update(bytes);
    yield bytes;
  }
}

async function requireLine(reader: ByteReader): Promise<string> {
  const line = await reader.line();
  if (line === undefined) throw incompleteBody();
  return line;
}

function parseChunkHeader(line: string, signed: boolean): { size: number; signature: string } {
  const [, size, signature = ''] = /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line) ?? [];
  if (size === undefined || (signed && signature === '')) throw incompleteBody();
  return { size: parseInt(size, 16), signature };
}

async function readTrailers(reader: ByteReader, chain: SignatureChain | undefined): Promise<Map<string, string>> {
  const trailers = new Map<string, string>();
  for (let line = await reader.line(); line; line = await reader.line()) {
    const [, name, value] = /^([^:\s]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw malformedTrailer();
    trailers.set(name.toLowerCase(), value);
  }
  const signature = trailers.get('x-amz-trailer-signature');
  trailers.delete('x-amz-trailer-signature');
  if (chain && trailers.size > 0) chain.verifyTrailers(signature ?? '', trailers);
  return trailers;
}

/** Each signature is also over the one before it, the first over that of the request. */
class SignatureChain {
  readonly #signer: Signer;
  #previous: string;

  constructor(signer: Signer, seed: string) {
    this.#signer = signer;
    this.#previous = seed;
  }

  verifyChunk(signature: string, hash: string): void {
    this.#verify(signature, 'AWS4-HMAC-SHA256-PAYLOAD', [EMPTY_SHA256, hash]);
  }

  verifyTrailers(signature: string, trailers: ReadonlyMap<string, string>): void {
    const canonical = [...trailers].map(([name, value]) => `${name}:${value}\n`).join('');
    this.#verify(signature, 'AWS4-HMAC-SHA256-TRAILER', [sha256(canonical)]);
  }

  #verify(signature: string, algorithm: string, hashes: readonly string[]): void {
    const { date, scope } = this.#signer;
    const text = [algorithm, date, credentialScope(scope), this.#previous, ...hashes].join('\n');
    const expected = this.#signer.sign(text);
    if (signature.length !== expected.length || !timingSafeEqual(Buffer.from(signature), Buffer.from(expected)))
      throw signatureMismatch({ StringToSign: text, SignatureProvided: signature });
    this.#previous = expected;
  }
}

function chunkTooSmall(number: number, size: number): Error {
  return s3Error('InvalidChunkSizeError', 'Only the last chunk is allowed to have a size less than 8192 bytes', 403, {
    Chunk: String(number),
    BadChunkSize: String(size),
  });
}

export function malformedTrailer(): Error {
  return s3Error(
    'MalformedTrailerError',
    'The request contained trailing data that was not well-formed or did not conform to our published schema.',
  );
}
