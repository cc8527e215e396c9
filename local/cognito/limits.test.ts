import {
  ChangePasswordCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  GetUserAttributeVerificationCodeCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, expect, test } from 'vitest';
import { newestCode } from './testing/service.ts';
import { password, refusal, startWithSdk } from './testing/sdk.ts';

const { fixture, sdk, makePool, addUser, tokensOf, close } = await startWithSdk();
const HOUR = 3_600_000;
const EXCEEDED = 'LimitExceededException: Attempt limit exceeded, please try after some time.';

fixture.time.stopped = Date.now();
afterAll(close);

/** What each of so many calls, and one more, comes to. */
async function outcomes(times: number, call: () => Promise<unknown>): Promise<string[]> {
  const all: string[] = [];
  for (let index = 0; index <= times; index++) all.push(await outcome(call));
  return all;
}

const outcome = (call: () => Promise<unknown>) =>
  call().then(
    () => 'done',
    (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : 'other'),
  );

const repeated = (times: number, what: string) => [...Array.from({ length: times }, () => what), EXCEEDED];
const MISMATCH = 'CodeMismatchException: Invalid verification code provided, please try again.';

test('a person calls as often an hour as Cognito takes it, and again when an hour has passed', async () => {
  const { UserPoolId, ClientId } = await makePool();
  await addUser(UserPoolId, 'ada@example.com');
  const { access: AccessToken } = await tokensOf(ClientId, 'ada@example.com');
  const change = () =>
    sdk.send(new ChangePasswordCommand({ AccessToken, PreviousPassword: 'Wrong-horse-7', ProposedPassword: password }));
  const wrong = 'NotAuthorizedException: Incorrect username or password.';
  expect(await outcomes(5, change)).toEqual(repeated(5, wrong));
  const attribute = { AccessToken, AttributeName: 'email' };
  const request = () => sdk.send(new GetUserAttributeVerificationCodeCommand(attribute));
  expect(await outcomes(5, request)).toEqual(repeated(5, 'done'));
  const enter = () => sdk.send(new VerifyUserAttributeCommand({ ...attribute, Code: 'wrong' }));
  expect(await outcomes(15, enter)).toEqual(repeated(15, MISMATCH));
  await fixture.restart();
  expect(await outcome(request)).toBe(EXCEEDED);
  fixture.time.ahead += HOUR - 1;
  const { access } = await tokensOf(ClientId, 'ada@example.com');
  const again = () => sdk.send(new GetUserAttributeVerificationCodeCommand({ ...attribute, AccessToken: access }));
  expect(await outcome(again)).toBe(EXCEEDED);
  fixture.time.ahead += 1;
  expect(await outcome(again)).toBe('done');
});

test('of recovery and confirmation, nothing tells whether somebody exists', async () => {
  const { UserPoolId, ClientId } = await makePool();
  await addUser(UserPoolId, 'ada@example.com');
  const histories = ['ada@example.com', 'nobody@example.com'].map(async (Username) => {
    const forgot = () => sdk.send(new ForgotPasswordCommand({ ClientId, Username }));
    const reset = (ConfirmationCode: string) => () =>
      sdk.send(new ConfirmForgotPasswordCommand({ ClientId, Username, ConfirmationCode, Password: password }));
    return [
      await outcome(reset('000000')),
      await outcome(forgot),
      await outcome(reset('wrong')),
      await outcome(reset('wrong')),
      ...(await outcomes(1, forgot)),
      await outcome(reset('wrong')),
    ];
  });
  const [known, unknown] = await Promise.all(histories);
  expect(known).toEqual([
    'ExpiredCodeException: Invalid code provided, please request a code again.',
    'done',
    MISMATCH,
    MISMATCH,
    'done',
    EXCEEDED,
    EXCEEDED,
  ]);
  expect(unknown).toEqual(known);
});

test('of a sign-up that waits for its code, nothing tells whether it is there', async () => {
  const { ClientId } = await makePool();
  await sdk.send(new SignUpCommand({ ClientId, Username: 'ada@example.com', Password: password }));
  const histories = ['ada@example.com', 'nobody@example.com'].map(async (Username) => {
    const resend = () => sdk.send(new ResendConfirmationCodeCommand({ ClientId, Username }));
    const confirm = () => sdk.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode: 'wrong' }));
    return [...(await outcomes(5, resend)), ...(await outcomes(15, confirm))];
  });
  const [known, unknown] = await Promise.all(histories);
  expect(known).toEqual([...repeated(5, 'done'), ...repeated(15, MISMATCH)]);
  expect(unknown).toEqual(known);
  fixture.time.ahead += HOUR;
  const ConfirmationCode = newestCode(fixture.mails, 'ada@example.com');
  await sdk.send(new ConfirmSignUpCommand({ ClientId, Username: 'ada@example.com', ConfirmationCode }));
  await expect(
    sdk.send(new ConfirmSignUpCommand({ ClientId, Username: 'ada@example.com', ConfirmationCode })),
  ).rejects.toMatchObject(refusal('NotAuthorizedException', 'User cannot be confirmed. Current status is CONFIRMED'));
});
