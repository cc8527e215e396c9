import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BUCKET, KNOWN, startS3 } from '../../local/s3/testing/start.ts';
import { hashOfSecret, newSecret } from '../shared/exports/links.ts';
import type { TestTables } from '../shared/testing/dynamodb.ts';
import { startTables } from '../shared/testing/dynamodb.ts';
import type { HttpAnswer } from './answers.ts';
import definition from './function.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const exportId = '01JZ8Q6V5X3M9T2B7C4D1E0F8H';
const identityId = '01JZ8Q6V5X3M9T2B7C4D1E0F8J';
const suspendedId = '01JZ8Q6V5X3M9T2B7C4D1E0F8K';
const [secret, suspendedSecret] = [newSecret(), newSecret()];
const key = `${organizationId}/${exportId}/0.csv.gz`;
const context = { awsRequestId: 'request-1', functionName: 'export-download' } as Context;
const recipient = (id: string, itsSecret: string) => ({
  identityId: id,
  status: 'SENT',
  attempts: 1,
  secretHashes: [hashOfSecret(itsSecret)],
});

const path = { organizationId, exportId, secret, file: '0' };
const request = (parameters: object = {}, { method = 'GET', accept = 'text/html,*/*' } = {}) => ({
  version: '2.0',
  routeKey: definition.httpRoutes?.[0],
  rawPath: '/exports/…',
  headers: { accept, host: 'download.example.com' },
  requestContext: { http: { method, path: '/exports/…', sourceIp: '192.0.2.1' } },
  pathParameters: { ...path, ...parameters },
  isBase64Encoded: false,
});

/** The door itself, with real clients that find their services as they do on a laptop: by the environment. */
describe('the handler of export-download', () => {
  let tables: TestTables;
  let s3: Awaited<ReturnType<typeof startS3>>;
  let handler: (event: unknown, context: Context) => Promise<HttpAnswer>;
  const printed: string[] = [];

  async function start(dynamodb: string): Promise<void> {
    vi.resetModules();
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', dynamodb);
    vi.stubEnv('AWS_ENDPOINT_URL_S3', s3.url);
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', KNOWN.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', KNOWN.secretAccessKey);
    vi.stubEnv('POWERTOOLS_DEV', 'true');
    vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'DEBUG');
    vi.stubEnv('EXPORTS_TABLE', 'exports');
    vi.stubEnv('IDENTITIES_TABLE', 'identities');
    vi.stubEnv('EXPORTS_BUCKET', BUCKET);
    for (const level of ['debug', 'info', 'warn', 'error'] as const)
      vi.spyOn(console, level).mockImplementation((...line: unknown[]) => void printed.push(line.join(' ')));
    ({ handler } = await import('./handler.ts'));
  }

  beforeAll(async () => {
    tables = await startTables({ exports: ['organizationId', 'id'], identities: ['organizationId', 'id'] });
    s3 = await startS3();
    await s3.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: 'the file' }));
    await tables.put('identities', { organizationId, id: identityId, status: 'ACTIVE' });
    await tables.put('identities', { organizationId, id: suspendedId, status: 'SUSPENDED' });
    await tables.put('exports', {
      organizationId,
      id: exportId,
      status: 'SUCCEEDED',
      recipients: [recipient(identityId, secret), recipient(suspendedId, suspendedSecret)],
      files: [{ name: 'Météo.csv.gz', key, bytes: 8, rows: 1 }],
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    });
  });
  afterAll(async () => {
    await tables.close();
    await s3.stop();
  });

  it('leads a GET to the file, as often as it is asked', async () => {
    await start(tables.endpoint);
    for (let time = 0; time < 3; time++) {
      const { statusCode, headers, body } = await handler(request(), context);
      expect([statusCode, body]).toEqual([302, undefined]);
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      });
      const answer = await fetch(headers.location ?? '');
      expect(answer.headers.get('content-disposition')).toContain('attachment; filename="Meteo.csv.gz"');
      expect(answer.headers.get('content-encoding')).toBeNull();
      expect(await answer.text()).toBe('the file');
      expect((await handler(request({}, { method: 'HEAD' }), context)).statusCode).toBe(200);
    }
  });

  it('answers a HEAD by itself', async () => {
    await start(tables.endpoint);
    expect(await handler(request({}, { method: 'HEAD' }), context)).toEqual({
      statusCode: 200,
      headers: {
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-robots-tag': 'noindex',
        'content-length': '8',
        'content-type': 'application/gzip',
        'content-disposition': `attachment; filename="Meteo.csv.gz"; filename*=UTF-8''M%C3%A9t%C3%A9o.csv.gz`,
        'accept-ranges': 'bytes',
      },
    });
  });

  it('answers whatever is wrong alike', async () => {
    await start(tables.endpoint);
    const wrong = [
      { secret: newSecret() },
      { secret: suspendedSecret },
      { secret: `${secret}=` },
      { secret: '' },
      { exportId: identityId },
      { exportId: 'x'.repeat(5000) },
      { organizationId: exportId },
      { organizationId: '../..' },
      { file: '1' },
      { file: '-1' },
      { file: '00' },
      { file: 'constructor' },
      { file: undefined },
    ];
    const answers = await Promise.all(wrong.map((parameters) => handler(request(parameters), context)));
    expect(answers[0]).toMatchSnapshot();
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await handler({ ...request(), pathParameters: undefined }, context)).toEqual(answers[0]);
    const [plain, head] = await Promise.all([
      handler(request({ file: '1' }, { accept: '*/*' }), context),
      handler(request({ file: '1' }, { method: 'HEAD' }), context),
    ]);
    expect([plain.statusCode, plain.body]).toMatchSnapshot();
    expect(head).toEqual({ ...answers[0], body: undefined });
  });

  it('says that it cannot look now, and when to try again', async () => {
    await start('http://127.0.0.1:1');
    const answer = await handler(request({}, { accept: 'text/plain' }), context);
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('30');
    expect(answer.body).toMatchSnapshot();
  });

  it('rejects what is no request of an HTTP API', async () => {
    await start(tables.endpoint);
    await expect(handler({ httpMethod: 'GET' }, context)).rejects.toThrow();
  });

  it('logs nothing of a link', async () => {
    await start(tables.endpoint);
    await handler(request(), context);
    await handler(request({ file: '7' }), context);
    await start('http://127.0.0.1:1');
    await handler(request(), context);
    const log = printed.join('\n');
    expect(log).toContain(`"identityId": "${identityId}"`);
    expect(log).toContain('A link could not be looked up');
    for (const part of [secret, hashOfSecret(secret), exportId, organizationId, '/exports/', 'X-Amz', key])
      expect(log).not.toContain(part);
  });
});
