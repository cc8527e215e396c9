import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { Hono } from 'hono';
import * as v from 'valibot';
import { CONNECT_SOURCES, type ConsoleArtifact } from '../../build/artifacts.ts';

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
  app.get('*', async (context) => {
    const { files, headers } = await readArtifact(dist);
    const path = fileOf(context.req.path);
    const file = Object.hasOwn(files, path) ? files[path] : undefined;
    if (!file) return context.notFound();
    const etag = `"${file.sha256}"`;
    const sent: Record<string, string> = {
      ...inForce(headers),
      'cache-control': file.cacheControl,
      etag,
      vary: 'accept-encoding',
    };
    if (context.req.header('if-none-match') === etag) return context.body(null, 304, sent);
    const bytes = await readFile(join(dist, 'console', path));
    const coding = codingFor(context.req.header('accept-encoding') ?? '', bytes.length);
    if (coding) sent['content-encoding'] = coding;
    const body = coding ? await CODINGS[coding](bytes) : bytes;
    return context.body(new Uint8Array(body), 200, { ...sent, 'content-type': file.contentType });
  });
  return app;
}

/** As CloudFront does: Brotli before gzip, of what is worth it. */
const CODINGS = {
  br: (bytes: Buffer) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: promisify<Buffer, Buffer>(gzip),
};
const WORTH_IT = 1_000;

function codingFor(accepted: string, size: number): keyof typeof CODINGS | undefined {
  if (size < WORTH_IT) return undefined;
  const names = accepted.split(',').map((each) => each.trim());
  return (['br', 'gzip'] as const).find((name) => names.includes(name));
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
