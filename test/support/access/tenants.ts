import { decodeJwt } from 'jose';
import { ulid } from 'ulid';
import type {
  AccountRow,
  DeviceRow,
  IdentityRow,
  ImportRow,
  MembershipRow,
  OrganizationRow,
} from '../../../resolvers/shared/rows.ts';
import { exported } from '../../../resolvers/testing/rows.ts';
import { RecordReadingsDocument } from '../../../examples/generated/documents.ts';
import { makeOrganization, type Member, type Organization } from '../people.ts';
import type { Sonde } from '../sonde.ts';
import { putRow } from '../tables.ts';

/** An organization with something of everything. */
export interface Tenant extends Organization {
  /** A device with a place, a metric, a certificate, and readings. */
  readonly deviceId: string;
  /** An export with files, a recipient and an error. */
  readonly exportId: string;
  /** An import that has failed. */
  readonly importId: string;
}

export const HOUR = { from: '2026-03-01T12:00:00Z', to: '2026-03-01T13:00:00Z' };
export const TIME = '2026-03-01T12:30:00Z';
const DAY_MS = 86_400_000;
const iso = (daysAhead: number): string => new Date(Date.now() + daysAhead * DAY_MS).toISOString();
const newRow = (id = ulid()) => ({ id, createdAt: iso(-9), updatedAt: iso(-9), version: 1 });

export async function makeTenant(sonde: Sonde, name: string): Promise<Tenant> {
  const organization = await makeOrganization(sonde, name);
  const deviceId = await putDevice(sonde, organization);
  const readings = [0, 1].map((value) => ({ metric: 'level', time: TIME.replace('30', `3${value}`), value }));
  await organization.operator.request(RecordReadingsDocument, { input: { deviceId, readings } });
  const exportId = await putExport(sonde, organization);
  return { ...organization, deviceId, exportId, importId: await putImport(sonde, organization, 'FAILED') };
}

/** Puts a device with all that it can have, but for readings. @returns its id */
export async function putDevice(sonde: Sonde, { id: organizationId, operator }: Organization): Promise<string> {
  const row = {
    ...newRow(),
    organizationId,
    name: 'Buoy',
    description: 'Before the pier',
    location: { latitude: 54.3, longitude: 10.1, altitude: 0, name: 'Pier' },
    metrics: [{ name: 'level', label: 'Water level', unit: 'm' }],
    certificates: [{ id: 'c0'.repeat(32), createdBy: operator.identityId, createdAt: iso(-9), expiresAt: iso(9) }],
  } satisfies DeviceRow;
  await putRow(sonde, 'devices', row);
  return row.id;
}

/** Puts an export that nothing more becomes of, unless somebody cancels or deletes it. @returns its id */
export async function putExport(
  sonde: Sonde,
  { id: organizationId, operator }: Organization,
  status: 'SUCCEEDED' | 'RUNNING' = 'SUCCEEDED',
): Promise<string> {
  const { shard: _shard, dueAt: _dueAt, lease: _lease, ...ended } = exported;
  const id = ulid();
  const files = ended.files.map((file) => ({ ...file, key: `${organizationId}/${id}/0` }));
  const recipients = ended.recipients.map((recipient) => ({ ...recipient, identityId: operator.identityId }));
  await putRow(sonde, 'exports', {
    ...ended,
    ...newRow(id),
    organizationId,
    status,
    files,
    recipients,
    requestedBy: operator.identityId,
    expiresAt: iso(9),
  });
  return id;
}

/** Puts an import that nothing more becomes of, unless somebody begins or cancels it. @returns its id */
export async function putImport(
  sonde: Sonde,
  { id: organizationId, operator }: Organization,
  status: 'AWAITING_FILE' | 'FAILED',
): Promise<string> {
  const error = { type: 'ValidationError', message: 'The file has no header.' };
  const of = { organizationId, requestedBy: operator.identityId, bytes: 10, withCredentials: true };
  const ended = status === 'FAILED' ? { error, startedAt: iso(-1), endedAt: iso(-1) } : {};
  const row = { ...newRow(), ...of, status, ...ended, succeeded: 0, failed: 0 } satisfies ImportRow;
  await putRow(sonde, 'deviceImports', row);
  return row.id;
}

/** Puts an identity that was invited long enough ago to be invited again. @returns its id */
export async function putInvited(
  sonde: Sonde,
  organizationId: string,
  email = `${ulid()}@elsewhere.example`.toLowerCase(),
): Promise<string> {
  const row = identityRow(organizationId, email);
  await putIdentity(sonde, {
    ...row,
    status: 'INVITED',
    invitation: { sentAt: iso(-1), expiresAt: iso(13), status: 'SENT' },
  });
  return row.id;
}

/** Puts an organization that somebody is invited to. @returns its id */
export async function putInviting(sonde: Sonde, { email }: Member): Promise<string> {
  const id = await putOrganization(sonde);
  await putInvited(sonde, id, email);
  return id;
}

/** Puts an organization that somebody is an active member of. @returns its id */
export async function putFurther(sonde: Sonde, { email, token }: Member): Promise<string> {
  const organizationId = await putOrganization(sonde);
  const sub = decodeJwt(token).sub ?? '';
  const row = { ...identityRow(organizationId, email), sub };
  await putIdentity(sonde, row);
  await putRow(sonde, 'accounts', { sub, organizationId, identityId: row.id, chosenAt: iso(-9) } satisfies AccountRow);
  return organizationId;
}

async function putOrganization(sonde: Sonde): Promise<string> {
  const row = { ...newRow(), name: 'Delta', activeAdministrators: 1 } satisfies OrganizationRow;
  await putRow(sonde, 'organizations', row);
  return row.id;
}

function identityRow(organizationId: string, email: string): IdentityRow {
  const of = { organizationId, kind: 'PERSON', name: 'Somebody', email, role: 'VIEWER', locale: 'en' } as const;
  return { ...newRow(), ...of, status: 'ACTIVE' };
}

async function putIdentity(sonde: Sonde, row: IdentityRow): Promise<void> {
  const { organizationId, id: identityId, email } = row;
  await putRow(sonde, 'identities', row);
  await putRow(sonde, 'memberships', { email, organizationId, identityId } satisfies MembershipRow);
}
