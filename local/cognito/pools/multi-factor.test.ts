import {
  GetUserPoolMfaConfigCommand,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, expect, test } from 'vitest';
import { refusal, startWithSdk } from '../testing/sdk.ts';

const { sdk, makePool, close } = await startWithSdk();

afterAll(close);

test('a pool says that multi-factor authentication is off, and lets it be turned off', async () => {
  const { UserPoolId } = await makePool();
  const off = { MfaConfiguration: 'OFF' };
  expect(await sdk.send(new GetUserPoolMfaConfigCommand({ UserPoolId }))).toMatchObject(off);
  const set = new SetUserPoolMfaConfigCommand({
    UserPoolId,
    MfaConfiguration: 'OFF',
    SoftwareTokenMfaConfiguration: { Enabled: false },
  });
  expect(await sdk.send(set)).toMatchObject(off);
});

test.each<[string, Omit<SetUserPoolMfaConfigCommandInput, 'UserPoolId'>]>([
  ['MfaConfiguration ON', { MfaConfiguration: 'ON' }],
  ['MfaConfiguration OPTIONAL', { MfaConfiguration: 'OPTIONAL' }],
  ['SoftwareTokenMfaConfiguration', { SoftwareTokenMfaConfiguration: { Enabled: true } }],
  ['WebAuthnConfiguration', { WebAuthnConfiguration: { UserVerification: 'required' } }],
])('%s is refused by name', async (what, configuration) => {
  const { UserPoolId } = await makePool();
  await expect(sdk.send(new SetUserPoolMfaConfigCommand({ UserPoolId, ...configuration }))).rejects.toMatchObject(
    refusal('InvalidParameterException', `${what} is not supported by the local user pools`),
  );
});

test('a pool that is not there has no configuration', async () => {
  const get = new GetUserPoolMfaConfigCommand({ UserPoolId: 'eu-west-1_Missing01' });
  await expect(sdk.send(get)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
