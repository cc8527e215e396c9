import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { build } from 'vite';
import { CONNECT_SOURCES, type ConsoleArtifact } from './artifacts.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The page runs nothing but its own scripts and talks to nobody but its own Sonde; its components write styles of their own, and codes for a second factor are images in it. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  `connect-src 'self' ${CONNECT_SOURCES}`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

/** Names with a hash of what is in them never stand for anything else. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const ASK_EACH_TIME = 'no-cache';

/** Writes the console under `dist/console/`, and answers what `dist/console.json` says of it. */
export async function buildConsole(projectRoot: string, dist: string): Promise<ConsoleArtifact> {
  const root = join(projectRoot, 'console');
  const folder = join(dist, 'console');
  await asDeployed(() =>
    build({ root, logLevel: 'warn', mode: 'production', build: { outDir: folder, emptyOutDir: true } }),
  );
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
  const files = await Promise.all(paths.map(async (path) => [path, await fileOf(folder, path)] as const));
  return { files: Object.fromEntries(files), headers: HEADERS };
}

/** Vite builds for whom `NODE_ENV` names, which under a test runner is another than who gets it in the end. */
async function asDeployed<Result>(work: () => Promise<Result>): Promise<Result> {
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

async function fileOf(folder: string, path: string): Promise<ConsoleArtifact['files'][string]> {
  const contentType = TYPES[extname(path)];
  if (contentType === undefined) throw new Error(`console/${path}: build/console.ts does not say of what type it is`);
  const bytes = await readFile(join(folder, path));
  return {
    contentType,
    cacheControl: path.startsWith('assets/') ? FOR_EVER : ASK_EACH_TIME,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}
