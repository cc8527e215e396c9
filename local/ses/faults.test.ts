import * as v2 from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AwsError } from '../shared/aws-error.ts';
import { clientOptions } from '../shared/testing/serve.ts';
import { simple, startWorld, type World } from './testing/world.ts';

let world: World;

beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.close();
});

describe('faults on demand', () => {
  test.each([
    ['throttled', v2.TooManyRequestsException, 429, 'Throttling', 400, 'Maximum sending rate exceeded.'],
    ['rejected', v2.MessageRejected, 400, 'MessageRejected', 400, 'The message was rejected.'],
    ['suspended', v2.AccountSuspendedException, 400, 'MessageRejected', 400, 'Sending paused for this account.'],
    ['paused', v2.SendingPausedException, 400, 'AccountSendingPausedException', 400, 'Email sending is disabled'],
    ['internalError', v2.InternalServiceErrorException, 500, 'InternalFailure', 500, 'failed on purpose'],
  ] as const)('%s', async (fault, exception, status, firstName, firstStatus, message) => {
    world.ses.faults.next(fault, 2);
    const error = await world.send().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(exception);
    expect(error).toMatchObject({
      $metadata: { httpStatusCode: status },
      message: expect.stringContaining(message) as string,
    });
    await expect(world.sendFirst()).rejects.toMatchObject({
      name: firstName,
      $metadata: { httpStatusCode: firstStatus },
      message: expect.stringContaining(message) as string,
    });
    expect(world.mails).toEqual([]);
    await world.send();
    expect(world.mails).toHaveLength(1);
  });

  test('an answer that is lost after the mail went out', async () => {
    world.ses.faults.next('lostAnswer');
    await expect(world.send()).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    expect(world.mails).toHaveLength(1);
  });

  test('come in order, befall only valid sends, and can be forgotten', async () => {
    world.ses.faults.next('rejected');
    world.ses.faults.next(new AwsError('LimitExceededException', 'Too much'));
    world.ses.faults.next('paused');
    await expect(world.send({ Content: {} })).rejects.toBeInstanceOf(v2.BadRequestException);
    await expect(world.send()).rejects.toBeInstanceOf(v2.MessageRejected);
    await expect(world.send()).rejects.toBeInstanceOf(v2.LimitExceededException);
    world.ses.faults.clear();
    await world.send();
  });

  test('the SDK gets over throttling by itself', async () => {
    const patient = new v2.SESv2Client({ ...clientOptions(world.url), maxAttempts: 3 });
    world.ses.faults.next('throttled', 2);
    await patient.send(new v2.SendEmailCommand(simple()));
    expect(world.mails).toHaveLength(1);
    patient.destroy();
  });
});
