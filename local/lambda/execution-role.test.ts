import * as sdk from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Roles } from '../shared/ports.ts';
import { startServed } from './testing/client.ts';
import type { ServedLambda } from './testing/client.ts';
import { functionInput } from './testing/service.ts';

const FunctionName = 'f';
const Role = 'arn:aws:iam::000000000000:role/function';
const queue = 'arn:aws:sqs:eu-west-1:000000000000:readings';
const POLLING = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const CANNOT_BE_ASSUMED = {
  name: 'InvalidParameterValueException',
  message: 'The role defined for the function cannot be assumed by Lambda.',
};

let served: ServedLambda;
let trusted: string;
let allowed: string[];
/** The account's roles: one, as the test has it at the moment. */
const roles: Roles = {
  find: (arn) =>
    arn === Role
      ? {
          arn,
          trusts: (service) => service === trusted,
          allows: (action, resource) => resource === queue && allowed.includes(action),
        }
      : undefined,
};
const seen: { functionName: string; roleArn: string }[] = [];

beforeEach(async () => {
  trusted = 'lambda.amazonaws.com';
  allowed = [];
  seen.length = 0;
  const environment = (of: { functionName: string; roleArn: string }) => {
    seen.push(of);
    return {};
  };
  served = await startServed({ roles, environment });
  await served.sqs.call('CreateQueue', { QueueName: 'readings' });
});

afterEach(() => served.remove());

const create = (more: object = {}) =>
  served.lambda.createFunction(functionInput(FunctionName, 'export const handler = async () => 1', { Role, ...more }));
const map = () =>
  served.client.send(new sdk.CreateEventSourceMappingCommand({ FunctionName, EventSourceArn: queue, Enabled: false }));

it('must be there, and trust Lambda', async () => {
  await expect(create({ Role: `${Role}2` })).rejects.toMatchObject(CANNOT_BE_ASSUMED);
  trusted = 'scheduler.amazonaws.com';
  await expect(create()).rejects.toMatchObject(CANNOT_BE_ASSUMED);
  trusted = 'lambda.amazonaws.com';
  await create();
  const change = (input: object) =>
    served.client.send(new sdk.UpdateFunctionConfigurationCommand({ FunctionName, ...input }));
  await expect(change({ Role: `${Role}2` })).rejects.toMatchObject(CANNOT_BE_ASSUMED);
  await change({ Description: 'new' });
  trusted = 'scheduler.amazonaws.com';
  await expect(change({ Description: 'newer' })).rejects.toMatchObject(CANNOT_BE_ASSUMED);
});

it('is what the environment of the function is made by', async () => {
  await create();
  await served.lambda.invoke(FunctionName, {});
  expect(seen).toEqual([{ functionName: FunctionName, roleArn: Role }]);
});

it.each(POLLING)('must allow %s on a queue that the function has as its source', async (missing) => {
  await create();
  allowed = POLLING.filter((action) => action !== missing);
  await expect(map()).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: `The provided execution role does not have permissions to call ${missing.replace('sqs:', '')} on SQS`,
  });
  allowed = POLLING;
  const { UUID } = await map();
  allowed = [];
  const update = new sdk.UpdateEventSourceMappingCommand({ UUID, BatchSize: 1 });
  await expect(served.client.send(update)).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
});

it('must allow sqs:SendMessage on a queue that asynchronous invocations end in', async () => {
  await create();
  const put = (Destination: string) =>
    served.client.send(
      new sdk.PutFunctionEventInvokeConfigCommand({ FunctionName, DestinationConfig: { OnFailure: { Destination } } }),
    );
  await expect(put(queue)).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: `The function's execution role does not have permissions to call SendMessage on ${queue}`,
  });
  allowed = ['sqs:SendMessage'];
  await put(queue);
  await expect(put(`${queue}-2`)).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: `The destination ARN ${queue}-2 is invalid.`,
  });
});
