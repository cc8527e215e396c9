import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { bundleFunction } from './bundle.ts';
import { ENTRY } from './modules.ts';
import { temporaryFolder } from './testing/project.ts';

const root = join(import.meta.dirname, '..');
const credentials = { AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token' };

/** A DynamoDB in which nothing is due; it keeps the headers that it gets. */
async function startEmptyTable(): Promise<{ endpoint: string; headers: IncomingHttpHeaders[] }> {
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    headers.push(request.headers);
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end('{"Items":[],"Count":0,"ScannedCount":0}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, headers };
}

/** Runs a bundled function in a process that has nothing but this environment. */
async function run(environment: Record<string, string>): Promise<void> {
  const folder = await temporaryFolder();
  const bundle = join(folder, ENTRY);
  for (const [name, text] of Object.entries(await bundleFunction(root, 'functions/export-sweep/handler.ts')))
    await writeFile(join(folder, name), text);
  const call = `const { handler } = await import(${JSON.stringify(pathToFileURL(bundle).href)}); await handler({}, {});`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', call], {
    env: { AWS_REGION: 'eu-west-1', EXPORTS_TABLE: 'exports', EXPORT_FUNCTION: 'export', ...environment },
  });
}

it('lets a bundled function sign with the credentials of its environment', async () => {
  const { endpoint, headers } = await startEmptyTable();
  await run({ AWS_ENDPOINT_URL: endpoint, ...credentials });
  expect(headers).toHaveLength(4);
  for (const { authorization, 'x-amz-security-token': token } of headers) {
    expect(authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=ASIAEXAMPLE\/\d{8}\/eu-west-1\/dynamodb\/aws4_request/);
    expect(token).toBe('token');
  }
});

it('has a bundled function say that it has no credentials', async () => {
  const { endpoint, headers } = await startEmptyTable();
  await expect(run({ AWS_ENDPOINT_URL: endpoint })).rejects.toThrow(
    'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not both set',
  );
  expect(headers).toEqual([]);
});
