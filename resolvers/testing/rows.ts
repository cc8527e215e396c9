import type { AuditActor, AuditRow } from '../../functions/shared/audit/event.ts';
import type { CognitoIdentity, IamIdentity } from '../../local/appsync/types.ts';
import type {
  AccountRow,
  DeviceRow,
  ExportRow,
  IdentityRow,
  ImportRow,
  LatestRow,
  MembershipRow,
  OrganizationRow,
} from '../shared/rows.ts';

/** The time of every run, and the id that is made in it. */
export const NOW = '2018-02-06T19:01:35.750Z';
export const NEW_ID = '01C5P7XAC60000000000000000';

export const ORGANIZATION = '01JZ8Q6V5X3M9T2B7C4D1E0F8A';
export const DEVICE = '01JZ8Q6V5X3M9T2B7C4D1E0F8D';
export const OTHER_DEVICE = '01JZ8Q6V5X3M9T2B7C4D1E0F8E';
export const IDENTITY = '01JZ8Q6V5X3M9T2B7C4D1E0F8J';
export const EXPORT = '01JZ8Q6V5X3M9T2B7C4D1E0F8X';
export const IMPORT = '01JZ8Q6V5X3M9T2B7C4D1E0F8Y';

const before = { createdAt: '2018-01-01T00:00:00.000Z', updatedAt: '2018-02-01T00:00:00.000Z', version: 3 };

export const organization: Required<OrganizationRow> = {
  id: ORGANIZATION,
  name: 'Observatory',
  activeAdministrators: 2,
  ...before,
};

export const device: Required<DeviceRow> = {
  organizationId: ORGANIZATION,
  id: DEVICE,
  name: 'Roof',
  description: 'The station on the roof',
  location: { latitude: 47.6, longitude: -122.3, altitude: 12, name: 'Roof of the observatory' },
  metrics: [{ name: 'temperature', label: 'Air temperature', unit: 'Cel' }],
  certificates: [
    {
      id: 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00',
      createdBy: IDENTITY,
      createdAt: '2018-01-02T00:00:00.000Z',
      expiresAt: '2049-12-31T23:59:59.000Z',
    },
  ],
  ...before,
};
const { organizationId: _, ...deviceOfClients } = device;
/** {@link device} as clients see it. */
export const publicDevice = deviceOfClients;

export const latest: Required<LatestRow> = {
  organizationId: ORGANIZATION,
  deviceId: DEVICE,
  lastSeenAt: '2018-02-05T00:00:00.000000001Z',
  readings: { temperature: { time: '2018-02-05T00:00:00.000000001Z', value: 21.5, text: 'mild' } },
};

export const identity: Required<IdentityRow> = {
  organizationId: ORGANIZATION,
  id: IDENTITY,
  kind: 'PERSON',
  name: 'Ada',
  email: 'ada@example.com',
  role: 'ADMINISTRATOR',
  locale: 'en',
  status: 'ACTIVE',
  mailStatus: 'BOUNCED',
  mailStatusAt: '2018-02-02T00:00:00.000Z',
  mailClearedAt: '2018-01-15T00:00:00.000Z',
  sub: '00000000-0000-4000-8000-000000000001',
  invitation: {
    sentAt: '2018-01-01T00:00:00.000Z',
    expiresAt: '2018-01-15T00:00:00.000Z',
    status: 'SENT',
    error: 'none',
  },
  secretCreatedAt: '2018-01-01T00:00:00.000Z',
  ...before,
};
const { organizationId: __, sub: ___, mailClearedAt: ____, ...identityOfClients } = identity;
/** {@link identity} as clients see it. */
export const publicIdentity = identityOfClients;

/** What `requireActive` keeps of {@link identity}. */
export const actor: AuditActor = { identityId: IDENTITY, name: 'Ada', kind: 'PERSON' };

/** An event with all that it can have. */
export const auditEvent: Required<AuditRow> = {
  organizationId: ORGANIZATION,
  id: NEW_ID,
  time: NOW,
  action: 'updateDevice',
  actor,
  targetType: 'Device',
  targetId: DEVICE,
  details: { name: 'Roof', location: { latitude: 47.6 } },
  sourceIp: '192.0.2.1',
  removeAt: 1_552_503_695,
};

export const SERVICE = '01JZ8Q6V5X3M9T2B7C4D1E0F8S';
/** As {@link identity}, but a program. */
export const service: Required<IdentityRow> = {
  ...identity,
  id: SERVICE,
  kind: 'SERVICE',
  name: 'Meter',
  email: '01jz8q6v5x3m9t2b7c4d1e0f8s@services.invalid',
};
/** {@link service} as clients see it. */
export const publicService = { ...publicIdentity, id: SERVICE, kind: 'SERVICE', name: 'Meter', email: service.email };

export const OTHER_ORGANIZATION = '01JZ8Q6V5X3M9T2B7C4D1E0F8B';
export const INVITED = '01JZ8Q6V5X3M9T2B7C4D1E0F8V';
const { sub: _____, ...unbound } = identity;
/** As {@link identity}, in another organization, and not accepted yet. */
export const invited = {
  ...unbound,
  organizationId: OTHER_ORGANIZATION,
  id: INVITED,
  role: 'VIEWER',
  status: 'INVITED',
  invitation: { ...identity.invitation, sentAt: '2018-02-06T00:00:00.000Z', expiresAt: '2018-02-20T00:00:00.000Z' },
} satisfies IdentityRow;

export const account: Required<AccountRow> = {
  sub: identity.sub,
  organizationId: ORGANIZATION,
  identityId: IDENTITY,
  chosenAt: '2018-01-01T00:00:00.000Z',
};

export const membership: Required<MembershipRow> = {
  email: identity.email,
  organizationId: ORGANIZATION,
  identityId: IDENTITY,
};

/** One that has succeeded, with all that any export can have. */
export const exported = {
  organizationId: ORGANIZATION,
  id: EXPORT,
  ...before,
  requestedBy: IDENTITY,
  request: {
    deviceIds: [DEVICE],
    metrics: ['temperature'],
    from: '2018-01-01T00:00:00Z',
    to: '2018-02-01T00:00:00+01:00',
    format: 'CSV',
    layout: 'WIDE',
    window: 'PT1H',
    statistics: ['AVG', 'P95'],
  },
  recipients: [
    { identityId: IDENTITY, status: 'FAILED', attempts: 3, secretHashes: ['5e'.repeat(32)], error: 'No such mailbox' },
  ],
  status: 'SUCCEEDED',
  progress: 99,
  rows: 3_000_000_000,
  bytes: 4_000_000_000,
  files: [{ name: 'readings.csv.gz', key: `${ORGANIZATION}/${EXPORT}/0`, bytes: 4_000_000_000, rows: 3_000_000_000 }],
  error: { type: 'InternalError', message: 'Something went wrong.' },
  startedAt: '2018-02-01T00:00:00.000Z',
  endedAt: '2018-02-01T00:01:00.000Z',
  expiresAt: '2018-02-08T00:01:00.000Z',
  shard: '2',
  dueAt: '2018-02-08T00:01:00.000Z',
  lease: { owner: 'worker', until: '2018-02-01T00:02:00.000Z' },
  work: { isTidy: true },
} satisfies ExportRow;

/** {@link exported} as clients see it, but for the keys of its files, which become links. */
export const publicExport = {
  id: EXPORT,
  ...before,
  ...exported.request,
  status: 'SUCCEEDED',
  progress: 100,
  recipients: [{ identityId: IDENTITY, status: 'FAILED', error: 'No such mailbox' }],
  requestedBy: IDENTITY,
  rows: 3_000_000_000,
  bytes: 4_000_000_000,
  files: exported.files,
  error: exported.error,
  startedAt: exported.startedAt,
  endedAt: exported.endedAt,
  expiresAt: exported.expiresAt,
};

/** One that is COMPLETED, with all that any import can have. */
export const imported = {
  organizationId: ORGANIZATION,
  id: IMPORT,
  ...before,
  requestedBy: IDENTITY,
  bytes: 1024,
  withCredentials: true,
  status: 'COMPLETED',
  rows: 3,
  succeeded: 2,
  failed: 1,
  error: { type: 'InternalError', message: 'Something went wrong.' },
  begunBy: { identityId: IDENTITY, name: 'Ada', kind: 'PERSON' },
  sourceIp: '192.0.2.1',
  startedAt: '2018-02-01T00:00:00.000Z',
  endedAt: '2018-02-06T00:01:00.000Z',
  expiresAt: '2018-02-07T00:01:00.000Z',
  shard: '2',
  dueAt: '2018-02-07T00:01:00.000Z',
  lease: { owner: 'worker', until: '2018-02-01T00:02:00.000Z' },
  work: { file: 'x', done: 3, opened: 3 },
  tries: 0,
  removeAt: 1_525_132_800,
} satisfies ImportRow;

/** {@link imported} as clients see it, with links. */
export const publicImport = {
  id: IMPORT,
  ...before,
  status: 'COMPLETED',
  progress: 100,
  withCredentials: true,
  rows: 3,
  succeeded: 2,
  failed: 1,
  uploadUrl: null,
  reportUrl: 'https://example.com/report',
  credentialsUrl: 'https://example.com/credentials',
  error: imported.error,
  requestedBy: IDENTITY,
  startedAt: imported.startedAt,
  endedAt: imported.endedAt,
  expiresAt: imported.expiresAt,
};

/** Who asks, unless a test says otherwise: {@link identity}, signed in. */
export const caller: CognitoIdentity = {
  sub: identity.sub,
  issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_sonde',
  username: identity.email,
  claims: {
    organization_id: ORGANIZATION,
    identity_id: IDENTITY,
    verified_email: identity.email,
    // At NOW.
    auth_time: 1_517_943_695,
  },
  sourceIp: ['192.0.2.1'],
  defaultAuthStrategy: 'ALLOW',
  groups: ['ADMINISTRATOR'],
};

/** Those who have no organization: their tokens do not say one, or they have no token. */
export const callersOfNoOrganization = {
  'a token without claims': { ...caller, claims: {} },
  'a token with an empty claim': { ...caller, claims: { organization_id: '', identity_id: IDENTITY } },
  'a role of AWS': {
    accountId: '000000000000',
    cognitoIdentityPoolId: null,
    cognitoIdentityId: null,
    cognitoIdentityAuthType: null,
    cognitoIdentityAuthProvider: null,
    sourceIp: ['192.0.2.1'],
    username: 'AROAEXAMPLE:ingest',
    userArn: 'arn:aws:sts::000000000000:assumed-role/ingest/ingest',
  } satisfies IamIdentity,
  nobody: null,
};
