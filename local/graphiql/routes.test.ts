import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import { DEMO_PASSWORD } from '../demo/people.ts';
import { graphiqlAssets } from './bundle.ts';
import { graphiqlRoutes } from './routes.ts';

/** The page's files are bundled: seconds, minutes on a busy machine. */
const TIMEOUT_MS = 180_000;
const outputs = { data: { url: 'http://127.0.0.1:4000/graphql' } };
let cache: Awaited<ReturnType<typeof temporaryDirectory>>;
let folder: string;
const app = graphiqlRoutes(outputs, () => graphiqlAssets(cache.directory));
const get = (path: string) => app.request(`http://127.0.0.1:4000${path}`);

beforeAll(async () => {
  cache = await temporaryDirectory();
  folder = await graphiqlAssets(cache.directory);
}, TIMEOUT_MS);
afterAll(() => cache.remove());

describe('GraphiQL', () => {
  it('is a page that loads nothing from elsewhere', async () => {
    const response = await get('/');
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'self'");
    const sources = policy?.match(/\b(?:https?|wss?):\S+/g) ?? [];
    for (const source of sources) expect(source).toMatch(/^(?:http|ws):\/\/127\.0\.0\.1:\*$/);
    const page = await response.text();
    const links = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link = '']) => link);
    expect(links.filter((link) => link !== 'data:,')).toEqual([
      '/graphiql/assets/graphiql.css',
      '/graphiql/assets/graphiql.js',
    ]);
  });

  it('has each of its files, with its type, and its editor’s workers and fonts', async () => {
    const files = await readdir(folder);
    expect(files).toEqual(expect.arrayContaining(['editor.worker.js', 'graphql.worker.js', 'json.worker.js']));
    expect(files.some((file) => file.endsWith('.ttf'))).toBe(true);
    const types = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', ttf: 'font/ttf' };
    for (const file of files) {
      const response = await get(`/assets/${file}`);
      expect(response.headers.get('content-type'), file).toBe(types[file.split('.').at(-1) as keyof typeof types]);
      expect(Buffer.from(await response.arrayBuffer()).equals(await readFile(join(folder, file))), file).toBe(true);
    }
    const css = await readFile(join(folder, 'graphiql.css'), 'utf8');
    for (const [, url = ''] of css.matchAll(/url\(["']?([^"')]+)/g)) expect(url).toMatch(/^(?:data:|\/graphiql\/|#)/);
    expect(css).not.toMatch(/@import/);
  });

  it('has no other files', async () => {
    for (const path of ['/assets/nothing.js', '/assets/..%2Fbundle.ts', '/assets/graphiql.map', '/assets/'])
      expect((await get(path)).status, path).toBe(404);
  });

  it('is told where the API is, and who can be chosen', async () => {
    expect(await (await get('/config.json')).json()).toEqual({
      outputs,
      people: ['administrator', 'operator', 'viewer'].map((role) => ({
        name: `Demo ${role}`,
        email: `${role}@demo.example`,
      })),
      password: DEMO_PASSWORD,
    });
  });

  it('is bundled once, and leaves nothing but its files', { timeout: TIMEOUT_MS }, async () => {
    expect(await graphiqlAssets(cache.directory)).toBe(folder);
    expect(await readdir(cache.directory)).toEqual([folder.split('/').at(-1)]);
  });
});
