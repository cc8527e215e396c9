import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { createCompress } from './compress.ts';

const answerOf = (text: string, headers: Record<string, string> = {}): Response =>
  new Response(text, { headers: { 'content-type': 'text/plain', 'content-length': String(text.length), ...headers } });
const [first, second] = ['a'.repeat(2_000), 'b'.repeat(2_000)];
const textOf = async (answer: Response): Promise<string> =>
  gunzipSync(Buffer.from(await answer.arrayBuffer())).toString();

it('compresses a file once, by whose tag it knows it', async () => {
  const compress = createCompress();
  expect(await textOf(await compress(answerOf(first, { etag: '"1"' }), 'gzip'))).toBe(first);
  expect(await textOf(await compress(answerOf(second, { etag: '"1"' }), 'gzip'))).toBe(first);
  expect(await textOf(await compress(answerOf(second, { etag: '"2"' }), 'gzip'))).toBe(second);
  expect((await compress(answerOf(first, { etag: '"1"' }), 'br')).headers.get('content-encoding')).toBe('br');
  expect(await textOf(await createCompress()(answerOf(second, { etag: '"1"' }), 'gzip'))).toBe(second);
});

it('compresses what has no tag each time', async () => {
  const compress = createCompress();
  expect(await textOf(await compress(answerOf(first), 'gzip'))).toBe(first);
  expect(await textOf(await compress(answerOf(second), 'gzip'))).toBe(second);
});

it('keeps nothing of what could not be read', async () => {
  const compress = createCompress();
  const broken = new ReadableStream({
    start: (controller) => {
      controller.error(new Error('No more'));
    },
  });
  const { headers } = answerOf(first, { etag: '"1"' });
  await expect(compress(new Response(broken, { headers }), 'gzip')).rejects.toThrow('No more');
  expect(await textOf(await compress(answerOf(first, { etag: '"1"' }), 'gzip'))).toBe(first);
});
