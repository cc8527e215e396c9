import type { LambdaClient } from '@aws-sdk/client-lambda';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { Ports } from './ports.ts';

/** The function that makes exports, asked without waiting for it. */
export function worker(client: LambdaClient, functionName: string): Ports['worker'] {
  return {
    async wake({ organizationId, id }) {
      const Payload = JSON.stringify({ organizationId, exportId: id });
      await client.send(new InvokeCommand({ FunctionName: functionName, InvocationType: 'Event', Payload }));
    },
  };
}
