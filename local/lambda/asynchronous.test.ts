import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLog } from '../shared/log.ts';
import { createSqs } from '../sqs/sqs.ts';
import type { Sqs } from '../sqs/sqs.ts';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import type { Lambda, LambdaOptions } from './lambda.ts';
import { functionInput, startLambda, until } from './testing/service.ts';

let lambda: Lambda;
let sqs: Sqs;
let directory: string;
let remove: () => Promise<void>;
let now: number;

/** Appends its event to the file that it names, then fails as often as it says. */
const recorder = `import { appendFileSync, readFileSync } from 'node:fs';
  export const handler = async ({ file, failures = 0, exit = false }, { awsRequestId }) => {
    appendFileSync(file, awsRequestId + '\\n');
    if (readFileSync(file, 'utf8').split('\\n').length - 1 <= failures) throw new Error('not yet');
    return 'done';
  };`;

beforeEach(async () => {
  ({ directory, remove } = await temporaryDirectory());
  now = 1_700_000_000_000;
  sqs = await createSqs({ directory: join(directory, 'sqs'), log: silentLog, queueUrlBase: () => '' });
  await sqs.call('CreateQueue', { QueueName: 'destination' });
  await start();
});

afterEach(async () => {
  await lambda.close();
  await sqs.close();
  await remove();
});

async function start(options: Partial<LambdaOptions> = {}): Promise<void> {
  lambda = await startLambda(join(directory, 'lambda'), { queues: sqs, clock: () => now, ...options });
}

async function createRecorder(settings: object = {}): Promise<string> {
  await lambda.createFunction(functionInput('f', recorder));
  const Destination = 'arn:aws:sqs:eu-west-1:000000000000:destination';
  await lambda.putFunctionEventInvokeConfig({
    FunctionName: 'f',
    DestinationConfig: { OnFailure: { Destination }, OnSuccess: { Destination } },
    ...settings,
  });
  const file = join(directory, 'attempts');
  await writeFile(file, '');
  return file;
}

async function record(): Promise<unknown> {
  const [message] = await sqs.source('destination').receive({ maximum: 1, waitMs: 20_000 });
  return JSON.parse(message?.body ?? 'null') as unknown;
}

async function attempts(file: string): Promise<string[]> {
  return (await readFile(file, 'utf8')).split('\n').slice(0, -1);
}

it('tries an event again until it succeeds, with the same request id', async () => {
  const file = await createRecorder();
  expect(await lambda.invoke('f', { file, failures: 2 }, 'Event')).toEqual({ payload: null });
  expect(await record()).toMatchObject({
    version: '1.0',
    timestamp: '2023-11-14T22:13:20.000Z',
    requestContext: {
      functionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:f:$LATEST',
      condition: 'Success',
      approximateInvokeCount: 3,
    },
    requestPayload: { file, failures: 2 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST' },
    responsePayload: 'done',
  });
  const ids = await attempts(file);
  expect(ids).toHaveLength(3);
  expect(new Set(ids).size).toBe(1);
});

it.each([
  [3, {}],
  [1, { MaximumRetryAttempts: 0 }],
])('gives up after %d attempts, and tells the destination', async (count, settings) => {
  const file = await createRecorder(settings);
  await lambda.invoke('f', { file, failures: 9 }, 'Event');
  expect(await record()).toMatchObject({
    requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: count },
    responseContext: { statusCode: 200, functionError: 'Unhandled' },
    responsePayload: { errorType: 'Error', errorMessage: 'not yet' },
  });
  expect(await attempts(file)).toHaveLength(count);
});

it('drops an event that is too old', async () => {
  await lambda.close();
  await start({ retryDelaysMs: [200] });
  const file = await createRecorder({ MaximumEventAgeInSeconds: 60 });
  await lambda.invoke('f', { file, failures: 9 }, 'Event');
  await until(async () => (await attempts(file)).length === 1);
  now += 61_000;
  expect(await record()).toMatchObject({
    requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 1 },
  });
});

it('takes more events than run at once', async () => {
  const file = await createRecorder();
  await lambda.putFunctionConcurrency({ FunctionName: 'f', ReservedConcurrentExecutions: 1 });
  await Promise.all(Array.from({ length: 5 }, () => lambda.invoke('f', { file }, 'Event')));
  await until(async () => (await attempts(file)).length === 5);
});

it('goes on after a restart', async () => {
  await lambda.close();
  await start({ retryDelaysMs: [600_000] });
  const file = await createRecorder();
  await lambda.invoke('f', { file, failures: 1 }, 'Event');
  const events = join(directory, 'lambda', 'events');
  const [id] = await until(async () => (await attempts(file)).length === 1).then(() => attempts(file));
  await until(async () => (await readFile(join(events, `${id ?? ''}.json`), 'utf8')).includes('"attempts":1'));
  await lambda.close();
  await start();
  expect(await record()).toMatchObject({ requestContext: { condition: 'Success', approximateInvokeCount: 2 } });
});

it('keeps an accepted event when the process is killed', async () => {
  const file = await createRecorder();
  await lambda.close();
  const script = fileURLToPath(new URL('testing/event.ts', import.meta.url));
  const arguments_ = ['--import', 'tsx', script, join(directory, 'lambda'), file];
  const child = spawn(process.execPath, arguments_, { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.once('data', () => child.kill('SIGKILL'));
  await new Promise((resolve) => child.once('exit', resolve));
  expect(child.signalCode).toBe('SIGKILL');
  await start();
  expect(await record()).toMatchObject({ requestContext: { condition: 'Success' }, requestPayload: { file } });
});

it('refuses destinations that are not queues', async () => {
  await createRecorder();
  const DestinationConfig = { OnFailure: { Destination: 'arn:aws:sns:eu-west-1:000000000000:topic' } };
  await expect(lambda.putFunctionEventInvokeConfig({ FunctionName: 'f', DestinationConfig })).rejects.toThrow(/SQS/);
});

it('changes the settings that are given, or all of them', async () => {
  await createRecorder({ MaximumRetryAttempts: 1 });
  await lambda.updateFunctionEventInvokeConfig({ FunctionName: 'f', MaximumEventAgeInSeconds: 100 });
  expect(lambda.getFunctionEventInvokeConfig({ FunctionName: 'f' })).toMatchObject({
    MaximumRetryAttempts: 1,
    MaximumEventAgeInSeconds: 100,
  });
  await lambda.putFunctionEventInvokeConfig({ FunctionName: 'f' });
  expect(lambda.getFunctionEventInvokeConfig({ FunctionName: 'f' })).not.toHaveProperty('MaximumRetryAttempts');
  await lambda.deleteFunctionEventInvokeConfig({ FunctionName: 'f' });
  expect(() => lambda.getFunctionEventInvokeConfig({ FunctionName: 'f' })).toThrow(/EventInvokeConfig/);
});
