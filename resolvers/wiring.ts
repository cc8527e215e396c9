import type { Mutation, Query, Subscription } from '../schema/generated/types.ts';
import type { TableName } from './tables.ts';

/**
 * The whole API on one page: for every field its data source, or its steps.
 *
 * A field's code is `resolvers/Type.field.ts`; a step's is `resolvers/steps/<name>.ts`. With `before` or `after`, the build makes a pipeline of the
 * steps and the field's own code, in that order; `pipeline` has steps only, and the field's file is what frames them.
 */
export const wiring: Wiring = {
  'Query.me': on('organizations', { before: ['requireActive'] }),
  'Query.organization': on('organizations'),
  'Query.device': on('devices', { after: ['attachLatest'] }),
  'Query.devices': on('devices', { after: ['attachLatest'] }),
  'Query.identity': on('identities'),
  'Query.identities': on('identities'),
  'Query.readings': on('queryReadings', { before: ['requireDevice'] }),
  'Query.aggregates': on('queryReadings', { before: ['requireDevices'] }),
  'Query.dataPeriod': on('queryReadings', { before: ['requireDevice'] }),
  'Query.downsample': on('queryReadings', { before: ['requireDevice'] }),
  'Query.latest': on('latest', { before: ['requireDevices'] }),

  'Query.export': on('exports', { after: ['attachFileUrls'] }),
  'Query.exports': on('exports', { after: ['attachFileUrls'] }),

  'Query.memberships': pipeline(['findAccounts', 'loadStandings']),
  'Query.invitations': pipeline(['findAccounts', 'findInvitations', 'loadStandings']),
  // The links to keys are for whoever is active now: a token would tell what was so when it was made.
  'Query.deviceImport': on('deviceImports', { before: ['requireActive'], after: ['attachImportUrls'] }),
  'Query.deviceImports': on('deviceImports', { before: ['requireActive'], after: ['attachImportUrls'] }),
  'Query.auditEvents': on('auditEvents', { before: ['requireActive'] }),

  'Mutation.updateOrganization': on('organizations', { before: ['requireActive', 'loadOrganization'] }),
  'Mutation.createDevice': on('devices', { before: ['requireActive'], after: ['attachLatest'] }),
  'Mutation.updateDevice': on('devices', { before: ['requireActive', 'loadDevice'], after: ['attachLatest'] }),
  'Mutation.deleteDevice': on('devices', {
    before: ['requireActive', 'loadDevice'],
    after: ['removeCredentials', 'attachLatest', 'deleteLatest'],
  }),
  'Mutation.recordReadings': on('recordReadings', { before: ['requireActive', 'requireDevice', 'auditReadings'] }),
  'Mutation.createIdentity': on('identities', { before: ['requireActive'], after: ['sendInvitation'] }),
  'Mutation.updateIdentity': on('identities', { before: ['requireActive', 'loadIdentity'] }),
  'Mutation.deleteIdentity': on('identities', {
    before: ['requireActive', 'loadIdentity'],
    after: ['removeServiceAccount'],
  }),
  'Mutation.requestExport': on('exports', {
    before: ['requireActive', 'requireDevices', 'findRecipients', 'requireRecipients'],
    after: ['loadRequested', 'startExport', 'attachFileUrls'],
  }),
  'Mutation.cancelExport': on('exports', { before: ['requireActive'], after: ['loadExport', 'startExport'] }),
  'Mutation.deleteExport': on('exports', { before: ['requireActive', 'loadExport'], after: ['startExport'] }),
  'Mutation.resendInvitation': on('identities', {
    before: ['requireActive', 'loadIdentity'],
    after: ['sendInvitation'],
  }),
  'Mutation.revokeInvitation': on('identities', { before: ['requireActive', 'loadIdentity'] }),
  'Mutation.acceptInvitation': on('identities', { before: ['requireActive', 'findInvitations', 'loadStandings'] }),
  'Mutation.switchOrganization': on('accounts', { before: ['requireActive', 'findAccounts', 'loadStandings'] }),
  'Mutation.createService': on('services', { before: ['requireActive'], after: ['giveServiceSecret'] }),
  'Mutation.rotateServiceSecret': on('services', {
    before: ['requireActive', 'loadIdentity'],
    after: ['giveServiceSecret'],
  }),
  'Mutation.revokeServiceSecret': on('services', {
    before: ['requireActive', 'loadIdentity'],
    after: ['voidServiceSecret'],
  }),
  'Mutation.provisionDevice': on('deviceCredentials', {
    before: ['requireActive', 'requireDevice', 'attachLatest'],
  }),
  'Mutation.rotateDeviceCertificate': on('deviceCredentials', {
    before: ['requireActive', 'requireDevice', 'attachLatest'],
  }),
  'Mutation.revokeDeviceCertificate': on('deviceCredentials', {
    before: ['requireActive', 'requireDevice', 'attachLatest'],
  }),
  'Mutation.createDeviceImport': on('deviceImports', { before: ['requireActive', 'signUpload'] }),
  'Mutation.importDevices': on('deviceImports', {
    before: ['requireActive', 'loadImport', 'requireUpload'],
    after: ['loadImport', 'startImport', 'attachImportUrls'],
  }),
  'Mutation.cancelDeviceImport': on('deviceImports', {
    before: ['requireActive'],
    after: ['loadImport', 'startImport', 'attachImportUrls'],
  }),
  // The functions that publish sign with their own roles: there is no identity that could be suspended.
  'Mutation.publishReadings': on('none'),
  'Mutation.publishExport': on('exports'),

  'Subscription.onReadings': pipeline(['requireActive', 'requireDevices']),
  'Subscription.onExport': pipeline(['requireActive', 'loadExport']),
};

/** The data sources: the one thing that a resolver's code may reach, and what its role may do there. */
export const dataSources = {
  organizations: dynamodb({ organizations: ['GetItem', 'UpdateItem'], auditEvents: ['PutItem'] }),
  devices: dynamodb({
    devices: ['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
    auditEvents: ['PutItem'],
  }),
  identities: dynamodb({
    identities: ['DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
    memberships: ['DeleteItem', 'PutItem'],
    accounts: ['DeleteItem', 'PutItem'],
    organizations: ['UpdateItem'],
    auditEvents: ['PutItem'],
  }),
  accounts: dynamodb({ accounts: ['Query', 'UpdateItem'], auditEvents: ['PutItem'] }),
  memberships: dynamodb({ memberships: ['Query'] }),
  standings: dynamodb({ identities: ['BatchGetItem'], organizations: ['BatchGetItem'] }),
  sendInvitation: { type: 'AWS_LAMBDA', function: 'send-invitation' },
  services: dynamodb({
    identities: ['PutItem', 'UpdateItem'],
    memberships: ['PutItem'],
    auditEvents: ['PutItem'],
  }),
  serviceAccounts: { type: 'AWS_LAMBDA', function: 'service-accounts' },
  deviceCredentials: { type: 'AWS_LAMBDA', function: 'device-credentials' },
  latest: dynamodb({ latest: ['BatchGetItem', 'DeleteItem'] }),
  recipients: dynamodb({ memberships: ['BatchGetItem'], identities: ['BatchGetItem'] }),
  exports: dynamodb({
    exports: ['GetItem', 'PutItem', 'Query', 'UpdateItem'],
    exportLedger: ['PutItem', 'UpdateItem'],
    auditEvents: ['PutItem'],
  }),
  startExport: { type: 'AWS_LAMBDA', function: 'export' },
  exportFiles: { type: 'AWS_LAMBDA', function: 'export-files' },
  deviceImports: dynamodb({
    deviceImports: ['GetItem', 'PutItem', 'Query', 'UpdateItem'],
    exportLedger: ['UpdateItem'],
    auditEvents: ['PutItem'],
  }),
  importDevices: { type: 'AWS_LAMBDA', function: 'import-devices' },
  deviceImportFiles: { type: 'AWS_LAMBDA', function: 'device-import-files' },
  queryReadings: { type: 'AWS_LAMBDA', function: 'query-readings' },
  recordReadings: { type: 'AWS_LAMBDA', function: 'record-readings' },
  // Apart, so that who reads events cannot write any.
  auditEvents: dynamodb({ auditEvents: ['Query'] }),
  auditLog: dynamodb({ auditEvents: ['PutItem'] }),
  none: { type: 'NONE' },
} as const satisfies Record<string, DataSourceDefinition>;

/** The steps that fields share, each with its data source. */
export const steps = {
  requireActive: 'identities',
  requireDevice: 'devices',
  requireDevices: 'devices',
  loadDevice: 'devices',
  loadOrganization: 'organizations',
  loadIdentity: 'identities',
  findAccounts: 'accounts',
  findInvitations: 'memberships',
  loadStandings: 'standings',
  sendInvitation: 'sendInvitation',
  giveServiceSecret: 'serviceAccounts',
  voidServiceSecret: 'serviceAccounts',
  removeServiceAccount: 'serviceAccounts',
  attachLatest: 'latest',
  deleteLatest: 'latest',
  removeCredentials: 'deviceCredentials',
  findRecipients: 'recipients',
  requireRecipients: 'recipients',
  auditReadings: 'auditLog',
  loadRequested: 'exports',
  loadExport: 'exports',
  startExport: 'startExport',
  attachFileUrls: 'exportFiles',
  loadImport: 'deviceImports',
  startImport: 'importDevices',
  signUpload: 'deviceImportFiles',
  requireUpload: 'deviceImportFiles',
  attachImportUrls: 'deviceImportFiles',
} as const satisfies Record<string, DataSourceName>;

/** The mutations whose audit event is their function's to write, and why it is not the resolver's. */
export const auditedByFunctions = {
  'Mutation.provisionDevice': 'the certificate is made first: device-credentials writes the event with it into the row',
  'Mutation.rotateDeviceCertificate':
    'the certificate is made first: device-credentials writes the event with it into the row',
  'Mutation.revokeDeviceCertificate':
    'device-credentials takes the certificate out of the row, and writes the event with it',
} as const satisfies Partial<Record<`Mutation.${keyof Mutation}`, string>>;

export type DataSourceName = keyof typeof dataSources;
export type StepName = keyof typeof steps;

export interface FieldWiring {
  /** Where the field's own code sends its request; absent where it only frames the steps. */
  readonly dataSource?: DataSourceName;
  readonly before: readonly StepName[];
  readonly after: readonly StepName[];
}

/** Every root field must be wired, and nothing else may be. */
type Wiring = Readonly<
  Record<`Query.${keyof Query}` | `Mutation.${keyof Mutation}` | `Subscription.${keyof Subscription}`, FieldWiring>
>;

type DynamoDbAction =
  'BatchGetItem' | 'ConditionCheckItem' | 'DeleteItem' | 'GetItem' | 'PutItem' | 'Query' | 'UpdateItem';

/** What a role may do, by table. */
type Rights = Readonly<Partial<Record<TableName, readonly [DynamoDbAction, ...DynamoDbAction[]]>>>;

export type DataSourceDefinition =
  | { readonly type: 'AMAZON_DYNAMODB'; readonly rights: Rights }
  | { readonly type: 'AWS_LAMBDA'; readonly function: string }
  | { readonly type: 'NONE' };

function on(dataSource: DataSourceName, around: { before?: StepName[]; after?: StepName[] } = {}): FieldWiring {
  return { dataSource, before: around.before ?? [], after: around.after ?? [] };
}

function pipeline(before: StepName[]): FieldWiring {
  return { before, after: [] };
}

/** @param rights exactly what the code on the data source needs, by table: the first is its own, the others are those that its transactions and batches name */
function dynamodb(rights: Rights) {
  return { type: 'AMAZON_DYNAMODB', rights } as const;
}
