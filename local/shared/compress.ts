import { promisify } from 'node:util';
import { brotliCompress, constants, gzip, type BrotliOptions } from 'node:zlib';

/** Somebody waits for it the first time: Brotli's usual quality, 11, takes seconds for a front end. */
const ON_THE_FLY: BrotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
const codings = {
  br: (bytes: ArrayBuffer) => promisify<ArrayBuffer, BrotliOptions, Buffer>(brotliCompress)(bytes, ON_THE_FLY),
  gzip: promisify<ArrayBuffer, Buffer>(gzip),
};
type Coding = keyof typeof codings;

/** Source: Amazon CloudFront Developer Guide, "Serve compressed files", of the types those that a front end has. */
const COMPRESSED =
  /^(?:text\/(?:css|csv|html|javascript|plain|xml)|application\/(?:javascript|json|manifest\+json|wasm|xml)|image\/svg\+xml|font\/(?:otf|ttf))(?:;|$)/;
const BYTES = { minimum: 1_000, maximum: 10_000_000 };

/** More files than a front end has. */
const KEPT = 500;

/** Answers what it is given, compressed as its viewer can read it. @param acceptEncoding as the viewer's request has it */
export type Compress = (answer: Response, acceptEncoding: string) => Promise<Response>;

/**
 * Compresses by Brotli before gzip, where CloudFront would: a whole file of some size, which its `content-length` says, of a type that gains by it. What
 * it has made of a file it keeps by the file's tag.
 */
export function createCompress(): Compress {
  const kept = new Map<string, Promise<Buffer>>();

  async function compressed(answer: Response, coding: Coding): Promise<Buffer> {
    const etag = answer.headers.get('etag');
    const key = `${coding} ${etag}`;
    const known = etag === null ? undefined : kept.get(key);
    if (known) {
      await answer.body?.cancel();
      return known;
    }
    const made = answer.arrayBuffer().then(codings[coding]);
    if (etag !== null) keep(key, made);
    return made;
  }

  function keep(key: string, made: Promise<Buffer>): void {
    const [oldest] = kept.size < KEPT ? [] : kept.keys();
    if (oldest !== undefined) kept.delete(oldest);
    kept.set(key, made);
    made.catch(() => kept.delete(key));
  }

  return async (answer, acceptEncoding) => {
    const coding = codingFor(answer, acceptEncoding);
    if (coding === undefined) return answer;
    const headers = new Headers(answer.headers);
    headers.set('content-encoding', coding);
    headers.set('vary', 'Accept-Encoding');
    headers.delete('accept-ranges');
    headers.delete('content-length');
    const etag = headers.get('etag');
    if (etag?.startsWith('"')) headers.set('etag', `W/${etag}`);
    const bytes = answer.body ? new Uint8Array(await compressed(answer, coding)) : null;
    return new Response(bytes, { status: answer.status, headers });
  };
}

function codingFor({ status, headers }: Response, acceptEncoding: string): Coding | undefined {
  const size = Number(headers.get('content-length') ?? 0);
  const isCompressible =
    status === 200 &&
    COMPRESSED.test(headers.get('content-type') ?? '') &&
    !headers.has('content-encoding') &&
    size >= BYTES.minimum &&
    size <= BYTES.maximum;
  if (!isCompressible) return undefined;
  const accepted = acceptEncoding.split(',').map((each) => each.trim().toLowerCase());
  const isAccepted = (name: string): boolean =>
    accepted.some((each) => each === name || (each.startsWith(`${name};`) && !/;\s*q=0(?:\.0*)?$/.test(each)));
  return (['br', 'gzip'] as const).find(isAccepted);
}
