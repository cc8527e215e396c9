import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { UpdateDistributionCommand } from '@aws-sdk/client-cloudfront';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  distributionConfig,
  makeDistribution,
  makeFunction,
  makeHeadersPolicy,
  startCloudFront,
} from '../testing/start.ts';
import type { World } from '../testing/start.ts';
import { runFunction } from './function-runtime.ts';

let world: World;
beforeEach(async () => {
  world = await startCloudFront();
});
afterEach(() => world.stop());

const SCRIPT = 'export const answer = 42;\n'.repeat(100);

describe('a distribution answers', () => {
  it('with the files of its bucket, and what the bucket says of them', async () => {
    await world.put('a.js', SCRIPT, { ContentType: 'text/javascript', CacheControl: 'immutable' });
    await makeDistribution(world);
    const response = await world.view('/a.js');
    expect(response.headers.get('content-type')).toBe('text/javascript');
    expect(response.headers.get('cache-control')).toBe('immutable');
    expect(await response.text()).toBe(SCRIPT);
    const head = await world.view('/a.js', { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, `${SCRIPT.length}`, '']);
    const part = await world.view('/a.js', { headers: { range: 'bytes=0-5' } });
    expect([part.status, await part.text()]).toEqual([206, 'export']);
  });

  it('compressed where it pays, by what the viewer reads best', async () => {
    await world.put('a.js', SCRIPT, { ContentType: 'text/javascript' });
    await world.put('small.js', 'x', { ContentType: 'text/javascript' });
    await world.put('a.png', SCRIPT, { ContentType: 'image/png' });
    await makeDistribution(world);
    const coded = async (path: string, accept: string) =>
      (await world.view(path, { headers: { 'accept-encoding': accept } })).headers.get('content-encoding');
    const response = await world.view('/a.js', { headers: { 'accept-encoding': 'gzip, deflate, br' } });
    expect(response.headers.get('content-encoding')).toBe('br');
    expect(response.headers.get('vary')).toBe('Accept-Encoding');
    expect(brotliDecompressSync(await response.arrayBuffer()).toString()).toBe(SCRIPT);
    expect(await coded('/a.js', 'gzip;q=0.5')).toBe('gzip');
    expect(await coded('/a.js', 'br;q=0, gzip')).toBe('gzip');
    expect(await coded('/a.js', 'br; q=0')).toBeNull();
    expect(await coded('/a.js', 'identity')).toBeNull();
    expect(await coded('/small.js', 'br')).toBeNull();
    expect(await coded('/a.png', 'br')).toBeNull();
  });

  it('that a viewer has a file already, compressed or not', async () => {
    await world.put('a.js', SCRIPT, { ContentType: 'text/javascript' });
    await makeDistribution(world);
    const plain = (await world.view('/a.js')).headers.get('etag') ?? '';
    const weak = (await world.view('/a.js', { headers: { 'accept-encoding': 'br' } })).headers.get('etag') ?? '';
    expect(weak).toBe(`W/${plain}`);
    for (const etag of [plain, weak])
      expect((await world.view('/a.js', { headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  it('with the headers of its policy, also where a file is missing', async () => {
    await world.put('a.html', '<p>', { ContentType: 'text/html', CacheControl: 'no-cache' });
    const Items = [
      { Header: 'permissions-policy', Value: 'camera=()', Override: true },
      { Header: 'cache-control', Value: 'no-store', Override: false },
    ];
    const policy = await makeHeadersPolicy(world, {
      SecurityHeadersConfig: {
        ContentSecurityPolicy: { Override: true, ContentSecurityPolicy: "default-src 'self'" },
        ContentTypeOptions: { Override: true },
        FrameOptions: { Override: true, FrameOption: 'DENY' },
        ReferrerPolicy: { Override: true, ReferrerPolicy: 'same-origin' },
        StrictTransportSecurity: { Override: true, AccessControlMaxAgeSec: 60, IncludeSubdomains: true, Preload: true },
      },
      CustomHeadersConfig: { Quantity: Items.length, Items },
    });
    await makeDistribution(world, { behavior: { ResponseHeadersPolicyId: policy } });
    for (const path of ['/a.html', '/missing.html']) {
      const { headers } = await world.view(path);
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-security-policy': "default-src 'self'",
        'permissions-policy': 'camera=()',
        'referrer-policy': 'same-origin',
        'strict-transport-security': 'max-age=60; includeSubDomains; preload',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      });
    }
    expect((await world.view('/a.html')).headers.get('cache-control')).toBe('no-cache');
    expect((await world.view('/missing.html')).headers.get('cache-control')).toBe('no-store');
  });

  it('as the policy of its bucket lets it', async () => {
    await world.put('a.js', SCRIPT);
    const { made } = await makeDistribution(world);
    const statuses = async () => [(await world.view('/a.js')).status, (await world.view('/missing.js')).status];
    expect(await statuses()).toEqual([200, 404]);
    await world.allow(made, ['s3:GetObject']);
    expect(await statuses()).toEqual([200, 403]);
    await world.allow(made, ['s3:ListBucket']);
    expect(await statuses()).toEqual([403, 403]);
    await world.allow({ ...made, ARN: 'arn:aws:cloudfront::000000000000:distribution/EOTHER' });
    expect(await statuses()).toEqual([403, 403]);
  });

  it('to no request that its behavior has not', async () => {
    await makeDistribution(world);
    expect((await world.view('/a.js', { method: 'PUT', body: 'x' })).status).toBe(403);
  });

  it('what is no encoding as S3 does', async () => {
    await makeDistribution(world);
    expect((await world.view('/%zz.js')).status).toBe(400);
  });
});

describe('which distribution answers', () => {
  const NONE = 421;

  it('is none where there is none, or where it is disabled', async () => {
    expect((await world.view('/a.js')).status).toBe(NONE);
    const { made, etag } = await makeDistribution(world);
    expect((await world.view('/a.js')).status).toBe(404);
    const config = distributionConfig({ config: { ...made.DistributionConfig, Enabled: false } });
    await world.client.send(new UpdateDistributionCommand({ Id: made.Id, IfMatch: etag, DistributionConfig: config }));
    expect((await world.view('/a.js')).status).toBe(NONE);
  });

  it('is that of the host, where there are several', async () => {
    const { made } = await makeDistribution(world);
    await makeDistribution(world);
    expect((await world.view('/a.js')).status).toBe(NONE);
    expect((await world.view('/a.js', {}, made.DomainName)).status).toBe(403);
  });
});

describe('a function', () => {
  it('changes what the bucket is asked for', async () => {
    await world.put('other.txt', 'other', { ContentType: 'text/plain' });
    const code = `function handler(event) { event.request.uri = '/other.txt'; return event.request; }`;
    await makeDistribution(world, { functionArn: await makeFunction(world, code) });
    expect(await (await world.view('/a/b?c=d')).text()).toBe('other');
  });

  it('sees the request, and may answer it', async () => {
    const code = `async function handler({ context, viewer, request }) {
      const { method, uri, querystring, headers, cookies } = request;
      const seen = [context.eventType, viewer.ip, method, uri, querystring.a.value, headers.host.value, cookies.c.value];
      return { statusCode: 302, headers: { location: { value: '/there' }, 'x-seen': { value: seen.join(' ') } } };
    }`;
    await makeDistribution(world, { functionArn: await makeFunction(world, code) });
    const response = await world.view('/here?a=1', { headers: { host: 'h', cookie: 'b=2; c=3' } });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/there']);
    expect(response.headers.get('x-seen')).toBe('viewer-request 127.0.0.1 GET /here 1 h 3');
  });

  it.each([
    ['throws', `throw new Error('no')`],
    ['returns nothing', ''],
    ['returns no path', `return { uri: 'relative' }`],
    ['never ends', 'for (;;) {}'],
    ['wants what only Node has', `return { uri: process.cwd() }`],
    ['makes code of text', `return new Function('return { uri: "/a" }')()`],
  ])('that %s is answered for with 503', async (_what, body) => {
    await makeDistribution(world, { functionArn: await makeFunction(world, `function handler(event) { ${body} }`) });
    expect((await world.view('/')).status).toBe(503);
  });
});

describe("the console's function", () => {
  const FILE = join(import.meta.dirname, '../../../terraform/modules/console/deep-links.js');

  async function led(uri: string): Promise<unknown> {
    const request = { method: 'GET', uri, querystring: {}, headers: {}, cookies: {} };
    const about = { distributionId: 'E1', distributionDomainName: 'd1', requestId: 'r', viewerIp: '127.0.0.1' };
    return runFunction(await readFile(FILE, 'utf8'), { ...about, request });
  }

  it.each([
    '/',
    '/devices',
    '/devices/01JDEM0DEV1CE0SEATT1EH0VR1/details',
    '/devices/',
    '/a.b/c',
    '/exports/%E0%A4%A',
    '',
  ])('answers %j with the page', async (uri) => {
    expect(await led(uri)).toMatchObject({ uri: '/index.html' });
  });

  it.each(['/index.html', '/assets/index-1a2b.js', '/amplify_outputs.json', '/devices/x.y', '/.'])(
    'takes %j for a file',
    async (uri) => {
      expect(await led(uri)).toMatchObject({ uri });
    },
  );

  it('leaves every path either as it is or to the page', async () => {
    await fc.assert(
      fc.asyncProperty(fc.webPath(), async (path) => {
        const uri = path.startsWith('/') ? path : `/${path}`;
        const isFile = (uri.split('/').at(-1) ?? '').includes('.');
        expect(await led(uri)).toMatchObject({ uri: isFile ? uri : '/index.html' });
      }),
      { numRuns: 50 },
    );
  });
});
