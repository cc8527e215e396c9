import { cp, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { silentLog } from '../shared/log.ts';
import { createCognito } from './cognito.ts';
import { password, startWithSdk } from './testing/sdk.ts';

const { fixture, makePool, addUser, tokensOf, close } = await startWithSdk();

afterAll(close);

test('browsers on any origin are let in', async () => {
  const preflight = await fetch(fixture.url, {
    method: 'OPTIONS',
    headers: {
      origin: 'http://localhost:5173',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'cache-control,content-type,x-amz-target,x-amz-user-agent',
    },
  });
  expect(preflight.ok).toBe(true);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
  expect(preflight.headers.get('access-control-allow-headers')).toContain('x-amz-target');
  const answer = await fetch(fixture.url, { method: 'POST', body: '{}' });
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(answer.headers.get('access-control-expose-headers')?.toLowerCase()).toContain('x-amzn-errortype');
});

test('the well-known documents have the public keys only', async () => {
  const { UserPoolId } = await makePool();
  const base = `${fixture.url}/${UserPoolId}/.well-known`;
  const configuration: unknown = await (await fetch(`${base}/openid-configuration`)).json();
  expect(configuration).toMatchObject({ issuer: `${fixture.url}/${UserPoolId}`, jwks_uri: `${base}/jwks.json` });
  const keys: unknown = await (await fetch(`${base}/jwks.json`)).json();
  expect(keys).toEqual(await fixture.cognito.jwks(UserPoolId));
  const members = (await fixture.cognito.jwks(UserPoolId)).keys.map((key) => Object.keys(key).sort());
  expect(members).toEqual([
    ['alg', 'e', 'kid', 'kty', 'n', 'use'],
    ['alg', 'e', 'kid', 'kty', 'n', 'use'],
  ]);
  expect((await fetch(`${fixture.url}/eu-west-1_Missing01/.well-known/jwks.json`)).status).toBe(404);
});

test('what was answered survives the sudden end of the process', async () => {
  const { UserPoolId, ClientId } = await makePool();
  await addUser(UserPoolId, 'ada@example.com');
  const { access, refresh } = await tokensOf(ClientId, 'ada@example.com');
  const copy = `${fixture.directory}-copy`;
  await cp(fixture.directory, copy, { recursive: true });
  const revived = await createCognito({
    directory: copy,
    log: silentLog,
    lambda: { invoke: () => Promise.reject(new Error('no function is expected')) },
    mail: { deliver: () => Promise.resolve() },
    issuerUrl: () => fixture.url,
  });
  await revived.call('GetUser', { AccessToken: access });
  await revived.call('GetTokensFromRefreshToken', { ClientId, RefreshToken: refresh });
  expect(await revived.jwks(UserPoolId)).toEqual(await fixture.cognito.jwks(UserPoolId));
  await revived.close();
  await rm(copy, { recursive: true });
});

test('no password and no refresh token can be read from the disk', async () => {
  const { UserPoolId, ClientId } = await makePool();
  await addUser(UserPoolId, 'ada@example.com');
  const { refresh } = await tokensOf(ClientId, 'ada@example.com');
  const files = await readdir(fixture.directory);
  const contents = await Promise.all(files.map((file) => readFile(join(fixture.directory, file), 'latin1')));
  const all = contents.join('\n');
  expect(all).toContain(UserPoolId);
  expect(all).not.toContain(password);
  expect(all).not.toContain(refresh);
});
