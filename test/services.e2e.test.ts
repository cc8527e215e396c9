import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { decodeJwt } from 'jose';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AuditEventsDocument,
  CreateDeviceDocument,
  CreateServiceDocument,
  DeleteIdentityDocument,
  IdentityDocument,
  MeDocument,
  RevokeServiceSecretDocument,
  RotateServiceSecretDocument,
  UpdateIdentityDocument,
  type CreateServiceMutation,
} from '../examples/generated/documents.ts';
import { runServer } from '../examples/server/run.ts';
import type { Role } from '../schema/generated/types.ts';
import { ask, denied, fieldError } from './support/graphql.ts';
import { Live } from './support/live.ts';
import { makeOrganization, type Organization } from './support/people.ts';
import { publish, topicOf } from './support/sensors.ts';
import { startSonde, type Sonde } from './support/sonde.ts';
import { allRows, rowsOf } from './support/tables.ts';
import { until } from './support/until.ts';

type Credentials = CreateServiceMutation['createService'];

let sonde: Sonde;
let harbour: Organization;
let meadow: Organization;
let cognito: CognitoIdentityProviderClient;
/** Every secret that was given. */
const secrets: string[] = [];

beforeAll(async () => {
  sonde = await startSonde();
  harbour = await makeOrganization(sonde, 'Harbour');
  meadow = await makeOrganization(sonde, 'Meadow');
  cognito = new CognitoIdentityProviderClient(awsOptions());
});
afterAll(async () => {
  cognito.destroy();
  await sonde.close();
});

function awsOptions() {
  const { awsUrl: endpoint, region } = sonde.addresses;
  return { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, maxAttempts: 1 };
}

async function createService(role: Role, name = 'Meter'): Promise<Credentials> {
  const { createService: made } = await harbour.administrator.request(CreateServiceDocument, { input: { name, role } });
  secrets.push(made.secret);
  return made;
}

async function versionOf(id: string): Promise<number> {
  const { identity } = await harbour.administrator.request(IdentityDocument, { id });
  return identity?.version ?? 0;
}

/** Rotates as the administrator of the organization. */
async function rotate(id: string): Promise<Credentials> {
  const input = { id, expectedVersion: await versionOf(id) };
  const { rotateServiceSecret } = await harbour.administrator.request(RotateServiceSecretDocument, { input });
  secrets.push(rotateServiceSecret.secret);
  return rotateServiceSecret;
}

async function initiate(AuthFlow: 'USER_PASSWORD_AUTH' | 'REFRESH_TOKEN_AUTH', AuthParameters: Record<string, string>) {
  const ClientId = sonde.outputs.custom.service_client_id;
  const { AuthenticationResult } = await cognito.send(new InitiateAuthCommand({ ClientId, AuthFlow, AuthParameters }));
  return { access: AuthenticationResult?.AccessToken ?? '', refresh: AuthenticationResult?.RefreshToken ?? '' };
}
const signIn = ({ username, secret }: Pick<Credentials, 'username' | 'secret'>) =>
  initiate('USER_PASSWORD_AUTH', { USERNAME: username, PASSWORD: secret });
const refresh = (token: string) => initiate('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: token });

const WRONG_SECRET = 'Incorrect username or password.';

it('a service is made, signs in with its secret, and may do what its role may', async () => {
  const { identity, username, secret } = await createService('VIEWER');
  expect(secret).toMatch(/^sonde_[A-Za-z0-9_-]{43}$/);
  expect(identity).toMatchObject({
    kind: 'SERVICE',
    name: 'Meter',
    role: 'VIEWER',
    status: 'INVITED',
    invitation: null,
  });
  expect(identity.secretCreatedAt).not.toBeNull();
  expect([identity.email, username]).toEqual(Array(2).fill(`${identity.id.toLowerCase()}@services.invalid`));

  const { access } = await signIn({ username, secret });
  expect(decodeJwt(access)).toMatchObject({
    organization_id: harbour.id,
    identity_id: identity.id,
    'cognito:groups': ['VIEWER'],
  });
  const { data } = await ask(sonde, access, MeDocument, {});
  expect(data?.me.identity).toMatchObject({ id: identity.id, status: 'ACTIVE', version: 2 });
  expect(await ask(sonde, access, CreateDeviceDocument, { input: { name: 'Sensor' } })).toEqual({
    data: null,
    errors: [denied('createDevice', 'Mutation')],
  });

  const operator = await createService('OPERATOR');
  const { access: token } = await signIn(operator);
  const created = await ask(sonde, token, CreateDeviceDocument, { input: { name: 'Sensor' } });
  expect(created.errors).toBeUndefined();
  const { auditEvents } = await harbour.administrator.request(AuditEventsDocument, { actorId: operator.identity.id });
  expect(auditEvents.items.map(({ action, actor }) => [action, actor.kind, actor.name])).toEqual([
    ['createDevice', 'SERVICE', 'Meter'],
    ['joinOrganization', 'SERVICE', 'Meter'],
  ]);
});

it('a secret that is rotated is void at once, and all that was got by it can be renewed no more', async () => {
  const made = await createService('VIEWER');
  const session = await signIn(made);
  const rotated = await rotate(made.identity.id);
  expect(rotated).toMatchObject({ username: made.username, identity: { id: made.identity.id, version: 3 } });
  expect(rotated.secret).not.toBe(made.secret);
  await expect(signIn(made)).rejects.toThrow(WRONG_SECRET);
  await expect(refresh(session.refresh)).rejects.toThrow('Refresh Token has been revoked');
  const again = await signIn(rotated);
  await expect(refresh(again.refresh)).resolves.toBeDefined();
});

it('a secret that is revoked is void, and what the service had open ends', async () => {
  const made = await createService('VIEWER');
  const { access, refresh: token } = await signIn(made);
  const { live } = await Live.connect(sonde, access);
  const { id, first } = await live.subscribe();
  expect(first).toEqual({ id, type: 'start_ack' });
  const input = { id: made.identity.id, expectedVersion: 2 };
  const { revokeServiceSecret } = await harbour.administrator.request(RevokeServiceSecretDocument, { input });
  expect(revokeServiceSecret).toMatchObject({
    id: made.identity.id,
    status: 'ACTIVE',
    version: 3,
    secretCreatedAt: null,
  });
  expect(await live.completed(id)).toEqual({ id, type: 'complete' });
  live.close();
  await expect(signIn(made)).rejects.toThrow(WRONG_SECRET);
  await expect(refresh(token)).rejects.toThrow('Refresh Token has been revoked');
  await expect(signIn(await rotate(made.identity.id))).resolves.toBeDefined();
});

it('a token got by a secret that is void is good for no other one', async () => {
  const made = await createService('ADMINISTRATOR');
  const { access } = await signIn(made);
  const { id } = made.identity;
  await harbour.administrator.request(RevokeServiceSecretDocument, { input: { id, expectedVersion: 2 } });
  const before = await allRows(sonde);
  const message = 'The secret that you signed in with is void; ask an administrator for the one now.';
  expect(await ask(sonde, access, RotateServiceSecretDocument, { input: { id, expectedVersion: 3 } })).toEqual({
    data: null,
    errors: [fieldError('rotateServiceSecret', 'Unauthorized', message)],
  });
  expect(await allRows(sonde)).toEqual(before);
});

it('a service that is suspended gets no token, and a deleted one has no user any more', async () => {
  const made = await createService('VIEWER');
  const { refresh: token } = await signIn(made);
  const input = { id: made.identity.id, expectedVersion: 2 };
  await harbour.administrator.request(UpdateIdentityDocument, { input: { ...input, status: 'SUSPENDED' } });
  await expect(signIn(made)).rejects.toThrow('Your access to Harbour is suspended');
  await expect(refresh(token)).rejects.toThrow('Your access to Harbour is suspended');

  await harbour.administrator.request(DeleteIdentityDocument, { input: { ...input, expectedVersion: 3 } });
  const user = { UserPoolId: sonde.addresses.userPoolId, Username: made.username };
  const gone = await until('the removal of the user', () =>
    cognito.send(new AdminGetUserCommand(user)).then(
      () => undefined,
      (error: unknown) => String(error),
    ),
  );
  expect(gone).toContain('UserNotFoundException');
  await expect(signIn(made)).rejects.toThrow(WRONG_SECRET);
  const rows = await allRows(sonde);
  expect(JSON.stringify([rows.identities, rows.memberships, rows.accounts])).not.toContain(made.identity.id);
});

describe('it is refused', () => {
  const secretOf = (organization: Organization, id: string, expectedVersion: number) =>
    Promise.all([
      organization.administrator.ask(RotateServiceSecretDocument, { input: { id, expectedVersion } }),
      organization.administrator.ask(RevokeServiceSecretDocument, { input: { id, expectedVersion } }),
    ]);
  const both = (errorType: string, message: string, data?: (current: unknown) => unknown, current?: unknown) => [
    { data: null, errors: [fieldError('rotateServiceSecret', errorType, message, data?.(current) ?? null)] },
    { data: null, errors: [fieldError('revokeServiceSecret', errorType, message, current ?? null)] },
  ];

  it('to change the password of a person', async () => {
    const { identityId, name } = harbour.viewer;
    const before = await allRows(sonde);
    expect(await secretOf(harbour, identityId, 2)).toEqual(
      both('ValidationError', `"${name}" is a person: only services have a secret, people have passwords.`),
    );
    expect(await allRows(sonde)).toEqual(before);
  });

  it("to change the secret of another organization's service", async () => {
    const { identity } = await createService('VIEWER');
    const before = await allRows(sonde);
    expect(await secretOf(meadow, identity.id, 1)).toEqual(
      both('NotFoundError', `There is no identity with the id "${identity.id}".`),
    );
    expect(await allRows(sonde)).toEqual(before);
  });

  it('to change the secret of a service that somebody else has changed since', async () => {
    const { identity } = await createService('VIEWER');
    const change = { id: identity.id, expectedVersion: 1, name: 'Gauge' };
    const { updateIdentity: current } = await harbour.administrator.request(UpdateIdentityDocument, { input: change });
    const message = 'The identity has been changed meanwhile and is at version 2';
    const [rotated, revoked] = await secretOf(harbour, identity.id, 1);
    expect(rotated).toMatchObject({
      errors: [{ errorType: 'ConflictError', data: { identity: current, username: current.email, secret: '' } }],
    });
    expect(revoked).toMatchObject({ errors: [{ errorType: 'ConflictError', data: current }] });
    expect(JSON.stringify([rotated, revoked]).split(message)).toHaveLength(3);
  });

  it('to operators and services of other roles', async () => {
    const input = { name: 'Meter', role: 'VIEWER' } as const;
    const refusal = { data: null, errors: [denied('createService', 'Mutation')] };
    expect(await harbour.operator.ask(CreateServiceDocument, { input })).toEqual(refusal);
    const { access } = await signIn(await createService('OPERATOR'));
    expect(await ask(sonde, access, CreateServiceDocument, { input })).toEqual(refusal);
  });
});

it('one of several who rotate at once gets a secret that is good', async () => {
  const { identity } = await createService('VIEWER');
  const input = { id: identity.id, expectedVersion: 1 };
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => harbour.administrator.ask(RotateServiceSecretDocument, { input })),
  );
  const given = answers.flatMap(({ data }) => (data ? [data.rotateServiceSecret] : []));
  expect(given).toHaveLength(1);
  secrets.push(...given.map(({ secret }) => secret));
  await expect(signIn(given[0]!)).resolves.toBeDefined();
});

it('a server follows the readings of its organization, and says what to do when its secret is rotated', async () => {
  const { createDevice: buoy } = await harbour.operator.request(CreateDeviceDocument, {
    input: { name: 'Buoy', metrics: [{ name: 'level', unit: 'm' }] },
  });
  const made = await createService('VIEWER', 'Exporter');
  const lines: string[] = [];
  let ahead = 0;
  const server = await runServer({
    outputs: sonde.outputs,
    credentials: made,
    listen: { host: '127.0.0.1', port: 0 },
    log: (line) => lines.push(line),
    now: () => Date.now() + ahead,
  });
  const failure = server.ended.then(
    () => 'none',
    (error: unknown) => String(error),
  );
  const metrics = async () => (await fetch(`${server.url}/metrics`)).text();
  const shows = (text: string) => until(text, async () => (await metrics()).includes(text) || undefined);
  const level = (value: number) => publish(sonde, topicOf(harbour.id, buoy.id), { readings: { level: value } });

  await shows('sonde_live 1');
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  await level(1.5);
  await shows(`sonde_reading{device_id="${buoy.id}",device="Buoy",metric="level",unit="m"} 1.5`);
  // A device that was not there when it began.
  const { createDevice: pier } = await harbour.operator.request(CreateDeviceDocument, { input: { name: 'Pier' } });
  await publish(sonde, topicOf(harbour.id, pier.id), { readings: { level: 3 } });
  await shows(`sonde_reading{device_id="${pier.id}",device="Pier",metric="level",unit=""} 3`);

  // Suspended for a moment, and let in again: the subscription has ended, and comes back with what was measured meanwhile.
  const suspend = async (status: 'SUSPENDED' | 'ACTIVE') => {
    const input = { id: made.identity.id, expectedVersion: await versionOf(made.identity.id), status };
    await harbour.administrator.request(UpdateIdentityDocument, { input });
  };
  await suspend('SUSPENDED');
  await shows('sonde_live 0');
  expect((await fetch(`${server.url}/healthz`)).status).toBe(503);
  await level(2.5);
  await suspend('ACTIVE');
  await shows('sonde_live 1');
  await shows(`device="Buoy",metric="level",unit="m"} 2.5`);

  await rotate(made.identity.id);
  // Its token is good for its last minutes.
  await level(4.5);
  await shows(`device="Buoy",metric="level",unit="m"} 4.5`);
  ahead = 15 * 60_000;
  await suspend('SUSPENDED');
  await suspend('ACTIVE');
  expect(await failure).toContain('Start again with the secret that it has now, as SONDE_SECRET.');
  await expect(fetch(`${server.url}/metrics`)).rejects.toThrow();
  expect(lines.join('\n')).toContain('The subscription has ended');
  for (const secret of secrets) expect(lines.join('\n')).not.toContain(secret);
});

it('no secret is in any table, file or log', async () => {
  expect(secrets.length).toBeGreaterThan(10);
  const rows = JSON.stringify(await allRows(sonde));
  const files = await filesBelow(sonde.directory);
  const logged = await allLogs();
  expect(rows).toContain(harbour.id);
  expect(logged).toContain('Gave a service another secret');
  for (const secret of secrets) {
    // Without the beginning that all have.
    const random = secret.slice('sonde_'.length);
    expect(rows.includes(random)).toBe(false);
    expect(logged.includes(random)).toBe(false);
    expect(files.filter(({ content }) => content.includes(random)).map(({ path }) => path)).toEqual([]);
  }
  expect((await rowsOf(sonde, 'auditEvents')).some(({ action }) => action === 'rotateServiceSecret')).toBe(true);
});

async function filesBelow(directory: string): Promise<{ path: string; content: Buffer }[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        return { path, content: await readFile(path) };
      }),
  );
}

/** All that functions and the API have logged, in one text. */
async function allLogs(): Promise<string> {
  const logs = new CloudWatchLogsClient(awsOptions());
  const texts: string[] = [];
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client: logs }, {})) {
    for (const { logGroupName } of logGroups) {
      for await (const { events = [] } of paginateFilterLogEvents({ client: logs }, { logGroupName }))
        texts.push(...events.map(({ message }) => message ?? ''));
    }
  }
  logs.destroy();
  return texts.join('\n');
}
