import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLog } from '../shared/log.ts';
import { createSqs } from '../sqs/sqs.ts';
import type { Sqs } from '../sqs/sqs.ts';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import type { Lambda } from './lambda.ts';
import { functionInput, startLambda, until } from './testing/service.ts';

let lambda: Lambda;
let sqs: Sqs;
let directory: string;
let remove: () => Promise<void>;
let file: string;

const EventSourceArn = 'arn:aws:sqs:eu-west-1:000000000000:readings';
const mapping = { EventSourceArn, FunctionName: 'f' };

/**
 * Writes down each batch. What a message asks for: `fail` throws, `item` is reported as failed, `wait` takes a while.
 * A message is handled well from its second time on if it says `once`.
 */
const handler = `import { appendFileSync } from 'node:fs';
  export const handler = async ({ Records }) => {
    appendFileSync(process.env.FILE, JSON.stringify(Records) + '\\n');
    const asked = Records.filter(({ body, attributes }) =>
      !(body.includes('once') && attributes.ApproximateReceiveCount !== '1')).map(({ body }) => body).join(' ');
    if (asked.includes('wait')) {
      appendFileSync(process.env.FILE + '.active', '+');
      await new Promise((resolve) => setTimeout(resolve, 200));
      appendFileSync(process.env.FILE + '.active', '-');
    }
    if (asked.includes('fail')) throw new Error('failed');
    if (asked.includes('bad')) return { batchItemFailures: [{ itemIdentifier: '' }] };
    const failed = Records.filter(({ body, attributes }) =>
      body.includes('item') && !(body.includes('once') && attributes.ApproximateReceiveCount !== '1'));
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };`;

beforeEach(async () => {
  ({ directory, remove } = await temporaryDirectory());
  file = join(directory, 'batches');
  await writeFile(file, '');
  sqs = await createSqs({ directory: join(directory, 'sqs'), log: silentLog, queueUrlBase: () => '' });
  await sqs.call('CreateQueue', { QueueName: 'dead' });
  await sqs.call('CreateQueue', {
    QueueName: 'readings',
    Attributes: {
      VisibilityTimeout: '1',
      RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:000000000000:dead","maxReceiveCount":2}',
    },
  });
  await start();
  const Environment = { Variables: { FILE: file } };
  await lambda.createFunction(functionInput('f', handler, { Environment, Timeout: 1 }));
});

afterEach(async () => {
  await lambda.close();
  await sqs.close();
  await remove();
});

async function start(): Promise<void> {
  lambda = await startLambda(join(directory, 'lambda'), { queues: sqs });
}

async function send(...bodies: string[]): Promise<void> {
  for (const body of bodies) await sqs.deliver('readings', body);
}

async function batches(): Promise<string[][]> {
  const text = await readFile(file, 'utf8');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as { body: string }[]).map(({ body }) => body));
}

async function isEmpty(queue = 'readings'): Promise<boolean> {
  const answer = await sqs.call('GetQueueAttributes', { QueueUrl: queue, AttributeNames: ['All'] });
  const { Attributes } = answer as { Attributes: Record<string, string> };
  const { ApproximateNumberOfMessages: visible, ApproximateNumberOfMessagesNotVisible: inFlight } = Attributes;
  return visible === '0' && inFlight === '0';
}

/** Waits until these are in the dead-letter queue; answers all that were received from it meanwhile. */
async function deadBodies(expected: readonly string[]): Promise<string[]> {
  const bodies: string[] = [];
  while (!expected.every((body) => bodies.includes(body))) {
    const messages = await sqs.source('dead').receive({ maximum: 10, waitMs: 20_000, visibilityTimeoutSeconds: 60 });
    bodies.push(...messages.map(({ body }) => body));
  }
  return bodies;
}

it('gives the function batches of the documented shape, and deletes what it handled', async () => {
  await lambda.createEventSourceMapping(mapping);
  await send('a');
  await until(async () => (await batches()).length === 1 && (await isEmpty()));
  const [record] = JSON.parse(await readFile(file, 'utf8')) as unknown[];
  expect(record).toMatchObject({
    body: 'a',
    attributes: { ApproximateReceiveCount: '1', SenderId: 'anonymous' },
    messageAttributes: {},
    md5OfBody: '0cc175b9c0f1b6a831c399e269772661',
    eventSource: 'aws:sqs',
    eventSourceARN: EventSourceArn,
    awsRegion: 'eu-west-1',
  });
});

it('gathers a batch for the window, and no longer when it is full', async () => {
  await sqs.call('SetQueueAttributes', { QueueUrl: 'readings', Attributes: { VisibilityTimeout: '600' } });
  await lambda.createEventSourceMapping({ ...mapping, BatchSize: 3, MaximumBatchingWindowInSeconds: 1 });
  await send('a', 'b');
  await until(async () => (await batches()).length === 1);
  expect(await batches()).toEqual([['a', 'b']]);
  await until(() => isEmpty());
  await lambda.close();
  await writeFile(file, '');
  await start();
  const [{ UUID } = { UUID: '' }] = (lambda.listEventSourceMappings({}) as { EventSourceMappings: { UUID: string }[] })
    .EventSourceMappings;
  await lambda.updateEventSourceMapping({ UUID, MaximumBatchingWindowInSeconds: 300 });
  await send('c', 'd', 'e');
  await until(async () => (await batches()).length === 1);
  expect(await batches()).toEqual([['c', 'd', 'e']]);
});

it('takes partial failures, and sends to the dead-letter queue what fails too often', async () => {
  await send('good', 'item once', 'item', 'good too');
  await lambda.createEventSourceMapping({ ...mapping, FunctionResponseTypes: ['ReportBatchItemFailures'] });
  expect(await deadBodies(['item'])).toEqual(['item']);
  await until(() => isEmpty());
  const seen = (await batches()).flat();
  expect(seen.filter((body) => body.startsWith('good'))).toHaveLength(2);
  expect(seen.filter((body) => body.startsWith('item'))).toHaveLength(4);
});

it.each(['fail', 'bad'])('leaves a whole batch to the queue: %s', async (body) => {
  await send('good', body);
  await lambda.createEventSourceMapping({ ...mapping, FunctionResponseTypes: ['ReportBatchItemFailures'] });
  expect((await deadBodies([body, 'good'])).sort()).toEqual([body, 'good'].sort());
  expect(await batches()).toHaveLength(2);
});

it('runs no more batches at once than it may', async () => {
  await lambda.createEventSourceMapping({ ...mapping, BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
  await send('wait 1', 'wait 2', 'wait 3', 'wait 4');
  await until(() => isEmpty());
  const marks = await readFile(`${file}.active`, 'utf8');
  expect(marks).toHaveLength(8);
  expect(marks).toContain('++');
  expect(marks).not.toContain('+++');
});

it('cuts a batch that is too large an event', async () => {
  await send(...Array.from({ length: 8 }, () => 'x'.repeat(1_000_000)));
  await lambda.createEventSourceMapping(mapping);
  await until(() => isEmpty());
  const sizes = (await batches()).map((batch) => batch.length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(8);
  expect(Math.max(...sizes)).toBeLessThan(7);
});

it('waits while other invocations use all concurrency', async () => {
  await lambda.putFunctionConcurrency({ FunctionName: 'f', ReservedConcurrentExecutions: 1 });
  await lambda.createEventSourceMapping(mapping);
  const busy = lambda.invoke('f', { Records: [{ body: 'wait', attributes: {} }] });
  await until(async () => (await batches()).length === 1);
  await send('a');
  await busy;
  await until(async () => (await batches()).length === 2 && (await isEmpty()));
});

it('stops when it is disabled or deleted', async () => {
  const { UUID } = (await lambda.createEventSourceMapping(mapping)) as { UUID: string };
  await lambda.updateEventSourceMapping({ UUID, Enabled: false });
  await send('a');
  expect(await isEmpty()).toBe(false);
  await lambda.updateEventSourceMapping({ UUID, Enabled: true });
  await until(() => isEmpty());
  expect(await lambda.deleteEventSourceMapping({ UUID })).toMatchObject({ State: 'Deleting' });
  expect(() => lambda.getEventSourceMapping({ UUID })).toThrow(/does not exist/);
});

it.each([
  ['ResourceConflictException', {}],
  ['InvalidParameterValueException', { BatchSize: 11 }],
  ['InvalidParameterValueException', { ScalingConfig: { MaximumConcurrency: 1 } }],
  ['InvalidParameterValueException', { FilterCriteria: {} }],
  ['InvalidParameterValueException', { EventSourceArn: 'arn:aws:dynamodb:eu-west-1:000000000000:table/t/stream/s' }],
  ['QueueDoesNotExist', { EventSourceArn: `${EventSourceArn}-none` }],
  ['ResourceNotFoundException', { FunctionName: 'none' }],
])('is refused with %s: %j', async (code, more) => {
  await lambda.createEventSourceMapping(mapping);
  await expect(lambda.createEventSourceMapping({ ...mapping, ...more })).rejects.toMatchObject({ code });
});

it('is refused where a message would be visible before the function ends', async () => {
  await lambda.updateFunctionConfiguration({ FunctionName: 'f', Timeout: 2 });
  await expect(lambda.createEventSourceMapping(mapping)).rejects.toThrow(
    'Queue visibility timeout: 1 seconds is less than Function timeout: 2 seconds',
  );
});

it('gives each message to the function, and in the end deletes or buries it, whatever the function does', async () => {
  const body = fc.constantFrom('good', 'item once', 'item', 'fail once', 'wait');
  await lambda.createEventSourceMapping({
    ...mapping,
    BatchSize: 4,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ScalingConfig: { MaximumConcurrency: 3 },
  });
  await fc.assert(
    fc.asyncProperty(fc.array(body, { minLength: 1, maxLength: 12 }), async (bodies) => {
      const sent = bodies.map((text, at) => `${at} ${text}`);
      await send(...sent);
      await until(() => isEmpty());
      const seen = new Set((await batches()).flat());
      expect(sent.filter((text) => !seen.has(text))).toEqual([]);
      await deadBodies(sent.filter((text) => text.endsWith(' item')));
      await sqs.call('PurgeQueue', { QueueUrl: 'dead' });
      await writeFile(file, '');
    }),
    { numRuns: 4 },
  );
});
