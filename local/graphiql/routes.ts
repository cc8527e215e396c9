import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { DEMO_PASSWORD, demoPeople } from '../demo/people.ts';
import { graphiqlAssets } from './bundle.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ttf': 'font/ttf',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/** The page loads nothing from anywhere else, and talks to this machine alone. Its editor writes styles of its own. */
const POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "worker-src 'self' blob:",
  'connect-src http://127.0.0.1:* ws://127.0.0.1:*',
].join('; ');

/**
 * GraphiQL, signed in as somebody of the demo: a page, what it is told, and its files, which are bundled when the first of them is wanted.
 * @param outputs what the page configures Amplify with
 * @param assets gives the folder of the files
 */
export function graphiqlRoutes(outputs: object, assets: () => Promise<string> = graphiqlAssets): Hono {
  const app = new Hono({ strict: false });
  let folder: Promise<string> | undefined;
  const bundled = async (): Promise<string> => {
    try {
      return await (folder ??= assets());
    } catch (error) {
      // The next who asks tries again.
      folder = undefined;
      throw error;
    }
  };

  app.get('/', (context) => context.html(page(), 200, { 'content-security-policy': POLICY }));
  app.get('/config.json', (context) => {
    const people = demoPeople.map(({ name, email }) => ({ name, email }));
    return context.json({ outputs, people, password: DEMO_PASSWORD });
  });
  app.get('/assets/:file{[\\w.-]+}', async (context) => {
    const file = context.req.param('file');
    const type = TYPES[extname(file)];
    const bytes = type === undefined ? undefined : await readFile(join(await bundled(), file)).catch(() => undefined);
    if (type === undefined || !bytes) return context.notFound();
    return context.body(new Uint8Array(bytes), 200, { 'content-type': type, 'cache-control': 'no-cache' });
  });
  return app;
}

function page(): ReturnType<typeof html> {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>GraphiQL: Sonde</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/graphiql/assets/graphiql.css" />
        <script type="module" src="/graphiql/assets/graphiql.js"></script>
      </head>
      <body>
        <div id="root">Loading. The first time takes some seconds …</div>
      </body>
    </html>`;
}
