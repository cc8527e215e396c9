import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Hono } from 'hono';
import * as v from 'valibot';
import { CONNECT_SOURCES, type ConsoleArtifact } from '../../build/artifacts.ts';
import { createCompress } from '../shared/compress.ts';

/** All that stands in for AWS here listens on this interface. */
const THIS_MACHINE = 'http://127.0.0.1:* ws://127.0.0.1:*';

const Artifact = v.object({
  files: v.record(v.string(), v.object({ contentType: v.string(), cacheControl: v.string(), sha256: v.string() })),
  headers: v.record(v.string(), v.string()),
});

/**
 * The console as `make build` wrote it: its files, and its page at every other path whose last part is no file's name. What CloudFront adds to answers
 * is added here too.
 * @param dist where it was built; read at each request, so that a console built anew is shown when the page is loaded again
 */
export function consoleRoutes(dist: string): Hono {
  const app = new Hono();
  const compress = createCompress();
  app.get('*', async (context) => {
    const { files, headers } = await readArtifact(dist);
    const path = fileOf(context.req.path);
    const file = Object.hasOwn(files, path) ? files[path] : undefined;
    if (!file) return context.notFound();
    const etag = `"${file.sha256}"`;
    const sent = { ...inForce(headers), 'cache-control': file.cacheControl, etag };
    // The tag of what was compressed is a weak one.
    if (context.req.header('if-none-match')?.replace(/^W\//, '') === etag) return context.body(null, 304, sent);
    const bytes = await readFile(join(dist, 'console', path));
    const whole = { 'content-type': file.contentType, 'content-length': String(bytes.length) };
    const answer = context.body(new Uint8Array(bytes), 200, { ...sent, ...whole });
    return compress(answer, context.req.header('accept-encoding') ?? '');
  });
  return app;
}

/** What answers a path: pages are made by scripts, in the browser. */
function fileOf(path: string): string {
  const last = path.split('/').at(-1) ?? '';
  return last.includes('.') ? path.slice(1) : 'index.html';
}

function inForce(headers: ConsoleArtifact['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value.replaceAll(CONNECT_SOURCES, THIS_MACHINE)]),
  );
}

async function readArtifact(dist: string): Promise<ConsoleArtifact> {
  const text = await readFile(join(dist, 'console.json'), 'utf8').catch((error: unknown) => {
    throw new Error(`${join(dist, 'console.json')} cannot be read. Build it first: make build`, { cause: error });
  });
  return v.parse(Artifact, JSON.parse(text));
}
