import { incompleteBody, s3Error } from './errors.ts';

/** A request to S3, its target taken apart. */
export interface S3Request {
  readonly method: string;
  /** Path, decoded. */
  readonly path: string;
  /** Empty for the operations of the service itself, such as ListBuckets. */
  readonly bucket: string;
  /** Empty for the operations of a bucket. */
  readonly key: string;
  /** Names and values, decoded, in the order they came. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
  readonly query: ReadonlyMap<string, string>;
  readonly headers: Headers;
  readonly body: AsyncIterable<Uint8Array>;
  /** A header, or the parameter of its name in a presigned URL: signers move headers that begin with `x-amz-` into the query. */
  option(name: string): string | undefined;
}

const MAXIMUM_KEY_BYTES = 1024;

/**
 * Takes a request apart: path-style, `/<bucket>/<key>`.
 * @param target path and query as the client sent them; without it those of the URL, in which keys with `.` and `..` cannot be told
 * @throws AwsError InvalidURI, KeyTooLongError
 */
export function parseRequest(request: Request, target?: string): S3Request {
  const raw = target?.startsWith('/') ? target : targetOf(request.url);
  const mark = raw.indexOf('?');
  const path = decode(mark < 0 ? raw : raw.slice(0, mark));
  const parameters = mark < 0 ? [] : parseQuery(raw.slice(mark + 1));
  const query = new Map([...parameters].reverse());
  const lowerCase = new Map([...query].map(([name, value]) => [name.toLowerCase(), value]));
  const { bucket, key } = resourceOf(path);
  const { method, headers } = request;
  return {
    method,
    path,
    bucket,
    key,
    parameters,
    query,
    headers,
    body: bodyOf(request),
    option: (name) => headers.get(name) ?? (name.startsWith('x-amz-') ? lowerCase.get(name) : undefined) ?? undefined,
  };
}

function targetOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

function resourceOf(path: string): { bucket: string; key: string } {
  refuseClimbing(path);
  const slash = path.indexOf('/', 1);
  if (slash < 0) return { bucket: path.slice(1), key: '' };
  const key = path.slice(slash + 1);
  if (Buffer.byteLength(key) > MAXIMUM_KEY_BYTES)
    throw s3Error('KeyTooLongError', 'Your key is too long', 400, {
      Size: String(Buffer.byteLength(key)),
      MaxSizeAllowed: String(MAXIMUM_KEY_BYTES),
    });
  return { bucket: path.slice(1, slash), key };
}

/** Keys may have `..` where, read from the left, there are no more of them than other segments. Source: Naming Amazon S3 objects. */
function refuseClimbing(path: string): void {
  if (!path.includes('..')) return;
  let depth = 0;
  for (const segment of path.slice(1).split('/')) {
    depth += segment === '..' ? -1 : 1;
    if (depth < 0) throw invalidUri();
  }
}

/** As S3 does, also in paths: `+` is a space. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', '%20'));
  } catch {
    throw invalidUri();
  }
}

const invalidUri = () => s3Error('InvalidURI', "Couldn't parse the specified URI.");

function parseQuery(text: string): (readonly [string, string])[] {
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0 ? [decode(pair), ''] : [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
    });
}

async function* bodyOf(request: Request): AsyncGenerator<Uint8Array> {
  if (!request.body) return;
  const reader = request.body.getReader();
  try {
    for (let next = await readFrom(reader); !next.done; next = await readFrom(reader)) yield next.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** A client that breaks off has sent too little. */
async function readFrom(reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await reader.read();
  } catch {
    throw incompleteBody();
  }
}
