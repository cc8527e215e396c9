import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build, type BuildOptions } from 'esbuild';

const root = resolve(import.meta.dirname, '../..');
const page = join(import.meta.dirname, 'page');
const CACHE = join(root, 'node_modules/.cache/sonde-graphiql');

const common = {
  bundle: true,
  minify: true,
  absWorkingDir: root,
  target: 'es2022',
  platform: 'browser',
  legalComments: 'none',
  logLevel: 'silent',
  define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
} as const satisfies BuildOptions;

/**
 * The folder of the page's files, which are bundled the first time that they are wanted and kept until a package or the page changes.
 * Everything is in it: the page loads nothing from elsewhere.
 */
export async function graphiqlAssets(cache = CACHE): Promise<string> {
  const folder = join(cache, await versionOf());
  if (await isThere(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const fresh = await mkdtemp(join(cache, 'new-'));
  try {
    await bundle(fresh);
    // Whoever was first has made the same.
    await rename(fresh, folder).catch(async (error: unknown) => {
      if (!(await isThere(folder))) throw error;
    });
    await forgetOthers(cache, folder);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return folder;
}

async function bundle(outdir: string): Promise<void> {
  const main = build({
    ...common,
    entryPoints: { graphiql: join(page, 'main.tsx') },
    jsx: 'automatic',
    outdir,
    format: 'esm',
    loader: { '.ttf': 'file', '.woff': 'file', '.woff2': 'file' },
    assetNames: '[name]-[hash]',
    publicPath: '/graphiql/assets',
  });
  const workers = build({
    ...common,
    entryPoints: {
      'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
      'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
      'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
    },
    outdir,
    format: 'iife',
  });
  await Promise.all([main, workers]);
}

/** Another one for other packages or another page. */
async function versionOf(): Promise<string> {
  const hash = createHash('sha256').update(await readFile(import.meta.filename));
  for (const name of (await readdir(page)).sort()) hash.update(name).update(await readFile(join(page, name)));
  // What the page takes from elsewhere, and which packages are installed.
  for (const file of ['examples/client.ts', 'node_modules/.package-lock.json'])
    hash.update(await readFile(join(root, file)));
  return hash.digest('hex').slice(0, 16);
}

async function forgetOthers(cache: string, kept: string): Promise<void> {
  const others = (await readdir(cache)).filter((name) => !name.startsWith('new-') && join(cache, name) !== kept);
  await Promise.all(others.map((name) => rm(join(cache, name), { recursive: true, force: true })));
}

const isThere = (folder: string): Promise<boolean> =>
  readdir(folder).then(
    () => true,
    () => false,
  );
