import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  ConfirmSignUpCommand,
  GetUserCommand,
  ListUsersCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { newestCode } from '../testing/service.ts';
import { DAY, password, passwordAuth, refusal, startWithSdk } from '../testing/sdk.ts';

const { fixture, sdk, makePool, addUser, tokensOf, close } = await startWithSdk();

beforeEach(() => {
  fixture.time.ahead = 0;
});
afterAll(close);

test('a code expires', async () => {
  const { ClientId } = await makePool();
  await sdk.send(new SignUpCommand({ ClientId, Username: 'late@example.com', Password: password }));
  const ConfirmationCode = newestCode(fixture.mails, 'late@example.com');
  fixture.time.ahead = DAY + 1;
  await expect(
    sdk.send(new ConfirmSignUpCommand({ ClientId, Username: 'late@example.com', ConfirmationCode })),
  ).rejects.toMatchObject(refusal('ExpiredCodeException', 'Invalid code provided, please request a code again.'));
});

test('the password policy names what is missing', async () => {
  const { ClientId } = await makePool();
  const attempt = (Password: string) => sdk.send(new SignUpCommand({ ClientId, Username: 'p@example.com', Password }));
  const refused = (what: string) =>
    refusal('InvalidPasswordException', `Password did not conform with policy: ${what}`);
  await expect(attempt('Short-1')).rejects.toMatchObject(refused('Password not long enough'));
  await expect(attempt('no-capitals-1')).rejects.toMatchObject(refused('Password must have uppercase characters'));
  await expect(attempt('NO-SMALLS-1')).rejects.toMatchObject(refused('Password must have lowercase characters'));
  await expect(attempt('No-numbers')).rejects.toMatchObject(refused('Password must have numeric characters'));
  await expect(attempt('NoSymbols1')).rejects.toMatchObject(refused('Password must have symbol characters'));
  await expect(
    sdk.send(new SignUpCommand({ ClientId, Username: 'not an address', Password: password })),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await expect(sdk.send(new SignUpCommand({ ClientId, Username: 'nobody', Password: password }))).rejects.toMatchObject(
    refusal('InvalidParameterException', 'Username should be an email.'),
  );
});

test('a client writes only what it may, and reads only what it may', async () => {
  const { UserPoolId, ClientId } = await makePool(
    { Schema: [{ Name: 'organization', AttributeDataType: 'String' }] },
    { WriteAttributes: ['name'], ReadAttributes: ['name'] },
  );
  const attributes = (Name: string) => ({ UserAttributes: [{ Name, Value: 'Ada' }] });
  const signUp = (Name: string) =>
    sdk.send(new SignUpCommand({ ClientId, Username: 'ada@example.com', Password: password, ...attributes(Name) }));
  await expect(signUp('custom:organization')).rejects.toMatchObject(
    refusal('NotAuthorizedException', 'A client attempted to write unauthorized attribute'),
  );
  await expect(signUp('custom:unknown')).rejects.toThrow('Attribute does not exist in the schema');
  await expect(signUp('sub')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await signUp('name');
  const Username = 'ada@example.com';
  await sdk.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }));
  await sdk.send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username, ...attributes('custom:organization') }));
  const { access, id } = await tokensOf(ClientId, Username);
  const { UserAttributes } = await sdk.send(new GetUserCommand({ AccessToken: access }));
  expect(UserAttributes?.map(({ Name }) => Name)).toEqual(['sub', 'name']);
  expect(decodeJwt(id)).toMatchObject({ name: 'Ada' });
  expect(decodeJwt(id)).not.toHaveProperty('custom:organization');
  expect(decodeJwt(id)).not.toHaveProperty('email');
});

test('users are found by e-mail, listed by filter, and gone when deleted', async () => {
  const { UserPoolId, ClientId } = await makePool();
  const username = await addUser(UserPoolId, 'Ada@example.com');
  await addUser(UserPoolId, 'bert@example.com');
  const { access } = await tokensOf(ClientId, 'ada@example.com');
  const list = async (Filter: string) => (await sdk.send(new ListUsersCommand({ UserPoolId, Filter }))).Users ?? [];
  expect((await list('email = "ADA@example.com"')).map((user) => user.Username)).toEqual([username]);
  expect(await list('email ^= "b"')).toHaveLength(1);
  expect(await list('')).toHaveLength(2);
  await expect(list('custom:x = "1"')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  expect(await sdk.send(new AdminGetUserCommand({ UserPoolId, Username: 'ADA@EXAMPLE.COM' }))).toMatchObject({
    Username: username,
    UserStatus: 'CONFIRMED',
    Enabled: true,
  });
  await expect(addUser(UserPoolId, 'ada@example.com')).rejects.toMatchObject(
    refusal('UsernameExistsException', 'User account already exists'),
  );
  await sdk.send(new AdminDeleteUserCommand({ UserPoolId, Username: username }));
  await expect(sdk.send(new AdminGetUserCommand({ UserPoolId, Username: username }))).rejects.toMatchObject(
    refusal('UserNotFoundException', 'User does not exist.'),
  );
  await expect(sdk.send(new GetUserCommand({ AccessToken: access }))).rejects.toMatchObject({
    name: 'UserNotFoundException',
  });
  await addUser(UserPoolId, 'ada@example.com');
});

test('a temporary password runs out', async () => {
  const { UserPoolId, ClientId } = await makePool();
  await sdk.send(new AdminCreateUserCommand({ UserPoolId, Username: 'new@example.com', TemporaryPassword: password }));
  const { ChallengeName, ChallengeParameters } = await sdk.send(passwordAuth(ClientId, 'new@example.com'));
  expect(ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  expect(JSON.parse(ChallengeParameters?.userAttributes ?? '')).toMatchObject({ email: 'new@example.com' });
  fixture.time.ahead = 7 * DAY + 1;
  await expect(sdk.send(passwordAuth(ClientId, 'new@example.com'))).rejects.toMatchObject(
    refusal('NotAuthorizedException', 'Temporary password has expired and must be reset by an administrator.'),
  );
});

test('a pool without e-mail names takes the name that a person chooses', async () => {
  const { UserPoolId, ClientId } = await makePool({ UsernameAttributes: [], AutoVerifiedAttributes: [] });
  await sdk.send(new SignUpCommand({ ClientId, Username: 'ada', Password: password }));
  await expect(sdk.send(new SignUpCommand({ ClientId, Username: 'ada', Password: password }))).rejects.toMatchObject(
    refusal('UsernameExistsException', 'User already exists'),
  );
  await sdk.send(new AdminSetUserPasswordCommand({ UserPoolId, Username: 'ada', Password: password, Permanent: true }));
  expect(decodeJwt((await tokensOf(ClientId, 'ada')).access)).toMatchObject({ username: 'ada' });
});

test('nothing of a user who is gone is left for the next of the same name', async () => {
  const { UserPoolId, ClientId } = await makePool({ UsernameAttributes: [] });
  const Username = 'ada';
  const signUp = () =>
    sdk.send(
      new SignUpCommand({
        ClientId,
        Username,
        Password: password,
        UserAttributes: [{ Name: 'email', Value: 'ada@example.com' }],
      }),
    );
  const resend = () => sdk.send(new ResendConfirmationCodeCommand({ ClientId, Username }));
  await signUp();
  for (let call = 0; call < 5; call++) await resend();
  await expect(resend()).rejects.toMatchObject({ name: 'LimitExceededException' });
  for (let failure = 0; failure < 5; failure++)
    await expect(sdk.send(passwordAuth(ClientId, Username, 'Wrong-horse-7'))).rejects.toThrow();
  await sdk.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
  await sdk.send(
    new AdminCreateUserCommand({ UserPoolId, Username, TemporaryPassword: password, MessageAction: 'SUPPRESS' }),
  );
  expect((await sdk.send(passwordAuth(ClientId, Username))).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  await sdk.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
  await signUp();
  await resend();
});
