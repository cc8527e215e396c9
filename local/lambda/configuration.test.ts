import * as sdk from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startServed } from './testing/client.ts';
import type { ServedLambda } from './testing/client.ts';
import { functionInput, zipOf } from './testing/service.ts';

const FunctionName = 'f';
const source = 'export const handler = async () => 1';
const given = {
  FunctionName,
  Description: 'Stores readings',
  Runtime: 'nodejs22.x',
  Architectures: ['arm64'],
  Handler: 'index.handler',
  Role: 'arn:aws:iam::000000000000:role/path/f',
  Timeout: 30,
  MemorySize: 512,
  PackageType: 'Zip',
  EphemeralStorage: { Size: 1024 },
  Environment: { Variables: { TABLE: 'devices' } },
  KMSKeyArn: 'arn:aws:kms:eu-west-1:000000000000:key/k',
  LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'WARN', SystemLogLevel: 'INFO', LogGroup: '/aws/lambda/f' },
  TracingConfig: { Mode: 'Active' },
} satisfies Partial<sdk.CreateFunctionCommandInput>;

let served: ServedLambda;

beforeEach(async () => {
  served = await startServed();
});

afterEach(() => served.remove());

function create(more: Partial<sdk.CreateFunctionCommandInput> = {}) {
  const Code = { ZipFile: zipOf(source) };
  return served.client.send(new sdk.CreateFunctionCommand({ ...given, Code, ...more }));
}

function get() {
  return served.client.send(new sdk.GetFunctionCommand({ FunctionName }));
}

function update(more: Partial<sdk.UpdateFunctionConfigurationCommandInput>) {
  return served.client.send(new sdk.UpdateFunctionConfigurationCommand({ FunctionName, ...more }));
}

it('comes back as it was given, also after a restart', async () => {
  const expected = { ...given, State: 'Active', LastUpdateStatus: 'Successful' };
  expect(await create()).toMatchObject(expected);
  await served.restart();
  expect((await get()).Configuration).toMatchObject(expected);
});

it('keeps what an update does not name, and loses what it empties', async () => {
  await create();
  expect(await update({ Timeout: 31 })).toMatchObject({ ...given, Timeout: 31 });
  const emptied = await update({ KMSKeyArn: '', Environment: { Variables: {} }, Description: '' });
  expect([emptied.KMSKeyArn, emptied.Environment, emptied.Description]).toEqual([undefined, undefined, '']);
});

it.each([
  [undefined, { LogFormat: 'Text', LogGroup: '/aws/lambda/f' }],
  [{ LogGroup: 'other' }, { LogFormat: 'Text', LogGroup: 'other' }],
  [
    { LogFormat: 'JSON' as const, SystemLogLevel: 'WARN' as const },
    { LogFormat: 'JSON', ApplicationLogLevel: 'INFO', SystemLogLevel: 'WARN', LogGroup: '/aws/lambda/f' },
  ],
])('says where and how the function logs where that is not given: %j', async (LoggingConfig, expected) => {
  expect((await create({ LoggingConfig })).LoggingConfig).toEqual(expected);
});

it.each([
  { Role: 'f' },
  { Handler: 'handler' },
  { Handler: `${'x'.repeat(128)}.y` },
  { Timeout: 0 },
  { MemorySize: 127 },
  { Runtime: 'nodejs18.x' as const },
  { KMSKeyArn: 'key' },
  { EphemeralStorage: { Size: 511 } },
  { LoggingConfig: { LogFormat: 'Text' as const, SystemLogLevel: 'WARN' as const } },
  { LoggingConfig: { LogGroup: 'a group' } },
  { Layers: ['arn:aws:lambda:eu-west-1:000000000000:layer:l:1'] },
  { DeadLetterConfig: { TargetArn: 'arn:aws:sqs:eu-west-1:000000000000:dead' } },
  { VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] } },
  { FileSystemConfigs: [{ Arn: 'arn', LocalMountPath: '/mnt/x' }] },
  { SnapStart: { ApplyOn: 'PublishedVersions' as const } },
])('is refused, new or changed, by name: %j', async (wrong) => {
  const [member = ''] = Object.keys(wrong);
  const refusal = { name: 'InvalidParameterValueException', message: expect.stringContaining(member) as string };
  await expect(create(wrong)).rejects.toMatchObject(refusal);
  await create();
  await expect(update(wrong)).rejects.toMatchObject(refusal);
});

describe('reserved concurrency', () => {
  const put = (ReservedConcurrentExecutions: number, name = FunctionName) =>
    served.client.send(new sdk.PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions }));
  const invoke = () => served.client.send(new sdk.InvokeCommand({ FunctionName }));

  beforeEach(() => create());

  it('stops the function at 0, until it is deleted', async () => {
    await put(0);
    await served.restart();
    expect((await get()).Concurrency).toEqual({ ReservedConcurrentExecutions: 0 });
    await expect(invoke()).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    });
    await served.client.send(new sdk.DeleteFunctionConcurrencyCommand({ FunctionName }));
    expect((await get()).Concurrency).toBeUndefined();
    expect((await invoke()).StatusCode).toBe(200);
  });

  it('leaves 100 of the 1,000 of the account to other functions', async () => {
    await served.lambda.createFunction(functionInput('g', source));
    await put(500);
    await put(400, 'g');
    await expect(put(401, 'g')).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
    await put(400);
    const answer = await served.client.send(new sdk.GetFunctionConcurrencyCommand({ FunctionName: 'g' }));
    expect(answer.ReservedConcurrentExecutions).toBe(400);
  });
});
