import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import { serve } from '@hono/node-server';
import { silentLog } from '../shared/log.ts';
import type { Clock } from '../shared/service.ts';
import { createSqs } from './sqs.ts';
import type { Sqs } from './sqs.ts';

export async function temporaryDirectory(): Promise<{ directory: string; remove: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'sonde-'));
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}

export interface SqsUnderTest {
  sqs: Sqs;
  /** The real SDK client, over HTTP. */
  client: SQSClient;
  close: () => Promise<void>;
}

export async function startSqs(directory: string, clock: Clock = Date.now): Promise<SqsUnderTest> {
  let base = '';
  const sqs = await createSqs({ directory, log: silentLog, clock, queueUrlBase: () => base });
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const listening = serve(
      {
        hostname: '127.0.0.1',
        port: 0,
        fetch: (request) => sqs.handle(request, { accessKeyId: 'test', region: 'eu-west-1' }),
      },
      ({ port }) => {
        base = `http://127.0.0.1:${port}`;
        resolve(listening);
      },
    );
  });
  const client = new SQSClient({
    endpoint: base,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  return {
    sqs,
    client,
    async close() {
      client.destroy();
      await sqs.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
