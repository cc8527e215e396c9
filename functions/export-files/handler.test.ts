import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { BUCKET, KNOWN, startS3 } from '../../local/s3/testing/start.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const context = { awsRequestId: 'request-1', functionName: 'export-files' } as Context;
const files = ['b', 'a', 'c'].map((name) => ({ key: `${organizationId}/e/${name}`, name: `${name}.parquet` }));

describe('the handler of export-files', () => {
  let s3: Awaited<ReturnType<typeof startS3>>;
  let handler: (event: unknown, context: Context) => Promise<{ urls: string[] }>;
  beforeAll(async () => {
    s3 = await startS3();
    for (const { key, name } of files)
      await s3.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: `this is ${name}` }));
  });
  beforeEach(async () => {
    vi.resetModules();
    vi.stubEnv('AWS_ENDPOINT_URL', s3.url);
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', KNOWN.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', KNOWN.secretAccessKey);
    vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
    vi.stubEnv('EXPORTS_BUCKET', BUCKET);
    ({ handler } = await import('./handler.ts'));
  });
  afterAll(() => s3.stop());

  it('gives a URL of each file, in order', async () => {
    const { urls } = await handler({ organizationId, files }, context);
    const answers = await Promise.all(urls.map((url) => fetch(url)));
    expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(
      files.map(({ name }) => `this is ${name}`),
    );
    expect(answers[0]?.headers.get('content-type')).toBe('application/vnd.apache.parquet');
  });

  it('gives none where there is no file', async () => {
    expect(await handler({ organizationId, files: [] }, context)).toEqual({ urls: [] });
  });

  it('gives none at all where one file is of another organization', async () => {
    const foreign = { key: '01JZ8Q6V5X3M9T2B7C4D1E0F8H/e/a', name: 'a' };
    await expect(handler({ organizationId, files: [...files, foreign] }, context)).rejects.toThrow(
      'not of the organization',
    );
  });

  it('rejects what it does not know', async () => {
    await expect(handler({ organizationId: '', files: [{ key: '/a', name: 'a' }] }, context)).rejects.toThrow();
  });
});
