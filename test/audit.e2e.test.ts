import { buildSchema } from 'graphql';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ulid } from 'ulid';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  AcceptInvitationDocument,
  AuditEventsDocument,
  CancelDeviceImportDocument,
  CancelExportDocument,
  CreateDeviceDocument,
  CreateDeviceImportDocument,
  CreateIdentityDocument,
  CreateServiceDocument,
  DeleteDeviceDocument,
  DeleteExportDocument,
  DeleteIdentityDocument,
  DeviceImportsDocument,
  ImportDevicesDocument,
  ProvisionDeviceDocument,
  RecordReadingsDocument,
  RequestExportDocument,
  ResendInvitationDocument,
  RevokeDeviceCertificateDocument,
  RevokeInvitationDocument,
  RevokeServiceSecretDocument,
  RotateDeviceCertificateDocument,
  RotateServiceSecretDocument,
  SwitchOrganizationDocument,
  UpdateDeviceDocument,
  UpdateIdentityDocument,
  UpdateOrganizationDocument,
} from '../examples/generated/documents.ts';
import type { AuditTarget } from '../functions/shared/audit/event.ts';
import { awsDefinitions } from '../local/appsync/api/definitions.ts';
import type { IdentityRow } from '../resolvers/shared/rows.ts';
import { exported } from '../resolvers/testing/rows.ts';
import type { Mutation } from '../schema/generated/types.ts';
import { eventsOf } from './support/audit.ts';
import { denied, type Answer } from './support/graphql.ts';
import { makeMember, makeOrganization, type Member, type Organization } from './support/people.ts';
import { startSonde, type Sonde } from './support/sonde.ts';
import { putRow } from './support/tables.ts';

let sonde: Sonde;
let harbour: Organization;
let meadow: Organization;

beforeAll(async () => {
  sonde = await startSonde();
  harbour = await makeOrganization(sonde, 'Harbour');
  meadow = await makeOrganization(sonde, 'Meadow');
});
afterAll(() => sonde.close());

const UNKNOWN = '01J00000000000000000000000';
const HOUR = { from: '2026-03-01T12:00:00Z', to: '2026-03-01T13:00:00Z' };
const blank = ' ';

type Attempt = (member: Member) => Promise<Answer<unknown>>;

interface Act {
  targetType: AuditTarget;
  /** The target's id, out of what is answered where it is made. */
  targetId: string | RegExp;
  details?: object;
  act: Attempt;
  refused: Attempt[];
  /** Harbour, unless said otherwise. */
  organization?: Organization;
  /** Who does it: harbour's administrator, as an identity of {@link organization}. */
  by?: Member;
  identityId?: string;
  name?: string;
}

const ID = /^[0-9A-Z]{26}$/;
const SECRETS = /sonde_|PRIVATE KEY|BEGIN CERTIFICATE/;

async function makeDevice(): Promise<string> {
  const input = { name: 'Buoy', description: 'Off the pier' };
  return (await harbour.operator.request(CreateDeviceDocument, { input })).createDevice.id;
}

/** Puts an export that nobody is at work on. */
async function putExport(status: 'RUNNING' | 'SUCCEEDED'): Promise<string> {
  const id = ulid();
  const { shard: _shard, dueAt: _dueAt, lease: _lease, ...row } = exported;
  await putRow(sonde, 'exports', { ...row, organizationId: harbour.id, id, status });
  return id;
}

/** Puts an invited person whose invitation was mailed an hour ago. */
async function putInvited(): Promise<string> {
  const id = ulid();
  const at = (ms: number) => new Date(Date.now() + ms).toISOString();
  const email = `${id.toLowerCase()}@harbour.example`;
  const row: IdentityRow = {
    ...{ organizationId: harbour.id, id, createdAt: at(-3_600_000), updatedAt: at(-3_600_000), version: 1 },
    ...{ kind: 'PERSON', name: 'Guest', email, role: 'VIEWER', locale: 'en', status: 'INVITED' },
    invitation: { sentAt: at(-3_600_000), expiresAt: at(86_400_000), status: 'SENT' },
  };
  await putRow(sonde, 'identities', row);
  await putRow(sonde, 'memberships', { email, organizationId: harbour.id, identityId: id });
  return id;
}

async function makeService(): Promise<string> {
  const input = { name: 'Meter', role: 'VIEWER' as const };
  return (await harbour.administrator.request(CreateServiceDocument, { input })).createService.identity.id;
}

/** Somebody of Harbour's who is invited to Meadow. */
async function makeGuest(): Promise<{ by: Member; identityId: string }> {
  const email = `${ulid().toLowerCase()}@harbour.example`;
  const by = await makeMember(sonde, harbour.id, 'VIEWER', email);
  const input = { name: 'Guest', email, role: 'VIEWER' as const };
  const { createIdentity } = await meadow.administrator.request(CreateIdentityDocument, { input });
  return { by, identityId: createIdentity.id };
}

/** Makes an import whose file is there. There is room for it: an organization has few at once. */
async function makeImport(content: string): Promise<string> {
  const { deviceImports } = await harbour.operator.request(DeviceImportsDocument, {});
  for (const { id } of deviceImports.items) await harbour.operator.ask(CancelDeviceImportDocument, { id });
  const bytes = Buffer.byteLength(content);
  const input = { bytes };
  const { createDeviceImport } = await harbour.operator.request(CreateDeviceImportDocument, { input });
  const uploaded = await fetch(createDeviceImport.uploadUrl ?? '', { method: 'PUT', body: content });
  expect(uploaded.status).toBe(200);
  return createDeviceImport.id;
}

type Field = Exclude<keyof Mutation, '__typename' | 'publishReadings' | 'publishExport'>;

/** Every mutation of people and services, and how it may be refused: the compiler asks for those that are missing. */
const acts: Record<Field, () => Promise<Act>> = {
  async updateOrganization() {
    const change =
      (input: { name: string; expectedVersion: number }): Attempt =>
      (member) =>
        member.ask(UpdateOrganizationDocument, { input });
    return Promise.resolve({
      targetType: 'Organization',
      targetId: harbour.id,
      details: { name: 'Port' },
      act: change({ name: 'Port', expectedVersion: 1 }),
      refused: [change({ name: 'Port', expectedVersion: 7 }), change({ name: blank, expectedVersion: 1 })],
    });
  },
  async createDevice() {
    const make =
      (name: string): Attempt =>
      (member) =>
        member.ask(CreateDeviceDocument, { input: { name, description: 'x'.repeat(300), location: null } });
    return Promise.resolve({
      targetType: 'Device',
      targetId: ID,
      details: { name: 'Gate', description: `${'x'.repeat(200)}…` },
      act: make('Gate'),
      refused: [make(blank)],
    });
  },
  async updateDevice() {
    const targetId = await makeDevice();
    const change =
      (id: string, expectedVersion: number, name = 'Beacon'): Attempt =>
      (member) =>
        member.ask(UpdateDeviceDocument, {
          input: { id, expectedVersion, name, description: null, location: null, metrics: [] },
        });
    return {
      targetType: 'Device',
      targetId,
      details: { name: 'Beacon', description: null },
      act: change(targetId, 1),
      refused: [change(targetId, 2), change(targetId, 1, blank), change(UNKNOWN, 1)],
    };
  },
  async deleteDevice() {
    const targetId = await makeDevice();
    const remove =
      (id: string, expectedVersion: number): Attempt =>
      (member) =>
        member.ask(DeleteDeviceDocument, { input: { id, expectedVersion } });
    return {
      targetType: 'Device',
      targetId,
      details: { name: 'Buoy' },
      act: remove(targetId, 1),
      refused: [remove(targetId, 2), remove(UNKNOWN, 1)],
    };
  },
  async recordReadings() {
    const targetId = await makeDevice();
    const record =
      (deviceId: string, ...times: string[]): Attempt =>
      (member) =>
        member.ask(RecordReadingsDocument, {
          input: { deviceId, readings: times.map((time) => ({ metric: 'level', time, value: 42 })) },
        });
    const period = { from: '2026-03-01T12:00:00.000Z', to: '2026-03-01T13:00:00.000Z' };
    return {
      targetType: 'Device',
      targetId,
      details: { readings: 2, ...period },
      act: record(targetId, HOUR.to, HOUR.from),
      refused: [record(targetId), record(UNKNOWN, HOUR.from)],
    };
  },
  async provisionDevice() {
    const targetId = await makeDevice();
    const provision =
      (deviceId: string, certificateSigningRequest?: string): Attempt =>
      (member) =>
        member.ask(ProvisionDeviceDocument, { input: { deviceId, certificateSigningRequest } });
    return {
      targetType: 'Device',
      targetId,
      act: provision(targetId),
      refused: [provision(UNKNOWN), provision(targetId, 'none')],
    };
  },
  async rotateDeviceCertificate() {
    const targetId = await makeDevice();
    const rotate =
      (deviceId: string, certificateSigningRequest?: string): Attempt =>
      (member) =>
        member.ask(RotateDeviceCertificateDocument, { input: { deviceId, certificateSigningRequest } });
    return {
      targetType: 'Device',
      targetId,
      act: rotate(targetId),
      refused: [rotate(UNKNOWN), rotate(targetId, 'none')],
    };
  },
  async revokeDeviceCertificate() {
    const targetId = await makeDevice();
    await harbour.operator.request(ProvisionDeviceDocument, { input: { deviceId: targetId } });
    const revoke =
      (deviceId: string, certificateId?: string): Attempt =>
      (member) =>
        member.ask(RevokeDeviceCertificateDocument, { input: { deviceId, certificateId } });
    return {
      targetType: 'Device',
      targetId,
      act: revoke(targetId),
      refused: [revoke(UNKNOWN), revoke(targetId, 'c0ffee'.repeat(11).slice(0, 64))],
    };
  },
  async createIdentity() {
    const make =
      (email: string, name = 'Cy'): Attempt =>
      (member) =>
        member.ask(CreateIdentityDocument, { input: { name, email, role: 'VIEWER' } });
    return Promise.resolve({
      targetType: 'Identity',
      targetId: ID,
      details: { name: 'Cy', email: 'cy@harbour.example', role: 'VIEWER', locale: 'en' },
      act: make('cy@harbour.example'),
      refused: [make(harbour.viewer.email), make('dee@harbour.example', blank)],
    });
  },
  async updateIdentity() {
    const targetId = await putInvited();
    const change =
      (id: string, expectedVersion: number, name = 'Eve'): Attempt =>
      (member) =>
        member.ask(UpdateIdentityDocument, { input: { id, expectedVersion, name } });
    return {
      targetType: 'Identity',
      targetId,
      details: { name: 'Eve' },
      act: change(targetId, 1),
      refused: [change(targetId, 2), change(targetId, 1, blank), change(UNKNOWN, 1)],
    };
  },
  async deleteIdentity() {
    const targetId = await putInvited();
    const remove =
      (id: string, expectedVersion: number): Attempt =>
      (member) =>
        member.ask(DeleteIdentityDocument, { input: { id, expectedVersion } });
    return {
      targetType: 'Identity',
      targetId,
      act: remove(targetId, 1),
      refused: [remove(targetId, 2), remove(UNKNOWN, 1)],
    };
  },
  async resendInvitation() {
    const targetId = await putInvited();
    const resend =
      (id: string, expectedVersion: number): Attempt =>
      (member) =>
        member.ask(ResendInvitationDocument, { input: { id, expectedVersion } });
    return {
      targetType: 'Identity',
      targetId,
      act: resend(targetId, 1),
      refused: [resend(targetId, 2), resend(UNKNOWN, 1), resend(harbour.operator.identityId, 2)],
    };
  },
  async revokeInvitation() {
    const targetId = await putInvited();
    const revoke =
      (id: string, expectedVersion: number): Attempt =>
      (member) =>
        member.ask(RevokeInvitationDocument, { input: { id, expectedVersion } });
    return {
      targetType: 'Identity',
      targetId,
      act: revoke(targetId, 1),
      refused: [revoke(targetId, 2), revoke(UNKNOWN, 1), revoke(harbour.operator.identityId, 2)],
    };
  },
  async acceptInvitation() {
    const { by, identityId } = await makeGuest();
    const accept =
      (organizationId: string): Attempt =>
      (member) =>
        member.ask(AcceptInvitationDocument, { organizationId });
    return {
      ...{ organization: meadow, by, identityId, name: 'Guest' },
      targetType: 'Identity',
      targetId: identityId,
      act: accept(meadow.id),
      refused: [accept(harbour.id), accept(UNKNOWN)],
    };
  },
  async switchOrganization() {
    const { by, identityId } = await makeGuest();
    await by.request(AcceptInvitationDocument, { organizationId: meadow.id });
    const change =
      (organizationId: string): Attempt =>
      (member) =>
        member.ask(SwitchOrganizationDocument, { organizationId });
    return {
      ...{ organization: meadow, by, identityId, name: 'Guest' },
      targetType: 'Identity',
      targetId: identityId,
      act: change(meadow.id),
      refused: [change(UNKNOWN)],
    };
  },
  async createService() {
    const make =
      (name: string): Attempt =>
      (member) =>
        member.ask(CreateServiceDocument, { input: { name, role: 'VIEWER' } });
    return Promise.resolve({
      targetType: 'Identity',
      targetId: ID,
      details: { name: 'Meter', role: 'VIEWER' },
      act: make('Meter'),
      refused: [make(blank)],
    });
  },
  async rotateServiceSecret() {
    const targetId = await makeService();
    const rotate =
      (id: string, expectedVersion: number): Attempt =>
      (member) =>
        member.ask(RotateServiceSecretDocument, { input: { id, expectedVersion } });
    return {
      targetType: 'Identity',
      targetId,
      act: rotate(targetId, 1),
      refused: [rotate(targetId, 2), rotate(UNKNOWN, 1), rotate(harbour.operator.identityId, 2)],
    };
  },
  async revokeServiceSecret() {
    const targetId = await makeService();
    const revoke =
      (id: string, expectedVersion: number): Attempt =>
      (member) =>
        member.ask(RevokeServiceSecretDocument, { input: { id, expectedVersion } });
    return {
      targetType: 'Identity',
      targetId,
      act: revoke(targetId, 1),
      refused: [revoke(targetId, 2), revoke(UNKNOWN, 1), revoke(harbour.operator.identityId, 2)],
    };
  },
  async requestExport() {
    const request =
      (more: object = {}): Attempt =>
      (member) =>
        member.ask(RequestExportDocument, { input: { ...HOUR, recipients: [], clientToken: 'audit', ...more } });
    return Promise.resolve({
      targetType: 'Export',
      targetId: ID,
      details: { ...HOUR, format: 'CSV', layout: 'LONG', recipients: [] },
      act: request(),
      refused: [request({ deviceIds: [UNKNOWN] }), request({ from: HOUR.to })],
    });
  },
  async cancelExport() {
    const [targetId, ended] = [await putExport('RUNNING'), await putExport('SUCCEEDED')];
    const cancel =
      (id: string): Attempt =>
      (member) =>
        member.ask(CancelExportDocument, { id });
    return { targetType: 'Export', targetId, act: cancel(targetId), refused: [cancel(ended), cancel(UNKNOWN)] };
  },
  async deleteExport() {
    const targetId = await putExport('SUCCEEDED');
    const remove =
      (id: string): Attempt =>
      (member) =>
        member.ask(DeleteExportDocument, { id });
    return { targetType: 'Export', targetId, act: remove(targetId), refused: [remove(UNKNOWN)] };
  },
  async createDeviceImport() {
    const make =
      (bytes: number): Attempt =>
      (member) =>
        member.ask(CreateDeviceImportDocument, { input: { bytes } });
    return Promise.resolve({ targetType: 'DeviceImport', targetId: ID, act: make(100), refused: [make(0)] });
  },
  async importDevices() {
    // A file of which no device is made: making one is told of, too.
    const targetId = await makeImport('name\n');
    const begin =
      (id: string): Attempt =>
      (member) =>
        member.ask(ImportDevicesDocument, { id });
    return { targetType: 'DeviceImport', targetId, act: begin(targetId), refused: [begin(UNKNOWN)] };
  },
  async cancelDeviceImport() {
    const targetId = await makeImport('name\n');
    const cancel =
      (id: string): Attempt =>
      (member) =>
        member.ask(CancelDeviceImportDocument, { id });
    return { targetType: 'DeviceImport', targetId, act: cancel(targetId), refused: [cancel(UNKNOWN)] };
  },
};

it('every mutation of people and services is looked at', async () => {
  const { schema } = v.parse(
    v.object({ schema: v.string() }),
    JSON.parse(await readFile(join(inject('dist'), 'api.json'), 'utf8')),
  );
  const mutations = Object.keys(buildSchema(`${awsDefinitions}\n${schema}`).getMutationType()?.getFields() ?? {});
  expect(mutations.filter((name) => !name.startsWith('publish')).sort()).toEqual(Object.keys(acts).sort());
});

describe.each(Object.entries(acts))('%s', (action, prepare) => {
  it('leaves an event when it is done, and none when it is refused', async () => {
    const {
      targetType,
      targetId,
      details,
      act,
      refused,
      organization = harbour,
      by,
      identityId,
      name,
    } = await prepare();
    const member = by ?? harbour.administrator;
    const before = await eventsOf(sonde, organization);

    for (const attempt of refused) expect((await attempt(member)).errors, attempt.toString()).toHaveLength(1);
    const byViewer = await act(harbour.viewer);
    if (!by) expect(byViewer.errors).toEqual([denied(action, 'Mutation')]);
    expect(byViewer.errors).toHaveLength(1);
    expect(await eventsOf(sonde, organization)).toEqual(before);

    const began = Date.now();
    expect((await act(member)).errors).toBeUndefined();
    const ended = Date.now();
    const after = await eventsOf(sonde, organization);
    const [event, ...others] = after.filter(({ id }) => !before.some((known) => known.id === id));
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      organizationId: organization.id,
      action,
      actor: { identityId: identityId ?? member.identityId, name: name ?? member.name, kind: 'PERSON' },
      targetType,
      targetId: typeof targetId === 'string' ? targetId : (expect.stringMatching(targetId) as string),
      sourceIp: '127.0.0.1',
      ...(details && { details }),
    });
    if (details) expect(event?.details).toEqual(details);
    expect(JSON.stringify(event)).not.toMatch(SECRETS);
    const time = Date.parse(event?.time ?? '');
    expect(time).toBeGreaterThanOrEqual(began);
    expect(time).toBeLessThanOrEqual(ended);
    // DynamoDB removes it by itself.
    expect(event?.removeAt).toBeGreaterThanOrEqual(Math.floor(time / 1000) + 400 * 86_400);
    expect(event?.removeAt).toBeLessThanOrEqual(Math.floor(ended / 1000) + 400 * 86_400);

    const asked = await organization.administrator.request(AuditEventsDocument, { first: 1 });
    const { organizationId: _organizationId, removeAt: _removeAt, ...seen } = event ?? {};
    expect(asked.auditEvents.items.map(({ details: told, ...rest }) => ({ ...rest, details: parsed(told) }))).toEqual([
      { ...seen, details: event?.details ?? null },
    ]);
  });
});

function parsed(text: string | null): unknown {
  return text === null ? null : (JSON.parse(text) as unknown);
}
