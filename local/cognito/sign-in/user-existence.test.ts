import {
  AdminUpdateUserAttributesCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { password, passwordAuth, refusal, startWithSdk } from '../testing/sdk.ts';

const { fixture, sdk, makePool, addUser, close } = await startWithSdk();

beforeEach(() => {
  fixture.time.ahead = 0;
});
afterAll(close);

test('a client that prevents it learns nothing, and gets the same invention each time', async () => {
  const { UserPoolId, ClientId } = await makePool();
  const srp = (USERNAME: string) =>
    sdk.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'USER_SRP_AUTH',
        AuthParameters: { USERNAME, SRP_A: 'abcdef0123456789' },
      }),
    );
  await addUser(UserPoolId, 'real@example.com');
  const [real, fake, again, other] = [
    (await srp('real@example.com')).ChallengeParameters ?? {},
    (await srp('fake@example.com')).ChallengeParameters ?? {},
    (await srp('FAKE@example.com')).ChallengeParameters ?? {},
    (await srp('other@example.com')).ChallengeParameters ?? {},
  ];
  expect(Object.keys(fake).sort()).toEqual(Object.keys(real).sort());
  expect(fake.USER_ID_FOR_SRP).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect([again.SALT, again.USER_ID_FOR_SRP]).toEqual([fake.SALT, fake.USER_ID_FOR_SRP]);
  expect(again.SRP_B).not.toBe(fake.SRP_B);
  expect(other.SALT).not.toBe(fake.SALT);

  const respond = (parameters: Record<string, string>, TIMESTAMP = 'Tue Mar 3 09:05:07 UTC 2026') =>
    sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: 'PASSWORD_VERIFIER',
        ChallengeResponses: {
          USERNAME: parameters.USER_ID_FOR_SRP ?? '',
          PASSWORD_CLAIM_SECRET_BLOCK: parameters.SECRET_BLOCK ?? '',
          PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32).toString('base64'),
          TIMESTAMP,
        },
      }),
    );
  await expect(respond(real, 'yesterday')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  for (const parameters of [real, fake])
    await expect(respond(parameters)).rejects.toMatchObject(
      refusal('NotAuthorizedException', 'Incorrect username or password.'),
    );
  await expect(respond(real)).rejects.toMatchObject(
    refusal('NotAuthorizedException', 'Invalid session for the user, session can only be used once.'),
  );
  fixture.time.ahead = 3 * 60_000;
  await expect(respond(other)).rejects.toMatchObject(
    refusal('NotAuthorizedException', 'Invalid session for the user, session is expired.'),
  );
  await expect(sdk.send(passwordAuth(ClientId, 'fake@example.com'))).rejects.toMatchObject(
    refusal('NotAuthorizedException', 'Incorrect username or password.'),
  );
  const Username = 'fake@example.com';
  const resent = await sdk.send(new ResendConfirmationCodeCommand({ ClientId, Username }));
  expect(resent.CodeDeliveryDetails?.Destination).toBe('f***@e***');
  await expect(
    sdk.send(new ConfirmForgotPasswordCommand({ ClientId, Username, Password: password, ConfirmationCode: '1' })),
  ).rejects.toMatchObject({ name: 'ExpiredCodeException' });
});

test('a client that does not prevent it is told', async () => {
  const { UserPoolId, ClientId } = await makePool({}, { PreventUserExistenceErrors: 'LEGACY' });
  const Username = 'nobody@example.com';
  await expect(sdk.send(passwordAuth(ClientId, Username))).rejects.toMatchObject(
    refusal('UserNotFoundException', 'User does not exist.'),
  );
  await expect(sdk.send(new ForgotPasswordCommand({ ClientId, Username }))).rejects.toMatchObject(
    refusal('UserNotFoundException', 'Username/client id combination not found.'),
  );
  await addUser(UserPoolId, Username);
  await sdk.send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId,
      Username,
      UserAttributes: [{ Name: 'email_verified', Value: 'false' }],
    }),
  );
  await expect(sdk.send(new ForgotPasswordCommand({ ClientId, Username }))).rejects.toMatchObject(
    refusal(
      'InvalidParameterException',
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    ),
  );
});

test('a flow that the client does not allow is refused', async () => {
  const { ClientId } = await makePool({}, { ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] });
  await expect(sdk.send(passwordAuth(ClientId, 'a@example.com'))).rejects.toMatchObject(
    refusal('InvalidParameterException', 'USER_PASSWORD_AUTH flow not enabled for this client'),
  );
  await expect(
    sdk.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters: {} })),
  ).rejects.toMatchObject(refusal('InvalidParameterException', 'USER_SRP_AUTH is not enabled for the client.'));
});
