import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleArtifact } from '../../build/artifacts.ts';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import { consoleRoutes } from './routes.ts';

const artifact: ConsoleArtifact = {
  files: {
    'index.html': { contentType: 'text/html; charset=utf-8', cacheControl: 'no-cache', sha256: 'a1' },
    'assets/index-1.js': { contentType: 'text/javascript; charset=utf-8', cacheControl: 'immutable', sha256: 'b2' },
    'assets/inter-3.woff2': { contentType: 'font/woff2', cacheControl: 'immutable', sha256: 'c3' },
  },
  headers: { 'content-security-policy': "connect-src 'self' __CONNECT_SOURCES__" },
};
let dist: Awaited<ReturnType<typeof temporaryDirectory>>;
const get = (path: string, headers: Record<string, string> = {}) =>
  consoleRoutes(dist.directory).request(`http://127.0.0.1:4000${path}`, { headers });

beforeAll(async () => {
  dist = await temporaryDirectory();
  await mkdir(join(dist.directory, 'console/assets'), { recursive: true });
  await writeFile(join(dist.directory, 'console.json'), JSON.stringify(artifact));
  await writeFile(join(dist.directory, 'console/index.html'), '<!doctype html><title>Sonde</title>');
  await writeFile(join(dist.directory, 'console/assets/index-1.js'), 'console.log(1);\n'.repeat(200));
  await writeFile(join(dist.directory, 'console/assets/inter-3.woff2'), 'w'.repeat(2_000));
});
afterAll(() => dist.remove());

describe('the console on a laptop', () => {
  it.each(['/', '/devices', '/devices/01JDEM0DEV1CE0SEATT1EH0VR1/details'])('is a page at %s', async (path) => {
    const response = await get(path);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('content-security-policy')).toBe(
      "connect-src 'self' http://127.0.0.1:* ws://127.0.0.1:*",
    );
    expect(await response.text()).toContain('<title>Sonde</title>');
  });

  it('has its scripts, compressed for those who can read that', async () => {
    const response = await get('/assets/index-1.js', { 'accept-encoding': 'gzip' });
    expect(response.headers.get('cache-control')).toBe('immutable');
    expect(response.headers.get('content-encoding')).toBe('gzip');
    const script = Buffer.from('console.log(1);\n'.repeat(200));
    expect(gunzipSync(Buffer.from(await response.arrayBuffer()))).toEqual(script);
    const better = await get('/assets/index-1.js', { 'accept-encoding': 'gzip, deflate, br, zstd' });
    expect(better.headers.get('content-encoding')).toBe('br');
    expect(brotliDecompressSync(Buffer.from(await better.arrayBuffer()))).toEqual(script);
    expect(await (await get('/assets/index-1.js')).text()).toHaveLength(3_200);
  });

  it('leaves what is compressed already as it is', async () => {
    const response = await get('/assets/inter-3.woff2', { 'accept-encoding': 'br' });
    expect(response.headers.get('content-encoding')).toBeNull();
    expect((await response.arrayBuffer()).byteLength).toBe(2_000);
  });

  it('says that a file is the one that a browser has', async () => {
    const response = await get('/', { 'if-none-match': '"a1"' });
    expect(response.status).toBe(304);
    const script = await get('/assets/index-1.js', { 'accept-encoding': 'br' });
    const etag = script.headers.get('etag') ?? '';
    expect((await get('/assets/index-1.js', { 'if-none-match': etag })).status).toBe(304);
    expect((await get('/', { 'if-none-match': '"a2"' })).status).toBe(200);
  });

  it.each(['/assets/index-2.js', '/assets/../console.json', '/toString.js', '/favicon.ico'])(
    'has no %s',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );
});
