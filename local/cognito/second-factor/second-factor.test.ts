import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AssociateSoftwareTokenCommand,
  GetUserCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand,
  VerifySoftwareTokenCommand,
  type ChallengeNameType,
  type UserPoolMfaType,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { authenticator } from '../testing/authenticator.ts';
import { password, passwordAuth, refusal, startWithSdk } from '../testing/sdk.ts';

const { fixture, sdk, makePool, addUser, tokensOf, close } = await startWithSdk();
const app = authenticator(fixture);
const Username = 'ada@example.com';

beforeEach(() => {
  app.nextStep();
});
afterAll(close);

async function makeMfaPool(MfaConfiguration: UserPoolMfaType) {
  const { UserPoolId, ClientId } = await makePool();
  await setPolicy(UserPoolId, MfaConfiguration);
  return { UserPoolId, ClientId, username: await addUser(UserPoolId, Username) };
}

async function setPolicy(UserPoolId: string, MfaConfiguration: UserPoolMfaType): Promise<void> {
  const SoftwareTokenMfaConfiguration = { Enabled: MfaConfiguration !== 'OFF' };
  await sdk.send(new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration, SoftwareTokenMfaConfiguration }));
}

function respond(ClientId: string, name: ChallengeNameType, Session: string | undefined, responses: object = {}) {
  const ChallengeResponses = { USERNAME: Username, ...responses };
  return sdk.send(new RespondToAuthChallengeCommand({ ClientId, ChallengeName: name, Session, ChallengeResponses }));
}

const answer = (ClientId: string, Session: string | undefined, SOFTWARE_TOKEN_MFA_CODE: string) =>
  respond(ClientId, 'SOFTWARE_TOKEN_MFA', Session, { SOFTWARE_TOKEN_MFA_CODE });

/** Gives a signed-in user an authenticator app. @returns its secret */
async function setUp(AccessToken: string, FriendlyDeviceName?: string): Promise<string> {
  const { SecretCode = '' } = await sdk.send(new AssociateSoftwareTokenCommand({ AccessToken }));
  const UserCode = app.code(SecretCode);
  const { Status } = await sdk.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode, FriendlyDeviceName }));
  expect(Status).toBe('SUCCESS');
  return SecretCode;
}

const prefer = (AccessToken: string, Enabled: boolean, PreferredMfa = Enabled) =>
  sdk.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings: { Enabled, PreferredMfa } }));

describe('where it is optional', () => {
  test('a person sets up an authenticator app, and is asked for its codes once it is enabled', async () => {
    const { UserPoolId, ClientId, username } = await makeMfaPool('OPTIONAL');
    const { access: AccessToken } = await tokensOf(ClientId, Username);
    await expect(prefer(AccessToken, true)).rejects.toMatchObject(
      refusal('InvalidParameterException', 'User has not set up software token mfa'),
    );
    const { SecretCode = '' } = await sdk.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    expect(SecretCode).toMatch(/^[A-Z2-7]{52}$/);
    await expect(prefer(AccessToken, true)).rejects.toMatchObject(
      refusal('InvalidParameterException', 'User has not verified software token mfa'),
    );
    const verify = (UserCode: string) =>
      sdk.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode, FriendlyDeviceName: 'Telephone' }));
    await expect(verify(app.wrongCode(SecretCode))).rejects.toMatchObject(
      refusal('EnableSoftwareTokenMFAException', 'Code mismatch and fail enable Software Token MFA'),
    );
    await expect(verify('one')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    expect(await verify(app.code(SecretCode))).toMatchObject({ Status: 'SUCCESS' });

    await tokensOf(ClientId, Username);
    const get = new GetUserCommand({ AccessToken });
    expect(await sdk.send(get)).not.toHaveProperty('UserMFASettingList');
    await prefer(AccessToken, true);
    const factors = { UserMFASettingList: ['SOFTWARE_TOKEN_MFA'], PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA' };
    expect(await sdk.send(get)).toMatchObject(factors);
    expect(await sdk.send(new AdminGetUserCommand({ UserPoolId, Username }))).toMatchObject(factors);

    await fixture.restart();
    app.nextStep();
    const { ChallengeName, ChallengeParameters, Session } = await sdk.send(passwordAuth(ClientId, Username));
    expect(ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    expect(ChallengeParameters).toEqual({ FRIENDLY_DEVICE_NAME: 'Telephone', USER_ID_FOR_SRP: username });
    const mismatch = refusal('CodeMismatchException', 'Invalid code received for user');
    await expect(answer(ClientId, Session, app.wrongCode(SecretCode))).rejects.toMatchObject(mismatch);
    await expect(answer(ClientId, Session, app.code(SecretCode, 2))).rejects.toMatchObject(mismatch);
    await expect(answer(ClientId, Session, app.code(SecretCode, -2))).rejects.toMatchObject(mismatch);
    const { AuthenticationResult } = await answer(ClientId, Session, app.code(SecretCode));
    expect(AuthenticationResult?.AccessToken).toBeDefined();
    await expect(answer(ClientId, Session, app.code(SecretCode))).rejects.toMatchObject(
      refusal('NotAuthorizedException', 'Invalid session for the user, session can only be used once.'),
    );
  });

  test('a code is good once, and its step may be the one before or after', async () => {
    const { ClientId } = await makeMfaPool('OPTIONAL');
    const { access } = await tokensOf(ClientId, Username);
    const secret = await setUp(access);
    await prefer(access, true, false);
    const begin = async () => (await sdk.send(passwordAuth(ClientId, Username))).Session;
    const spent = refusal('ExpiredCodeException', 'Your software token has already been used once.');
    await expect(answer(ClientId, await begin(), app.code(secret))).rejects.toMatchObject(spent);
    for (const steps of [-1, 1]) {
      const code = app.code(secret, steps);
      expect((await answer(ClientId, await begin(), code)).AuthenticationResult).toBeDefined();
      await expect(answer(ClientId, await begin(), code)).rejects.toMatchObject(spent);
    }
    app.nextStep();
    const code = app.code(secret, 1);
    const sessions = await Promise.all(Array.from({ length: 4 }, begin));
    const taken = await Promise.allSettled(sessions.map((session) => answer(ClientId, session, code)));
    expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('a person turns it off again, and takes another device', async () => {
    const { ClientId } = await makeMfaPool('OPTIONAL');
    const { access } = await tokensOf(ClientId, Username);
    const first = await setUp(access);
    await prefer(access, true);
    const { SecretCode: second = '' } = await sdk.send(new AssociateSoftwareTokenCommand({ AccessToken: access }));
    app.nextStep();
    const { Session } = await sdk.send(passwordAuth(ClientId, Username));
    expect((await answer(ClientId, Session, app.code(first))).AuthenticationResult).toBeDefined();
    const UserCode = app.code(second);
    await sdk.send(new VerifySoftwareTokenCommand({ AccessToken: access, UserCode }));
    app.nextStep();
    const again = await sdk.send(passwordAuth(ClientId, Username));
    expect(again.ChallengeParameters).not.toHaveProperty('FRIENDLY_DEVICE_NAME');
    await expect(answer(ClientId, again.Session, app.code(first))).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    expect((await answer(ClientId, again.Session, app.code(second))).AuthenticationResult).toBeDefined();
    await prefer(access, false);
    expect(await sdk.send(new GetUserCommand({ AccessToken: access }))).not.toHaveProperty('PreferredMfaSetting');
    await tokensOf(ClientId, Username);
    await expect(prefer(access, false, true)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('an administrator sets it, for those who have a device', async () => {
    const { UserPoolId, ClientId } = await makeMfaPool('OPTIONAL');
    const set = (factor: object) => sdk.send(new AdminSetUserMFAPreferenceCommand({ UserPoolId, Username, ...factor }));
    const undeliverable = (factor: string) =>
      refusal('InvalidParameterException', `User does not have delivery config set to turn on ${factor}`);
    const on = { Enabled: true, PreferredMfa: true };
    await expect(set({ SoftwareTokenMfaSettings: on })).rejects.toMatchObject(undeliverable('SOFTWARE_TOKEN_MFA'));
    await expect(set({ SMSMfaSettings: on })).rejects.toMatchObject(undeliverable('SMS_MFA'));
    await expect(set({ EmailMfaSettings: on })).rejects.toMatchObject(undeliverable('EMAIL_OTP'));
    const { access } = await tokensOf(ClientId, Username);
    await setUp(access);
    await set({ SoftwareTokenMfaSettings: on });
    expect((await sdk.send(passwordAuth(ClientId, Username))).ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    await set({ SoftwareTokenMfaSettings: { Enabled: false } });
    await tokensOf(ClientId, Username);
  });

  test('wrong codes lock a person out as wrong passwords do, and the right password does not unlock', async () => {
    const { ClientId } = await makeMfaPool('OPTIONAL');
    const { access } = await tokensOf(ClientId, Username);
    const secret = await setUp(access);
    await prefer(access, true);
    app.nextStep();
    for (let failure = 0; failure < 5; failure++) {
      const { Session } = await sdk.send(passwordAuth(ClientId, Username));
      await expect(answer(ClientId, Session, app.wrongCode(secret))).rejects.toMatchObject({
        name: 'CodeMismatchException',
      });
    }
    const exceeded = refusal('NotAuthorizedException', 'Password attempts exceeded');
    await expect(sdk.send(passwordAuth(ClientId, Username))).rejects.toMatchObject(exceeded);
    fixture.time.ahead += 1001;
    const { Session } = await sdk.send(passwordAuth(ClientId, Username));
    await expect(answer(ClientId, Session, app.wrongCode(secret))).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    fixture.time.ahead += 1001;
    await expect(answer(ClientId, Session, app.code(secret))).rejects.toMatchObject(exceeded);
    fixture.time.ahead += 1001;
    expect((await answer(ClientId, Session, app.code(secret))).AuthenticationResult).toBeDefined();
    app.nextStep();
    const again = await sdk.send(passwordAuth(ClientId, Username));
    expect((await answer(ClientId, again.Session, app.code(secret))).AuthenticationResult).toBeDefined();
  });
});

describe('where it is demanded', () => {
  test('a person without a device sets one up before anything else', async () => {
    const { ClientId, username } = await makeMfaPool('ON');
    const begun = await sdk.send(passwordAuth(ClientId, Username));
    expect(begun).toMatchObject({
      ChallengeName: 'MFA_SETUP',
      ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]', USER_ID_FOR_SRP: username },
    });
    expect(begun.AuthenticationResult).toBeUndefined();
    await expect(respond(ClientId, 'MFA_SETUP', begun.Session)).rejects.toMatchObject(
      refusal('InvalidParameterException', 'User has not verified software token mfa'),
    );
    const UserCode = '000000';
    await expect(sdk.send(new VerifySoftwareTokenCommand({ Session: begun.Session, UserCode }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    const { SecretCode = '', Session } = await sdk.send(new AssociateSoftwareTokenCommand({ Session: begun.Session }));
    await expect(sdk.send(new AssociateSoftwareTokenCommand({ Session: begun.Session }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    const verify = (code: string) => sdk.send(new VerifySoftwareTokenCommand({ Session, UserCode: code }));
    await expect(verify(app.wrongCode(SecretCode))).rejects.toMatchObject({ name: 'EnableSoftwareTokenMFAException' });
    const verified = await verify(app.code(SecretCode));
    expect(verified.Status).toBe('SUCCESS');
    const { AuthenticationResult } = await respond(ClientId, 'MFA_SETUP', verified.Session);
    const AccessToken = AuthenticationResult?.AccessToken ?? '';
    expect(await sdk.send(new GetUserCommand({ AccessToken }))).toMatchObject({
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
    });
    await expect(respond(ClientId, 'MFA_SETUP', verified.Session)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });

    app.nextStep();
    const next = await sdk.send(passwordAuth(ClientId, Username));
    expect(next.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    expect((await answer(ClientId, next.Session, app.code(SecretCode))).AuthenticationResult).toBeDefined();
    // Who has lost the device gets to set up another one.
    await prefer(AccessToken, false);
    expect((await sdk.send(passwordAuth(ClientId, Username))).ChallengeName).toBe('MFA_SETUP');
  });

  test('a temporary password does not go round it', async () => {
    const { UserPoolId, ClientId } = await makeMfaPool('ON');
    const invited = 'bert@example.com';
    await sdk.send(new AdminCreateUserCommand({ UserPoolId, Username: invited, TemporaryPassword: password }));
    const { Session } = await sdk.send(passwordAuth(ClientId, invited));
    const { ChallengeName, AuthenticationResult } = await sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session,
        ChallengeResponses: { USERNAME: invited, NEW_PASSWORD: 'Another-horse-8' },
      }),
    );
    expect(ChallengeName).toBe('MFA_SETUP');
    expect(AuthenticationResult).toBeUndefined();
  });
});

test('a pool without second factors says so, and asks for none once they are turned off', async () => {
  const { UserPoolId, ClientId } = await makeMfaPool('OFF');
  const { access: AccessToken } = await tokensOf(ClientId, Username);
  const none = refusal('SoftwareTokenMFANotFoundException', 'Software Token MFA has not been enabled by the userPool.');
  await expect(sdk.send(new AssociateSoftwareTokenCommand({ AccessToken }))).rejects.toMatchObject(none);
  await setPolicy(UserPoolId, 'OPTIONAL');
  await expect(sdk.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: '123456' }))).rejects.toMatchObject(
    refusal('InvalidParameterException', 'User has not set up software token mfa'),
  );
  await setUp(AccessToken);
  await prefer(AccessToken, true);
  await setPolicy(UserPoolId, 'OFF');
  await tokensOf(ClientId, Username);
  await expect(sdk.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: '123456' }))).rejects.toMatchObject(
    none,
  );
  await expect(
    sdk.send(new AssociateSoftwareTokenCommand({ AccessToken, Session: 'x'.repeat(20) })),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
});
