import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientOptions } from '../shared/aws-client.ts';
import { serviceAddress } from '../shared/names.ts';
import { fakeAws, fakeClientOptions, type FakeAnswer, type FakeAws } from '../shared/testing/fake-aws.ts';
import { inTime } from './in-time.ts';
import { poolAccounts } from './pool-accounts.ts';

const address = serviceAddress('01JZ8Q6V5X3M9T2B7C4D1E0F8J');
const BUSY = 'TimeoutError: The user pool takes too many requests at the moment.';

describe('inTime', () => {
  let fake: FakeAws;
  let answers: FakeAnswer[];
  beforeEach(async () => {
    answers = [];
    fake = await fakeAws(() => answers.shift() ?? { exception: 'TooManyRequestsException' });
  });
  afterEach(() => fake.close());

  const setPassword = (attempts: number, timeLimit?: number) => {
    const client = new CognitoIdentityProviderClient({
      ...fakeClientOptions(fake.endpoint),
      ...clientOptions({ attempts, requestTimeout: 5000 }),
    });
    return inTime(
      (abortSignal) => poolAccounts({ client, userPoolId: 'eu-west-1_Aa1', abortSignal }).setPassword(address, 'x'),
      timeLimit,
    );
  };
  const failureOf = (run: Promise<unknown>) => run.then(() => 'none', String);

  it('asks again where the user pool is busy', async () => {
    answers = [
      { exception: 'TooManyRequestsException' },
      { exception: 'InternalErrorException', status: 500 },
      { body: {} },
    ];
    expect(await setPassword(3)).toBe(true);
    expect(fake.calls).toHaveLength(3);
  });

  it('says so where it stays busy', async () => {
    expect(await failureOf(setPassword(2))).toBe(BUSY);
    expect(fake.calls).toHaveLength(2);
  });

  it('says so where it does not answer in time', async () => {
    answers = ['hang'];
    expect(await failureOf(setPassword(2, 50))).toBe(BUSY);
  });

  it('passes on what else goes wrong', async () => {
    answers = [{ exception: 'InvalidPasswordException' }];
    expect(await failureOf(setPassword(2))).toContain('InvalidPasswordException');
  });

  it('reaches nobody but services', () => {
    expect(() =>
      poolAccounts({
        client: new CognitoIdentityProviderClient(fakeClientOptions(fake.endpoint)),
        userPoolId: 'p',
        abortSignal: AbortSignal.timeout(1000),
      }).setPassword('ada@example.org', 'x'),
    ).toThrow('Not the address of a service');
  });
});
