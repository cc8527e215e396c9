import {
  AdminGetUserCommand,
  AssociateSoftwareTokenCommand,
  InitiateAuthCommand,
  SetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DeleteItemCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Context } from 'aws-lambda';
import { TOTP } from 'otpauth';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { passwordAuth, startWithSdk } from '../../local/cognito/testing/sdk.ts';
import { serviceAddress } from '../shared/names.ts';
import { fakeAws } from '../shared/testing/fake-aws.ts';
import { startTables, type TestTables } from '../shared/testing/dynamodb.ts';
import type { handler as Handler } from './handler.ts';

const context = { awsRequestId: 'request-1', functionName: 'service-accounts' } as Context;
const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const SECRET = /^sonde_[A-Za-z0-9_-]{43}$/;
const CONFLICT = {
  error: { type: 'ConflictError', message: 'Somebody else changed the service at this very moment.' },
};

let tables: TestTables;
let pool: Awaited<ReturnType<typeof startWithSdk>>;
let UserPoolId: string;
let ClientId: string;
beforeAll(async () => {
  [tables, pool] = await Promise.all([startTables({ identities: ['organizationId', 'id'] }), startWithSdk()]);
  ({ UserPoolId, ClientId } = await pool.makePool());
});
afterAll(async () => {
  await Promise.all([tables.close(), pool.close()]);
});

let handler: typeof Handler;
beforeEach(async () => {
  vi.resetModules();
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', tables.endpoint);
  vi.stubEnv('AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER', pool.fixture.url);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  // Powertools writes past the test's console otherwise.
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'DEBUG');
  vi.stubEnv('IDENTITIES_TABLE', 'identities');
  vi.stubEnv('USER_POOL_ID', UserPoolId);
  ({ handler } = await import('./handler.ts'));
});

/** What the function writes to its log, in one text. */
function logged(): () => string {
  const lines: unknown[] = [];
  for (const level of ['debug', 'info', 'warn', 'error'] as const)
    vi.spyOn(console, level).mockImplementation((...words: unknown[]) => {
      lines.push(...words);
    });
  return () => lines.map(String).join('\n');
}

let made = 0;
/** An id that no test before this one used. */
const newId = () => `01JZ8Q6V5X3M9T2B7C4D1E${String(++made).padStart(4, '0')}`;

async function makeIdentity(change: object = {}): Promise<string> {
  const id = newId();
  const row = { organizationId, id, kind: 'SERVICE', email: serviceAddress(id), version: 1, name: 'Meter' };
  await tables.put('identities', { ...row, ...change });
  return id;
}

async function rowOf(id: string) {
  const Key = marshall({ organizationId, id });
  const { Item } = await tables.client.send(new GetItemCommand({ TableName: 'identities', Key, ConsistentRead: true }));
  return Item && unmarshall(Item);
}

async function giveSecret(identityId: string, version = 1): Promise<string> {
  const answer = await handler({ operation: 'giveSecret', organizationId, identityId, version }, context);
  if (!answer || !('data' in answer) || !('secret' in answer.data)) throw new Error(JSON.stringify(answer));
  return answer.data.secret;
}
const voidSecret = (identityId: string, version = 1) =>
  handler({ operation: 'voidSecret', organizationId, identityId, version }, context);
const remove = (identityId: string) => handler({ operation: 'remove', organizationId, identityId }, context);

const userOf = (id: string) => pool.sdk.send(new AdminGetUserCommand({ UserPoolId, Username: serviceAddress(id) }));

async function signIn(id: string, secret: string): Promise<string> {
  const { AuthenticationResult } = await pool.sdk.send(passwordAuth(ClientId, serviceAddress(id), secret));
  return AuthenticationResult?.RefreshToken ?? '';
}
const refresh = (REFRESH_TOKEN: string) =>
  pool.sdk.send(
    new InitiateAuthCommand({ ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN } }),
  );

describe('the handler of service-accounts', () => {
  it('makes a user whose address counts as verified, without a mail, and gives it a secret', async () => {
    const log = logged();
    const id = await makeIdentity();
    const secret = await giveSecret(id);
    expect(secret).toMatch(SECRET);
    expect(await signIn(id, secret)).not.toBe('');
    const { UserStatus, UserAttributes } = await userOf(id);
    expect(UserStatus).toBe('CONFIRMED');
    expect(UserAttributes).toContainEqual({ Name: 'email', Value: serviceAddress(id) });
    expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
    expect(pool.fixture.mails).toEqual([]);
    expect(await rowOf(id)).toMatchObject({ version: 1, secretCreatedAt: expect.any(String) as string });
    expect(log()).toContain('Gave a service another secret');
    expect(log()).not.toContain(secret.slice('sonde_'.length));
  });

  it('gives another secret, and makes void what was got by the one before', async () => {
    logged();
    const id = await makeIdentity();
    const before = await giveSecret(id);
    const session = await signIn(id, before);
    await tables.put('identities', { ...(await rowOf(id)), version: 2 });
    const secret = await giveSecret(id, 2);
    expect(secret).not.toBe(before);
    await expect(signIn(id, before)).rejects.toThrow('Incorrect username or password.');
    await expect(refresh(session)).rejects.toThrow('Refresh Token has been revoked');
    await expect(refresh(await signIn(id, secret))).resolves.toBeDefined();
  });

  it('asks for no code of an app that whoever had the secret before has set up', async () => {
    logged();
    const SoftwareTokenMfaConfiguration = { Enabled: true };
    const config = { UserPoolId, MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration } as const;
    await pool.sdk.send(new SetUserPoolMfaConfigCommand(config));
    const id = await makeIdentity();
    const before = passwordAuth(ClientId, serviceAddress(id), await giveSecret(id));
    const AccessToken = (await pool.sdk.send(before)).AuthenticationResult?.AccessToken;
    const { SecretCode: secret = '' } = await pool.sdk.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const UserCode = new TOTP({ secret }).generate();
    await pool.sdk.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
    const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
    await pool.sdk.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }));
    expect(await signIn(id, await giveSecret(id))).not.toBe('');
  });

  it('gives a secret where the pool has no second factors to turn off', async () => {
    logged();
    const fake = await fakeAws(({ operation }) =>
      operation === 'AdminSetUserMFAPreference' ? { exception: 'InvalidParameterException' } : { body: {} },
    );
    vi.resetModules();
    vi.stubEnv('AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER', fake.endpoint);
    ({ handler } = await import('./handler.ts'));
    expect(await giveSecret(await makeIdentity())).toMatch(SECRET);
    await fake.close();
  });

  it('makes a secret void, and where there was none, too', async () => {
    logged();
    const id = await makeIdentity();
    const secret = await giveSecret(id);
    const session = await signIn(id, secret);
    expect(await voidSecret(id)).toEqual({ data: {} });
    expect(await voidSecret(id)).toEqual({ data: {} });
    await expect(signIn(id, secret)).rejects.toThrow('Incorrect username or password.');
    await expect(refresh(session)).rejects.toThrow('Refresh Token has been revoked');
    expect(await rowOf(id)).not.toHaveProperty('secretCreatedAt');

    const without = await makeIdentity();
    expect(await voidSecret(without)).toEqual({ data: {} });
    await expect(userOf(without)).rejects.toThrow('User does not exist.');
  });

  it('removes a user once its identity is gone, however often it is asked', async () => {
    const log = logged();
    const id = newId();
    await tables.put('identities', { organizationId, id, kind: 'SERVICE', email: serviceAddress(id), version: 1 });
    await giveSecret(id);
    await expect(remove(id)).rejects.toThrow('The identity has not been deleted');
    expect(log()).toContain('The user of a service could not be removed');
    await deleteRow(id);
    expect(await remove(id)).toBeNull();
    await expect(userOf(id)).rejects.toThrow('User does not exist.');
    expect(await remove(id)).toBeNull();
  });

  it('does nothing to a person', async () => {
    const log = logged();
    const id = await makeIdentity({ kind: 'PERSON', email: 'ada@example.org' });
    await pool.addUser(UserPoolId, 'ada@example.org');
    for (const operation of ['giveSecret', 'voidSecret'])
      expect(await handler({ operation, organizationId, identityId: id, version: 1 }, context)).toEqual({
        error: { type: 'InternalError', message: 'Something went wrong on our side; request request-1' },
      });
    expect(log()).toContain('The identity is not a service');
    await expect(pool.tokensOf(ClientId, 'ada@example.org')).resolves.toBeDefined();
    await expect(userOf(id)).rejects.toThrow('User does not exist.');
  });

  it('does nothing to an identity that has been changed since, or is gone', async () => {
    logged();
    const id = await makeIdentity();
    const secret = await giveSecret(id);
    await tables.put('identities', { ...(await rowOf(id)), version: 3 });
    for (const operation of ['giveSecret', 'voidSecret'])
      expect(await handler({ operation, organizationId, identityId: id, version: 2 }, context)).toEqual(CONFLICT);
    await expect(signIn(id, secret)).resolves.toBeDefined();
    await deleteRow(id);
    expect(await voidSecret(id, 3)).toEqual(CONFLICT);
  });

  it.each(['AdminSetUserPassword', 'AdminUserGlobalSignOut', 'AdminSetUserMFAPreference'])(
    'keeps the secret out of the log where %s fails',
    async (at) => {
      const log = logged();
      const id = await makeIdentity();
      const fake = await fakeAws(({ operation }) =>
        operation === at ? { exception: 'NotAuthorizedException' } : { body: {} },
      );
      vi.resetModules();
      vi.stubEnv('AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER', fake.endpoint);
      ({ handler } = await import('./handler.ts'));
      const answer = await handler({ operation: 'giveSecret', organizationId, identityId: id, version: 1 }, context);
      await fake.close();
      expect(answer).toMatchObject({ error: { type: 'InternalError' } });
      const [{ Password }] = v.parse(
        v.looseTuple([v.object({ Password: v.string() })]),
        fake.calls.map(({ input }) => input),
      );
      expect(Password).toMatch(SECRET);
      expect(log()).toContain('NotAuthorizedException');
      for (const text of [log(), JSON.stringify(answer)]) expect(text).not.toContain(Password.slice('sonde_'.length));
    },
  );

  it.each([
    {},
    { operation: 'remove', organizationId },
    { operation: 'giveSecret', organizationId, identityId: 'ada@example.org', version: 1 },
    { operation: 'voidSecret', organizationId, identityId: organizationId },
  ])('refuses %j', async (event) => {
    await expect(handler(event, context)).rejects.toThrow('Not an event of services');
  });
});

async function deleteRow(id: string): Promise<void> {
  await tables.client.send(new DeleteItemCommand({ TableName: 'identities', Key: marshall({ organizationId, id }) }));
}
