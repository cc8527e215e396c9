import {
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
  type SetUserPoolMfaConfigCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, expect, test } from 'vitest';
import { refusal, startWithSdk } from '../testing/sdk.ts';

const { sdk, makePool, close } = await startWithSdk();
type Configuration = Omit<SetUserPoolMfaConfigCommandInput, 'UserPoolId'>;

afterAll(close);

test.each(['OPTIONAL', 'ON'] as const)('authenticator apps are turned %s, and off again', async (MfaConfiguration) => {
  const { UserPoolId } = await makePool();
  const off = { MfaConfiguration: 'OFF' };
  const get = new GetUserPoolMfaConfigCommand({ UserPoolId });
  expect(await sdk.send(get)).toMatchObject(off);
  const factors = { MfaConfiguration, SoftwareTokenMfaConfiguration: { Enabled: true } };
  expect(await sdk.send(new SetUserPoolMfaConfigCommand({ UserPoolId, ...factors }))).toMatchObject(factors);
  expect(await sdk.send(get)).toMatchObject(factors);
  await sdk.send(new UpdateUserPoolCommand({ UserPoolId, MfaConfiguration }));
  const { UserPool } = await sdk.send(new DescribeUserPoolCommand({ UserPoolId }));
  expect(UserPool?.MfaConfiguration).toBe(MfaConfiguration);
  const set = new SetUserPoolMfaConfigCommand({
    UserPoolId,
    MfaConfiguration: 'OFF',
    SoftwareTokenMfaConfiguration: { Enabled: false },
  });
  expect(await sdk.send(set)).toMatchObject(off);
  expect(await sdk.send(get)).not.toHaveProperty('SoftwareTokenMfaConfiguration');
});

test.each<[string, Configuration]>([
  [
    "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.",
    { MfaConfiguration: 'OPTIONAL' },
  ],
  [
    "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
    { SoftwareTokenMfaConfiguration: { Enabled: true } },
  ],
  [
    'WebAuthnConfiguration is not supported by the local user pools',
    { WebAuthnConfiguration: { UserVerification: 'required' } },
  ],
])('%s', async (message, configuration) => {
  const { UserPoolId } = await makePool();
  await expect(sdk.send(new SetUserPoolMfaConfigCommand({ UserPoolId, ...configuration }))).rejects.toMatchObject(
    refusal('InvalidParameterException', message),
  );
});

test('a pool that has no second factor demands none', async () => {
  const refused = refusal(
    'InvalidParameterException',
    'SMS configuration and Auto verification for phone_number are required when MFA is required/optional',
  );
  await expect(makePool({ MfaConfiguration: 'ON' })).rejects.toMatchObject(refused);
  const { UserPoolId } = await makePool();
  await expect(sdk.send(new UpdateUserPoolCommand({ UserPoolId, MfaConfiguration: 'OPTIONAL' }))).rejects.toMatchObject(
    refused,
  );
});

test('a pool that is not there has no configuration', async () => {
  const get = new GetUserPoolMfaConfigCommand({ UserPoolId: 'eu-west-1_Missing01' });
  await expect(sdk.send(get)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
