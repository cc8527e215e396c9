import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { ObjectWriter } from '../../../../../local/shared/ports.ts';

/** S3 as far as an export needs it, with objects in memory and faults as a test wants them. */
export interface FakeS3 extends ObjectWriter {
  readonly endpoint: string;
  /** By `<bucket>/<key>`. */
  readonly objects: Map<string, Buffer>;
  /** The requests so far, as `GET <bucket>/<key> <range>`. */
  readonly requests: string[];
  readonly faults: {
    /** How many bytes the next downloads send before they break off, or before they `stall`. */
    breaks: { after: number; stall?: boolean }[];
    /** Keys that cannot be deleted. */
    undeletable: Set<string>;
  };
  /** The keys of a bucket, in order. */
  keys(bucket: string): string[];
  close(): Promise<void>;
}

/** Small, so that lists have several pages. */
const PAGE = 3;

export async function fakeS3(): Promise<FakeS3> {
  const objects = new Map<string, Buffer>();
  const requests: string[] = [];
  const faults: FakeS3['faults'] = { breaks: [], undeletable: new Set() };
  const keys = (bucket: string) =>
    [...objects.keys()].flatMap((path) => (path.startsWith(`${bucket}/`) ? path.slice(bucket.length + 1) : [])).sort();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://s3');
    const path = decodeURIComponent(url.pathname.slice(1)).replace(/\/$/, '');
    const body = await text(request);
    requests.push(`${request.method ?? ''} ${path} ${request.headers.range ?? ''}`.trim());
    if (request.method === 'POST') response.end(deleteObjects(path, body));
    else if (url.searchParams.has('list-type')) response.end(list(path, url.searchParams));
    else getObject(path, request.headers.range, response);
  }

  function list(bucket: string, parameters: URLSearchParams): string {
    const after = parameters.get('continuation-token') ?? '';
    const found = keys(bucket).filter((key) => key.startsWith(parameters.get('prefix') ?? '') && key > after);
    const page = found.slice(0, PAGE);
    const contents = page.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('');
    const next = found.length > PAGE ? `<NextContinuationToken>${page.at(-1) ?? ''}</NextContinuationToken>` : '';
    return `<ListBucketResult>${contents}${next}</ListBucketResult>`;
  }

  function deleteObjects(bucket: string, body: string): string {
    const asked = [...body.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => key);
    for (const key of asked) if (!faults.undeletable.has(key)) objects.delete(`${bucket}/${key}`);
    const errors = asked.filter((key) => faults.undeletable.has(key));
    return `<DeleteResult>${errors.map((key) => `<Error><Key>${key}</Key><Code>AccessDenied</Code></Error>`).join('')}</DeleteResult>`;
  }

  function getObject(path: string, range: string | undefined, response: ServerResponse): void {
    const whole = objects.get(path);
    if (!whole) {
      response.writeHead(404).end('<Error><Code>NoSuchKey</Code><Message>No such key</Message></Error>');
      return;
    }
    const bytes = whole.subarray(Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0));
    response.writeHead(range === undefined ? 200 : 206, { 'content-length': bytes.length, etag: '"version-1"' });
    const fault = faults.breaks.shift();
    if (!fault) response.end(bytes);
    else response.write(bytes.subarray(0, fault.after), () => fault.stall ?? response.destroy());
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    endpoint: `http://127.0.0.1:${port}`,
    objects,
    requests,
    faults,
    keys,
    requireBucket: () => Promise.resolve(),
    async write({ bucket, key }, body) {
      const parts: Uint8Array[] = [];
      // The giver may use the memory of a part again.
      for await (const part of body) parts.push(Uint8Array.from(part));
      const bytes = Buffer.concat(parts);
      objects.set(`${bucket}/${key}`, bytes);
      return bytes.length;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
