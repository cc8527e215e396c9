import { join } from 'node:path';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { silentLog } from '../../shared/log.ts';
import { clientOptions, serve } from '../../shared/testing/serve.ts';
import { temporaryDirectory } from '../../shared/testing/temporary-directory.ts';
import { createSqs } from '../../sqs/sqs.ts';
import type { Sqs } from '../../sqs/sqs.ts';
import type { Lambda, LambdaOptions } from '../lambda.ts';
import { startLambda } from './service.ts';

/** The service behind HTTP, in a folder of its own, with the real SDK client and a queue service. */
export interface ServedLambda {
  readonly lambda: Lambda;
  readonly sqs: Sqs;
  readonly client: LambdaClient;
  /** Ends the service, and starts it with what it left on disk. */
  restart(): Promise<void>;
  remove(): Promise<void>;
}

export async function startServed(options: Partial<LambdaOptions> = {}): Promise<ServedLambda> {
  const { directory, remove } = await temporaryDirectory();
  const sqs = await createSqs({ directory: join(directory, 'sqs'), log: silentLog, queueUrlBase: () => '' });
  const start = () => startLambda(join(directory, 'lambda'), { queues: sqs, ...options });
  let lambda = await start();
  const served = await serve({ handle: (request, caller) => lambda.handle(request, caller) });
  const client = new LambdaClient(clientOptions(served.url));
  return {
    get lambda() {
      return lambda;
    },
    sqs,
    client,
    async restart() {
      await lambda.close();
      lambda = await start();
    },
    async remove() {
      client.destroy();
      await served.close();
      await lambda.close();
      await sqs.close();
      await remove();
    },
  };
}
