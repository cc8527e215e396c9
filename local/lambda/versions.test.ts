import * as sdk from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { functionInput } from './testing/service.ts';
import { startServed } from './testing/client.ts';
import type { ServedLambda } from './testing/client.ts';

const FunctionName = 'f';
let served: ServedLambda;

beforeEach(async () => {
  served = await startServed();
  await served.lambda.createFunction(functionInput(FunctionName, 'export const handler = async () => 1'));
});

afterEach(() => served.remove());

it('lists the one version that there is', async () => {
  const { Versions, NextMarker } = await served.client.send(
    new sdk.ListVersionsByFunctionCommand({ FunctionName, MaxItems: 10_000 }),
  );
  expect(NextMarker).toBeUndefined();
  expect(Versions).toMatchObject([
    { FunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:f:$LATEST', Version: '$LATEST', Timeout: 3 },
  ]);
});

it('answers that a function has no code signing', async () => {
  const answer = await served.client.send(new sdk.GetFunctionCodeSigningConfigCommand({ FunctionName }));
  expect(answer).toMatchObject({ FunctionName });
  expect(answer.CodeSigningConfigArn).toBeUndefined();
});

it('takes $LATEST as the only qualifier', async () => {
  const get = (Qualifier: string) => served.client.send(new sdk.GetFunctionCommand({ FunctionName, Qualifier }));
  expect((await get('$LATEST')).Configuration).toMatchObject({ FunctionName });
  await expect(get('1')).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  const invoke = new sdk.InvokeCommand({ FunctionName, Qualifier: 'live' });
  await expect(served.client.send(invoke)).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
});

it('has neither of a function that does not exist', async () => {
  const none = { name: 'ResourceNotFoundException' };
  const input = { FunctionName: 'none' };
  await expect(served.client.send(new sdk.ListVersionsByFunctionCommand(input))).rejects.toMatchObject(none);
  await expect(served.client.send(new sdk.GetFunctionCodeSigningConfigCommand(input))).rejects.toMatchObject(none);
});
