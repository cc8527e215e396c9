import * as v from 'valibot';
import { jsonCaller, jsonService } from '../shared/json-service.ts';
import type { JsonCaller } from '../shared/json-service.ts';
import type { Log } from '../shared/log.ts';
import { LOCAL_REGION } from '../shared/service.ts';
import type { Clock, Service } from '../shared/service.ts';
import { queryErrorHeader } from './errors.ts';
import { sqsOperations } from './operations.ts';
import { QueueRegistry } from './registry.ts';
import type { QueueSource, Queues } from './source.ts';
import { QueueStore } from './store.ts';

export interface SqsOptions {
  /** Where queues and messages are kept. One process at a time. */
  directory: string;
  log: Log;
  clock?: Clock;
  /** Start of every queue's URL, without a slash at its end, such as `http://127.0.0.1:4566`. */
  queueUrlBase: () => string;
}

export interface Sqs extends Service, Queues {
  /** The operations in process. */
  call: JsonCaller;
}

/**
 * Stands in for Amazon SQS: standard queues, whose messages survive `kill -9` of the process.
 * A message that was in flight when the process ended is visible again at the next start.
 */
export async function createSqs({ directory, log, clock = Date.now, queueUrlBase }: SqsOptions): Promise<Sqs> {
  const registry = await QueueRegistry.load(await QueueStore.open(directory), clock);
  const operations = sqsOperations(registry, queueUrlBase);
  const service = jsonService({
    signingName: 'sqs',
    jsonVersion: '1.0',
    operations,
    log,
    close: () => registry.close(),
  });
  const call = jsonCaller(operations, { accessKeyId: undefined, region: LOCAL_REGION });
  return {
    ...service,
    call,
    handle: async (request, caller) => withQueryError(await service.handle(request, caller)),
    source: (queueUrlOrArn): QueueSource => registry.get(queueUrlOrArn),
    async deliver(queueUrlOrArn, body) {
      await call('SendMessage', { QueueUrl: queueUrlOrArn, MessageBody: body });
    },
  };
}

/** SDKs read the error code of the older query protocol from this header, and code in the field still asks for it. */
async function withQueryError(response: Response): Promise<Response> {
  if (response.ok) return response;
  const body = await response.text();
  const { __type: code } = v.parse(v.object({ __type: v.string() }), JSON.parse(body));
  const headers = new Headers(response.headers);
  headers.set('x-amzn-query-error', queryErrorHeader(code, response.status));
  return new Response(body, { status: response.status, headers });
}
