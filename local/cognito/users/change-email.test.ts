import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, expect, test } from 'vitest';
import { newestCode } from '../testing/service.ts';
import { password, passwordAuth, refusal, startWithSdk } from '../testing/sdk.ts';

const { fixture, sdk, makePool, addUser, tokensOf, close } = await startWithSdk();
const VERIFY_FIRST = { UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email' as const] } };
const taken = refusal('AliasExistsException', 'An account with the given email already exists.');
const emailOf = (Value: string) => [{ Name: 'email', Value }];

afterAll(close);

/** Somebody who is signed in, in a pool that verifies an address before it takes effect, or after. */
async function signedIn(pool: object = VERIFY_FIRST) {
  const { UserPoolId, ClientId } = await makePool(pool);
  await addUser(UserPoolId, 'ada@example.com');
  const { access: AccessToken, refresh } = await tokensOf(ClientId, 'ada@example.com');
  const change = (email: string) =>
    sdk.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: emailOf(email) }));
  const verify = (Code: string) =>
    sdk.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code }));
  const attributes = async () => {
    const { UserAttributes = [] } = await sdk.send(new GetUserCommand({ AccessToken }));
    return Object.fromEntries(UserAttributes.map(({ Name = '', Value }) => [Name, Value]));
  };
  return { UserPoolId, ClientId, AccessToken, refresh, change, verify, attributes };
}

test('the old address stays until the new one is verified, and names the user until then', async () => {
  const { ClientId, AccessToken, change, verify, attributes } = await signedIn();
  const { CodeDeliveryDetailsList } = await change('new@example.com');
  expect(CodeDeliveryDetailsList).toEqual([
    { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'n***@e***' },
  ]);
  const old = { email: 'ada@example.com', email_verified: 'true' };
  expect(await attributes()).toMatchObject(old);
  await fixture.restart();
  await tokensOf(ClientId, 'ada@example.com');
  await expect(sdk.send(passwordAuth(ClientId, 'new@example.com'))).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  });
  await expect(verify('wrong')).rejects.toMatchObject(
    refusal('CodeMismatchException', 'Invalid verification code provided, please try again.'),
  );
  const first = newestCode(fixture.mails, 'new@example.com');
  await sdk.send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'email' }));
  const second = newestCode(fixture.mails, 'new@example.com');
  if (first !== second) await expect(verify(first)).rejects.toMatchObject({ name: 'CodeMismatchException' });
  expect(await attributes()).toMatchObject(old);
  await verify(second);
  expect(await attributes()).toMatchObject({ email: 'new@example.com', email_verified: 'true' });
  await expect(verify(second)).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  await tokensOf(ClientId, 'new@example.com');
  await expect(sdk.send(passwordAuth(ClientId, 'ada@example.com'))).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  });
});

test("another user's address is refused, now and when it became theirs in the meantime", async () => {
  const { UserPoolId, change, verify, attributes } = await signedIn();
  await addUser(UserPoolId, 'bert@example.com');
  const sent = fixture.mails.length;
  await expect(change('BERT@example.com')).rejects.toMatchObject(taken);
  expect(fixture.mails).toHaveLength(sent);
  await change('carl@example.com');
  await addUser(UserPoolId, 'carl@example.com');
  await expect(verify(newestCode(fixture.mails, 'carl@example.com'))).rejects.toMatchObject(taken);
  expect(await attributes()).toMatchObject({ email: 'ada@example.com', email_verified: 'true' });
});

test('the last of several changes is the one that counts', async () => {
  const { change, verify, attributes } = await signedIn();
  await change('first@example.com');
  const stale = newestCode(fixture.mails, 'first@example.com');
  await change('second@example.com');
  const fresh = newestCode(fixture.mails, 'second@example.com');
  if (stale !== fresh) await expect(verify(stale)).rejects.toMatchObject({ name: 'CodeMismatchException' });
  // Back to the address that there is: nothing waits any more.
  expect((await change('ada@example.com')).CodeDeliveryDetailsList).toEqual([]);
  await verify(fresh);
  expect(await attributes()).toMatchObject({ email: 'ada@example.com' });
});

test('a pool that verifies afterwards takes the new address at once, unverified', async () => {
  const { change, verify, attributes } = await signedIn({});
  await change('new@example.com');
  expect(await attributes()).toMatchObject({ email: 'new@example.com', email_verified: 'false' });
  await verify(newestCode(fixture.mails, 'new@example.com'));
  expect(await attributes()).toMatchObject({ email: 'new@example.com', email_verified: 'true' });
});

test("an administrator's change waits for its code too, unless it says that the address is verified", async () => {
  const { UserPoolId, ClientId, verify, attributes } = await signedIn();
  const Username = 'ada@example.com';
  const update = (UserAttributes: { Name: string; Value: string }[]) =>
    sdk.send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes }));
  await update(emailOf('new@example.com'));
  expect(await attributes()).toMatchObject({ email: Username, email_verified: 'true' });
  await verify(newestCode(fixture.mails, 'new@example.com'));
  await tokensOf(ClientId, 'new@example.com');
  await sdk.send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId,
      Username: 'new@example.com',
      UserAttributes: [...emailOf(Username), { Name: 'email_verified', Value: 'true' }],
    }),
  );
  expect(await attributes()).toMatchObject({ email: Username, email_verified: 'true' });
  await addUser(UserPoolId, 'bert@example.com');
  await expect(update(emailOf('bert@example.com'))).rejects.toMatchObject(taken);
  await expect(
    update([...emailOf('bert@example.com'), { Name: 'email_verified', Value: 'true' }]),
  ).rejects.toMatchObject(taken);
});

test('an administrator ends the sign-ins of a person, or keeps them out', async () => {
  const { UserPoolId, ClientId, AccessToken, refresh } = await signedIn();
  const user = { UserPoolId, Username: 'ada@example.com' };
  await sdk.send(new AdminUserGlobalSignOutCommand(user));
  await expect(sdk.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject(
    refusal('NotAuthorizedException', 'Access Token has been revoked'),
  );
  await expect(
    sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken: refresh })),
  ).rejects.toMatchObject(refusal('NotAuthorizedException', 'Refresh Token has been revoked'));
  const again = await tokensOf(ClientId, user.Username);
  await sdk.send(new AdminDisableUserCommand(user));
  await expect(
    sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken: again.refresh })),
  ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  await expect(sdk.send(passwordAuth(ClientId, user.Username, password))).rejects.toMatchObject(
    refusal('NotAuthorizedException', 'User is disabled.'),
  );
  await sdk.send(new AdminEnableUserCommand(user));
  await tokensOf(ClientId, user.Username);
  expect(await sdk.send(new AdminGetUserCommand(user))).toMatchObject({ Enabled: true, UserStatus: 'CONFIRMED' });
});
