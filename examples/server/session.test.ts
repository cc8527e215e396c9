import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeAws, fakeClientOptions, type FakeAnswer, type FakeAws } from '../../functions/shared/testing/fake-aws.ts';
import { createSession, SignInRefused, type Session } from './session.ts';

const Call = v.object({ AuthFlow: v.string(), AuthParameters: v.record(v.string(), v.string()) });
const REFUSED: FakeAnswer = { exception: 'NotAuthorizedException' };

let fake: FakeAws;
let cognito: CognitoIdentityProviderClient;
let session: Session;
let now: number;
/** What the user pool answers, by flow; without one the tokens of that name. */
let answers: Partial<Record<string, FakeAnswer>>;
const flows = () => fake.calls.map(({ input }) => v.parse(Call, input).AuthFlow);

beforeEach(async () => {
  now = 0;
  answers = {};
  let issued = 0;
  fake = await fakeAws(({ input }) => {
    const { AuthFlow } = v.parse(Call, input);
    const tokens = { AccessToken: `access ${++issued}`, ExpiresIn: 900 };
    return (
      answers[AuthFlow] ?? {
        body: {
          AuthenticationResult: AuthFlow === 'USER_PASSWORD_AUTH' ? { ...tokens, RefreshToken: 'refresh' } : tokens,
        },
      }
    );
  });
  cognito = new CognitoIdentityProviderClient({ ...fakeClientOptions(fake.endpoint), maxAttempts: 2 });
  session = createSession({ cognito, clientId: 'client', username: 'meter', secret: 's', now: () => now });
});
afterEach(async () => {
  cognito.destroy();
  await fake.close();
});

describe('createSession', () => {
  it('signs in once for all who ask, and refreshes once when the token is nearly over', async () => {
    const ask = () => Promise.all(Array.from({ length: 5 }, () => session.accessToken()));
    expect(new Set(await ask())).toEqual(new Set(['access 1']));
    now = 700_000;
    expect(await session.accessToken()).toBe('access 1');
    now = 790_000;
    expect(new Set(await ask())).toEqual(new Set(['access 2']));
    expect(flows()).toEqual(['USER_PASSWORD_AUTH', 'REFRESH_TOKEN_AUTH']);
    expect(fake.calls.map(({ input }) => v.parse(Call, input).AuthParameters)).toEqual([
      { USERNAME: 'meter', PASSWORD: 's' },
      { REFRESH_TOKEN: 'refresh' },
    ]);
  });

  it('signs in again where the refresh token is refused', async () => {
    await session.accessToken();
    answers = { REFRESH_TOKEN_AUTH: REFUSED };
    now = 900_000;
    expect(await session.accessToken()).toBe('access 3');
    expect(flows()).toEqual(['USER_PASSWORD_AUTH', 'REFRESH_TOKEN_AUTH', 'USER_PASSWORD_AUTH']);
  });

  it('says what to do where the secret is refused, too', async () => {
    await session.accessToken();
    answers = { REFRESH_TOKEN_AUTH: REFUSED, USER_PASSWORD_AUTH: REFUSED };
    now = 900_000;
    await expect(session.accessToken()).rejects.toThrow(SignInRefused);
    await expect(session.accessToken()).rejects.toThrow('Start again with the secret that it has now');
  });

  it('passes on what Sonde says of a service that is suspended', async () => {
    const message = 'PreTokenGeneration failed with error Your access to Weather is suspended.';
    const suspended: FakeAnswer = { exception: 'UserLambdaValidationException', fields: { message } };
    answers = { USER_PASSWORD_AUTH: suspended };
    await expect(session.accessToken()).rejects.toThrow(new SignInRefused(message));
    answers = {};
    await session.accessToken();
    answers = { REFRESH_TOKEN_AUTH: suspended };
    now = 900_000;
    await expect(session.accessToken()).rejects.toThrow(new SignInRefused(message));
  });

  it('does not take a lock-out, a busy user pool or one out of reach for a refusal', async () => {
    for (const answer of [
      { ...REFUSED, fields: { message: 'Password attempts exceeded' } },
      { exception: 'TooManyRequestsException' },
      { exception: 'InternalErrorException', status: 500 },
    ]) {
      answers = { USER_PASSWORD_AUTH: answer };
      await expect(session.accessToken()).rejects.not.toThrow(SignInRefused);
    }
    answers = {};
    await expect(session.accessToken()).resolves.toBeDefined();
  });

  it('goes on with the token that it has while there is no other to be had', async () => {
    await session.accessToken();
    answers = { REFRESH_TOKEN_AUTH: { exception: 'InternalErrorException', status: 500 } };
    now = 890_000;
    expect(await session.accessToken()).toBe('access 1');
    now = 900_000;
    await expect(session.accessToken()).rejects.toThrow('InternalErrorException');
  });

  it('gets another token for one that the API does not take', async () => {
    session.discard(await session.accessToken());
    expect(await session.accessToken()).toBe('access 2');
    session.discard('access 1');
    expect(await session.accessToken()).toBe('access 2');
  });
});
