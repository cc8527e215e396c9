import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';

const codings = { br: promisify(brotliCompress), gzip: promisify(gzip) };

/** Source: Amazon CloudFront Developer Guide, "Serve compressed files", of the types those that a front end has. */
const COMPRESSED =
  /^(?:text\/(?:css|csv|html|javascript|plain|xml)|application\/(?:javascript|json|manifest\+json|wasm|xml)|image\/svg\+xml|font\/(?:otf|ttf))(?:;|$)/;
const BYTES = { minimum: 1_000, maximum: 10_000_000 };

/** An answer compressed as its viewer can read it, by Brotli before gzip, where CloudFront would: a whole file of some size, of a type that gains by it. */
export async function compress(answer: Response, acceptEncoding: string): Promise<Response> {
  const size = Number(answer.headers.get('content-length') ?? 0);
  const isCompressible =
    answer.status === 200 &&
    COMPRESSED.test(answer.headers.get('content-type') ?? '') &&
    !answer.headers.has('content-encoding') &&
    size >= BYTES.minimum &&
    size <= BYTES.maximum;
  const accepted = acceptEncoding.split(',').map((each) => each.trim().toLowerCase());
  const isAccepted = (name: string): boolean =>
    accepted.some((each) => each === name || (each.startsWith(`${name};`) && !/;\s*q=0(?:\.0*)?$/.test(each)));
  const coding = (['br', 'gzip'] as const).find(isAccepted);
  if (!isCompressible || coding === undefined) return answer;
  const headers = new Headers(answer.headers);
  headers.set('content-encoding', coding);
  headers.set('vary', 'Accept-Encoding');
  headers.delete('accept-ranges');
  headers.delete('content-length');
  const etag = headers.get('etag');
  if (etag?.startsWith('"')) headers.set('etag', `W/${etag}`);
  const bytes = answer.body ? await codings[coding](await answer.arrayBuffer()) : null;
  return new Response(bytes, { status: answer.status, headers });
}
