import { SQSClient } from '@aws-sdk/client-sqs';
import { silentLog } from '../../shared/log.ts';
import type { Clock } from '../../shared/service.ts';
import { clientOptions, serve } from '../../shared/testing/serve.ts';
import { createSqs } from '../sqs.ts';
import type { Sqs } from '../sqs.ts';

export interface SqsUnderTest {
  sqs: Sqs;
  /** The real SDK client, over HTTP. */
  client: SQSClient;
  close: () => Promise<void>;
}

/** The service on a free port. Whoever starts it twice on the same folder sees what it kept. */
export async function startSqs(directory: string, clock: Clock = Date.now): Promise<SqsUnderTest> {
  let base = '';
  const sqs = await createSqs({ directory, log: silentLog, clock, queueUrlBase: () => base });
  const served = await serve(sqs);
  base = served.url;
  const client = new SQSClient(clientOptions(base));
  return {
    sqs,
    client,
    async close() {
      client.destroy();
      await sqs.close();
      await served.close();
    },
  };
}
