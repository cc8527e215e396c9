import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { BUCKET, KNOWN, startS3 } from '../../local/s3/testing/start.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const importId = '01JZ8Q6V5X3M9T2B7C4D1E0F8H';
const prefix = `imports/${organizationId}/${importId}/`;
const context = { awsRequestId: 'request-1', functionName: 'device-import-files' } as Context;

describe('the handler of device-import-files', () => {
  let now = Date.now();
  let s3: Awaited<ReturnType<typeof startS3>>;
  let handler: (event: unknown, context: Context) => Promise<unknown>;
  beforeAll(async () => {
    s3 = await startS3({ clock: () => now });
    for (const name of ['report.csv', 'credentials.ndjson.gz'])
      await s3.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: `${prefix}${name}`, Body: `this is ${name}` }));
  });
  beforeEach(async () => {
    now = Date.now();
    vi.resetModules();
    vi.stubEnv('AWS_ENDPOINT_URL', s3.url);
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', KNOWN.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', KNOWN.secretAccessKey);
    vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
    vi.stubEnv('IMPORTS_BUCKET', BUCKET);
    ({ handler } = await import('./handler.ts'));
  });
  afterAll(() => s3.stop());

  const ask = (event: object) => handler({ organizationId, ...event }, context);
  const signUpload = async (bytes: number) =>
    ((await ask({ operation: 'signUpload', importId, bytes })) as { url: string }).url;

  it('signs an upload of just so many bytes, for 15 minutes', async () => {
    const url = await signUpload(5);
    const put = (body: string, method = 'PUT') => fetch(url, { method, body });
    expect((await put('123456')).status).toBe(403);
    expect((await put('1234')).status).toBe(403);
    expect(await ask({ operation: 'findUpload', importId })).toEqual({ isThere: false });
    expect((await put('12345')).status).toBe(200);
    expect(await ask({ operation: 'findUpload', importId })).toEqual({ isThere: true });
    expect((await put('12345', 'POST')).status).toBe(403);
    expect((await fetch(url.replace('upload.csv', 'report.csv'), { method: 'PUT', body: '12345' })).status).toBe(403);
    now += 16 * 60_000;
    expect((await put('12345')).status).toBe(403);
  });

  it('takes an upload with a media type, as browsers send one', async () => {
    const headers = { 'content-type': 'text/csv', origin: 'https://example.com' };
    expect((await fetch(await signUpload(3), { method: 'PUT', body: '123', headers })).status).toBe(200);
  });

  it('gives links to those files that it is asked for, under names of their own', async () => {
    const imports = [
      { importId, report: true, credentials: true },
      { importId, report: true, credentials: false },
      { importId, report: false, credentials: false },
    ];
    const { urls } = (await ask({ operation: 'signResults', imports })) as {
      urls: { reportUrl: string | null; credentialsUrl: string | null }[];
    };
    expect(urls.map(({ reportUrl, credentialsUrl }) => [reportUrl !== null, credentialsUrl !== null])).toEqual([
      [true, true],
      [true, false],
      [false, false],
    ]);
    const report = await fetch(urls[0]?.reportUrl ?? '');
    expect(await report.text()).toBe('this is report.csv');
    expect(report.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(report.headers.get('content-disposition')).toContain(`attachment; filename="import-${importId}-report.csv"`);
    const credentials = await fetch(urls[0]?.credentialsUrl ?? '');
    expect(await credentials.text()).toBe('this is credentials.ndjson.gz');
    expect(credentials.headers.get('content-disposition')).toContain(`import-${importId}-credentials.ndjson.gz`);
    now += 301_000;
    expect((await fetch(urls[0]?.credentialsUrl ?? '')).status).toBe(403);
  });

  it('rejects what it does not know', async () => {
    await expect(ask({ operation: 'signUpload', importId, bytes: 16 * 2 ** 20 + 1 })).rejects.toThrow();
    await expect(ask({ operation: 'findUpload', importId: '../x' })).rejects.toThrow();
    await expect(ask({ operation: 'other' })).rejects.toThrow();
  });
});
