import { RequestRefused } from '../auth/caller.ts';

/** Source: AWS AppSync endpoints and quotas (request mapping 1 MB; response 5 MB). */
const MAX_REQUEST_BYTES = 1024 * 1024;
export const MAX_RESPONSE_BYTES = 5 * 1024 * 1024;

/** Reads a request's body as text, and no more of it than may be. Rejects with 413 where it is too large. */
export async function readBody(request: Request): Promise<string> {
  // Node ends a body where its length says; without a stream it is read in a fraction of the time.
  const length = Number(request.headers.get('content-length') ?? NaN);
  if (length <= MAX_REQUEST_BYTES) return Buffer.from(await request.arrayBuffer()).toString('utf8');
  const chunks: Uint8Array[] = [];
  let size = 0;
  const body: AsyncIterable<Uint8Array> | null = request.body;
  if (!body) return '';
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > MAX_REQUEST_BYTES)
      throw new RequestRefused('RequestEntityTooLargeException', 'The request body is larger than 1 MB.', 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
