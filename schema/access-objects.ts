import { reached, type Row } from './access-rows.ts';
import type * as schema from './generated/types.ts';

/** The object types of the schema, without those that requests begin with. */
interface ObjectTypes {
  AggregateSeries: schema.AggregateSeries;
  AggregateWindow: schema.AggregateWindow;
  AuditActor: schema.AuditActor;
  AuditEvent: schema.AuditEvent;
  AuditEventPage: schema.AuditEventPage;
  DataPoint: schema.DataPoint;
  Device: schema.Device;
  DeviceCertificate: schema.DeviceCertificate;
  DeviceCredentials: schema.DeviceCredentials;
  DeviceImport: schema.DeviceImport;
  DeviceImportError: schema.DeviceImportError;
  DeviceImportPage: schema.DeviceImportPage;
  DevicePage: schema.DevicePage;
  DownsampledSeries: schema.DownsampledSeries;
  Export: schema.Export;
  ExportError: schema.ExportError;
  ExportEvent: schema.ExportEvent;
  ExportFile: schema.ExportFile;
  ExportPage: schema.ExportPage;
  ExportRecipient: schema.ExportRecipient;
  Identity: schema.Identity;
  IdentityPage: schema.IdentityPage;
  InvalidReading: schema.InvalidReading;
  Invitation: schema.Invitation;
  LatestReadings: schema.LatestReadings;
  Location: schema.Location;
  Me: schema.Me;
  Membership: schema.Membership;
  Metric: schema.Metric;
  MetricPeriod: schema.MetricPeriod;
  Organization: schema.Organization;
  Reading: schema.Reading;
  ReadingBatch: schema.ReadingBatch;
  ReadingPage: schema.ReadingPage;
  ReceivedInvitation: schema.ReceivedInvitation;
  RecordedReadings: schema.RecordedReadings;
  ServiceCredentials: schema.ServiceCredentials;
}

/** The object types that a value leads to. */
type ObjectIn<T> = T extends readonly (infer Item)[]
  ? ObjectIn<Item>
  : T extends object
    ? T | ObjectIn<T[keyof T]>
    : never;
type Answer<Root> = ObjectIn<Root[keyof Root]>;
/** Those that {@link ObjectTypes} lacks. One that is like another but for its name is left to a test. */
type Unlisted = Exclude<
  Answer<schema.Query> | Answer<schema.Mutation> | Answer<schema.Subscription>,
  ObjectTypes[keyof ObjectTypes]
>;

/** Every field of every object type. */
type Objects = [Unlisted] extends [never]
  ? { readonly [Type in keyof ObjectTypes]: Readonly<Record<keyof ObjectTypes[Type], Row>> }
  : 'ObjectTypes lacks an object type of the schema';

type Words<Text extends string> = Text extends `${infer Word} ${infer Rest}` ? Word | Words<Rest> : Text;

/** The same for several fields of a type. The compiler knows their names. */
function fields<Type extends keyof ObjectTypes, Names extends string>(
  _type: Type,
  row: Row,
  names: Names & (Words<Names> extends keyof ObjectTypes[Type] ? unknown : never),
): Record<Words<Names>, Row> {
  return Object.fromEntries(names.split(' ').map((name) => [name, row])) as Record<Words<Names>, Row>;
}

const everybody = reached({ viewer: 'allowed', operator: 'allowed', administrator: 'allowed', suspended: 'untilOld' });
const operators: Row = { ...everybody, viewer: 'unreachable' };
const administrators: Row = { ...operators, operator: 'unreachable' };
const selves: Row = {
  ...reached({ viewer: 'self', operator: 'self', administrator: 'self', suspended: 'selfUntilOld' }),
  foreign: 'self',
};
/** What only such fields lead to as are denied to the suspended. */
const active = { suspended: 'unreachable' } as const;
/** What `ingest` publishes, and gets back. */
const published = { ingest: 'allowed' } as const;

/** Which objects, and which of their fields, those see who may ask for them. */
export const objects = {
  Organization: fields('Organization', everybody, 'id name createdAt updatedAt version'),

  Me: fields('Me', { ...selves, ...active }, 'identity organization'),
  // Roles other than ADMINISTRATOR come to their own identity only, by `me`.
  Identity: fields(
    'Identity',
    { ...everybody, viewer: 'self', operator: 'self' },
    'id kind name email role locale status mailStatus mailStatusAt invitation secretCreatedAt createdAt updatedAt version',
  ),
  IdentityPage: fields('IdentityPage', administrators, 'items nextToken'),
  // One's own is accepted before one has a token.
  Invitation: fields('Invitation', administrators, 'status error sentAt expiresAt'),
  Membership: fields('Membership', selves, 'organizationId organizationName identityId role status isCurrent'),
  ReceivedInvitation: fields('ReceivedInvitation', selves, 'organizationId organizationName role sentAt expiresAt'),
  ServiceCredentials: fields('ServiceCredentials', { ...administrators, ...active }, 'identity username secret'),

  Device: fields(
    'Device',
    everybody,
    'id name description location metrics certificates createdAt updatedAt version lastSeenAt latestReadings',
  ),
  Location: fields('Location', everybody, 'latitude longitude altitude name'),
  Metric: fields('Metric', everybody, 'name label unit'),
  DevicePage: fields('DevicePage', everybody, 'items nextToken'),
  DeviceCertificate: fields('DeviceCertificate', everybody, 'id createdBy createdAt expiresAt'),
  DeviceCredentials: fields(
    'DeviceCredentials',
    { ...operators, ...active },
    'device certificate certificatePem privateKeyPem rootCaUrl endpoint port clientId topic',
  ),
  DeviceImport: {
    ...fields(
      'DeviceImport',
      { ...operators, ...active },
      'id status progress withCredentials rows succeeded failed uploadUrl reportUrl error requestedBy startedAt endedAt expiresAt createdAt updatedAt version',
    ),
    // Keys are for whoever asked for the import, and null for everybody else.
    ...fields('DeviceImport', { ...operators, ...active, operator: 'self', administrator: 'self' }, 'credentialsUrl'),
  },
  DeviceImportError: fields('DeviceImportError', { ...operators, ...active }, 'type message'),
  DeviceImportPage: fields('DeviceImportPage', { ...operators, ...active }, 'items nextToken'),

  Reading: fields('Reading', { ...everybody, ...published }, 'deviceId metric time value text unit declared'),
  ReadingPage: fields('ReadingPage', everybody, 'items nextCursor'),
  ReadingBatch: fields('ReadingBatch', { ...everybody, ...active, ...published }, 'organizationId deviceIds readings'),
  LatestReadings: fields('LatestReadings', everybody, 'deviceId lastSeenAt readings'),
  AggregateSeries: fields('AggregateSeries', everybody, 'deviceId metric unit windows'),
  AggregateWindow: fields(
    'AggregateWindow',
    everybody,
    'begin end filled avg min max sum count first last stddev p50 p90 p95 p99',
  ),
  MetricPeriod: fields('MetricPeriod', everybody, 'metric first last'),
  DownsampledSeries: fields('DownsampledSeries', everybody, 'deviceId metric unit points'),
  DataPoint: fields('DataPoint', everybody, 'time value'),
  RecordedReadings: fields('RecordedReadings', { ...operators, ...active }, 'stored invalid'),
  InvalidReading: fields('InvalidReading', { ...operators, ...active }, 'index reason'),

  Export: fields(
    'Export',
    operators,
    'id status progress deviceIds metrics from to format layout window statistics recipients requestedBy rows bytes files error startedAt endedAt expiresAt createdAt updatedAt version',
  ),
  ExportRecipient: fields('ExportRecipient', operators, 'identityId status error'),
  ExportFile: fields('ExportFile', operators, 'name bytes rows url'),
  ExportError: fields('ExportError', operators, 'type message'),
  ExportPage: fields('ExportPage', operators, 'items nextToken'),
  ExportEvent: fields('ExportEvent', { ...operators, ...active }, 'organizationId id export'),

  AuditEvent: fields(
    'AuditEvent',
    { ...administrators, ...active },
    'id time action actor targetType targetId details sourceIp',
  ),
  AuditActor: fields('AuditActor', { ...administrators, ...active }, 'identityId name kind'),
  AuditEventPage: fields('AuditEventPage', { ...administrators, ...active }, 'items nextToken'),
} satisfies Objects;
