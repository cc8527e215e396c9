import {
  DeleteUserPoolCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  ListUserPoolsCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, expect, test } from 'vitest';
import { passwordAuth, refusal, startWithSdk } from '../testing/sdk.ts';

const { fixture, sdk, makePool, close } = await startWithSdk();
const arn = (name: string) => `arn:aws:lambda:eu-west-1:000000000000:function:${name}`;

afterAll(close);

test('a pool is described as it was made, listed by name, updated as a whole and deleted', async () => {
  const { UserPoolId, ClientId } = await makePool({
    PoolName: 'described',
    Schema: [{ Name: 'organization', AttributeDataType: 'String', Mutable: true }],
    DeletionProtection: 'ACTIVE',
  });
  expect(UserPoolId).toMatch(/^eu-west-1_[0-9A-Za-z]{9}$/);
  expect(ClientId).toMatch(/^[0-9a-z]{26}$/);
  const { UserPool } = await sdk.send(new DescribeUserPoolCommand({ UserPoolId }));
  expect(UserPool).toMatchObject({
    Name: 'described',
    Arn: `arn:aws:cognito-idp:eu-west-1:000000000000:userpool/${UserPoolId}`,
    UsernameAttributes: ['email'],
    Policies: { PasswordPolicy: { MinimumLength: 8, RequireSymbols: true } },
    MfaConfiguration: 'OFF',
  });
  expect(UserPool?.SchemaAttributes?.map(({ Name }) => Name)).toContain('custom:organization');
  expect(UserPool?.CreationDate).toBeInstanceOf(Date);
  const { UserPools } = await sdk.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  expect(UserPools?.find(({ Name }) => Name === 'described')?.Id).toBe(UserPoolId);
  const { UserPoolClient } = await sdk.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
  expect(UserPoolClient).toMatchObject({ ClientName: 'app', EnableTokenRevocation: true, RefreshTokenValidity: 30 });

  await expect(sdk.send(new DeleteUserPoolCommand({ UserPoolId }))).rejects.toThrow('deletion protection');
  await sdk.send(new UpdateUserPoolCommand({ UserPoolId }));
  const updated = (await sdk.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool;
  expect(updated).toMatchObject({ AutoVerifiedAttributes: [], DeletionProtection: 'INACTIVE' });
  await sdk.send(new DeleteUserPoolCommand({ UserPoolId }));
  await expect(sdk.send(new DescribeUserPoolCommand({ UserPoolId }))).rejects.toMatchObject(
    refusal('ResourceNotFoundException', `User pool ${UserPoolId} does not exist.`),
  );
  await expect(sdk.send(passwordAuth(ClientId, 'ada@example.com'))).rejects.toMatchObject(
    refusal('ResourceNotFoundException', `User pool client ${ClientId} does not exist.`),
  );
});

test('what is not supported is refused by name', async () => {
  const refused = (what: string) =>
    refusal('InvalidParameterException', `${what} is not supported by the local user pools`);
  await expect(makePool({ LambdaConfig: { UserMigration: arn('x') } })).rejects.toMatchObject(
    refused('LambdaConfig.UserMigration'),
  );
  await expect(makePool({}, { GenerateSecret: true })).rejects.toMatchObject(refused('GenerateSecret'));
  await expect(makePool({}, { AccessTokenValidity: 25 })).rejects.toMatchObject(
    refusal('InvalidParameterException', 'Invalid range for token validity.'),
  );
});

test('a pool and its clients are found again, under the ids that were asked for', async () => {
  const { cognito } = fixture;
  const wanted = {
    pool: { PoolName: 'stable', UsernameAttributes: ['email'] },
    multiFactor: { MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: { Enabled: true } },
    poolId: 'eu-west-1_Stable001',
  };
  const browser = { client: { ClientName: 'browser' }, clientId: 'stablebrowser' };
  const server = { client: { ClientName: 'server' }, clientId: 'stableserver' };
  const poolId = await cognito.ensurePool(wanted);
  expect(poolId).toBe(wanted.poolId);
  expect(await cognito.ensureClient(poolId, browser)).toBe('stablebrowser');
  expect(await cognito.ensureClient(poolId, server)).toBe('stableserver');
  expect(await cognito.ensurePool({ ...wanted, poolId: 'eu-west-1_Another01' })).toBe(poolId);
  expect(await cognito.ensureClient(poolId, { ...browser, clientId: 'another' })).toBe('stablebrowser');
  const { UserPool } = await sdk.send(new DescribeUserPoolCommand({ UserPoolId: poolId }));
  expect(UserPool?.MfaConfiguration).toBe('ON');
  expect(['stablebrowser', 'stableserver', 'other'].map((id) => cognito.userPool(poolId)?.hasClient(id))).toEqual([
    true,
    true,
    false,
  ]);
});

test('a request of an administrator has to be signed', async () => {
  const send = (operation: string, body: object) =>
    fetch(fixture.url, {
      method: 'POST',
      headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
      body: JSON.stringify(body),
    });
  const response = await send('ListUserPools', { MaxResults: 1 });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  expect(await (await send('StartWebAuthnRegistration', {})).json()).toMatchObject({
    __type: 'UnknownOperationException',
  });
  const malformed = await send('InitiateAuth', { AuthFlow: 'USER_SRP_AUTH' });
  expect(await malformed.json()).toMatchObject({ __type: 'InvalidParameterException' });
});
