import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetBucketCorsCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { clientOptions } from '../../local/shared/testing/serve.ts';
import { applied, type Applied } from '../support/applied.ts';

let stack: Applied;
beforeAll(async () => {
  stack = await applied();
});

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(new URL(path, stack.sonde.addresses.consoleUrl), { headers });

const Built = v.object({
  files: v.record(v.string(), v.object({ contentType: v.string(), cacheControl: v.string() })),
});

async function built(): Promise<v.InferOutput<typeof Built>> {
  return v.parse(Built, JSON.parse(await readFile(join(stack.dist, 'console.json'), 'utf8')));
}

async function output(name: string): Promise<string> {
  const { output: text } = await stack.terraform(['output', '-raw', name]);
  return text;
}

describe('the console that Terraform made', () => {
  it.each(['/', '/devices/01JDEM0DEV1CE0SEATT1EH0VR1', '/exports'])('is its page at %s', async (path) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(await response.text()).toBe(await readFile(join(stack.dist, 'console', 'index.html'), 'utf8'));
  });

  it('has every file of the build, as it is', async () => {
    const { files } = await built();
    expect(Object.keys(files).length).toBeGreaterThan(10);
    for (const [path, { contentType, cacheControl }] of Object.entries(files)) {
      const response = await get(`/${path}`);
      expect(response.headers.get('content-type')).toBe(contentType);
      expect(response.headers.get('cache-control')).toBe(cacheControl);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(bytes.equals(await readFile(join(stack.dist, 'console', path))), path).toBe(true);
    }
  });

  it('says that a page is the one that a browser has', async () => {
    const etag = (await get('/')).headers.get('etag') ?? '';
    expect((await get('/devices', { 'if-none-match': etag })).status).toBe(304);
  });

  it('has no file that is not there', async () => {
    expect((await get('/assets/missing-1a2b3c4d.js')).status).toBe(404);
  });

  it('lets its pages ask their own Sonde, and nobody else', async () => {
    const { graphqlUrl, awsUrl } = stack.sonde.addresses;
    const policy = (await get('/')).headers.get('content-security-policy') ?? '';
    const [, sources = ''] = /connect-src ([^;]+)/.exec(policy) ?? [];
    const api = new URL(graphqlUrl).origin;
    const outside = sources.split(' ').filter((source) => !source.endsWith('.amazonaws.com'));
    expect(outside).toEqual(["'self'", api, api.replace('http', 'ws'), awsUrl]);
    expect(sources).toContain(`https://sonde-local-imports-000000000000.s3.eu-west-1.amazonaws.com`);
  });

  it('has what browsers keep to on every answer', async () => {
    for (const path of ['/', '/assets/missing-1a2b3c4d.js', '/amplify_outputs.json']) {
      const { headers } = await get(path);
      expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    }
  });

  it('is configured as the output says, and for this machine', async () => {
    const response = await get('/amplify_outputs.json');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    const configuration: unknown = await response.json();
    expect(configuration).toEqual(JSON.parse(await output('amplify_outputs')));
    const { graphqlUrl, awsUrl, userPoolId } = stack.sonde.addresses;
    expect(configuration).toMatchObject({
      auth: { user_pool_id: userPoolId },
      data: { url: graphqlUrl },
      custom: { user_pool_endpoint: awsUrl },
    });
  });

  it('may upload files, and is where invitations lead to', async () => {
    const { awsUrl, consoleUrl } = stack.sonde.addresses;
    expect(await output('sign_in_url')).toBe(consoleUrl);
    const s3 = new S3Client(clientOptions(awsUrl));
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    const imports = Buckets.find(({ Name = '' }) => Name.includes('-imports-'))?.Name;
    const { CORSRules } = await s3.send(new GetBucketCorsCommand({ Bucket: imports }));
    expect(CORSRules?.[0]?.AllowedOrigins).toEqual(['*']);
  });
});
