import {
  AdminAddUserToGroupCommand,
  CreateGroupCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListGroupsCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { DAY, refusal, startWithSdk } from '../testing/sdk.ts';

const { fixture, sdk, makePool, addUser, tokensOf, close } = await startWithSdk();

beforeEach(() => {
  fixture.time.ahead = 0;
});
afterAll(close);

const refresh = (ClientId: string, REFRESH_TOKEN: string) =>
  sdk.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN } }));

test('a refresh token renews, runs out, is revoked, and is of use to its client only', async () => {
  const { UserPoolId, ClientId } = await makePool();
  await addUser(UserPoolId, 'ada@example.com');
  const first = await tokensOf(ClientId, 'ada@example.com');
  expect((await refresh(ClientId, first.refresh)).AuthenticationResult).not.toHaveProperty('RefreshToken');
  const invalid = refusal('NotAuthorizedException', 'Invalid Refresh Token');
  await expect(refresh((await makePool()).ClientId, first.refresh)).rejects.toMatchObject(invalid);
  await expect(refresh(ClientId, `${first.refresh}x`)).rejects.toMatchObject(invalid);

  await sdk.send(new RevokeTokenCommand({ ClientId, Token: first.refresh }));
  await expect(refresh(ClientId, first.refresh)).rejects.toMatchObject(
    refusal('NotAuthorizedException', 'Refresh Token has been revoked'),
  );
  const second = await tokensOf(ClientId, 'ada@example.com');
  fixture.time.ahead = 31 * DAY;
  await expect(refresh(ClientId, second.refresh)).rejects.toMatchObject(
    refusal('NotAuthorizedException', 'Refresh Token has expired'),
  );
});

test('an access token runs out, and an ID token is none', async () => {
  const { UserPoolId, ClientId } = await makePool();
  await addUser(UserPoolId, 'ada@example.com');
  const { access, id } = await tokensOf(ClientId, 'ada@example.com');
  const getUser = (AccessToken: string) => sdk.send(new GetUserCommand({ AccessToken }));
  expect((await getUser(access)).UserAttributes).toContainEqual({ Name: 'email', Value: 'ada@example.com' });
  const invalid = refusal('NotAuthorizedException', 'Invalid Access Token');
  await expect(getUser(id)).rejects.toMatchObject(invalid);
  await expect(getUser('nonsense')).rejects.toMatchObject(invalid);
  const [header = '', , signature = ''] = access.split('.');
  const forged = Buffer.from(JSON.stringify({ ...decodeJwt(access), username: 'other' })).toString('base64url');
  await expect(getUser([header, forged, signature].join('.'))).rejects.toMatchObject(invalid);
  fixture.time.ahead = 3_600_000;
  await expect(getUser(access)).rejects.toMatchObject(refusal('NotAuthorizedException', 'Access Token has expired'));
});

test('with rotation each refresh token is spent once, after its grace', async () => {
  const { UserPoolId, ClientId } = await makePool(
    {},
    {
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
    },
  );
  await addUser(UserPoolId, 'ada@example.com');
  const { refresh: RefreshToken } = await tokensOf(ClientId, 'ada@example.com');
  const rotate = (token: string) => sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken: token }));
  const rotated = (await rotate(RefreshToken)).AuthenticationResult?.RefreshToken ?? '';
  await rotate(RefreshToken);
  fixture.time.ahead = 11_000;
  await expect(rotate(RefreshToken)).rejects.toMatchObject({ name: 'RefreshTokenReuseException' });
  expect((await rotate(rotated)).AuthenticationResult?.RefreshToken).not.toBe(rotated);
});

test('groups stand in both tokens, the most important first', async () => {
  const { UserPoolId, ClientId } = await makePool();
  await addUser(UserPoolId, 'ada@example.com');
  for (const [GroupName, Precedence] of Object.entries({ VIEWER: 30, ADMINISTRATOR: 10 })) {
    await sdk.send(new CreateGroupCommand({ UserPoolId, GroupName, Precedence }));
    await sdk.send(new AdminAddUserToGroupCommand({ UserPoolId, GroupName, Username: 'ada@example.com' }));
  }
  await expect(sdk.send(new CreateGroupCommand({ UserPoolId, GroupName: 'VIEWER' }))).rejects.toMatchObject({
    name: 'GroupExistsException',
  });
  expect((await sdk.send(new ListGroupsCommand({ UserPoolId }))).Groups).toHaveLength(2);
  const { access, id } = await tokensOf(ClientId, 'ada@example.com');
  for (const token of [access, id]) expect(decodeJwt(token)['cognito:groups']).toEqual(['ADMINISTRATOR', 'VIEWER']);
});
