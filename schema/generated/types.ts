export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An extended ISO 8601 date, such as 2026-03-29, with an optional offset. */
  AWSDate: { input: string; output: string; }
  /** An extended ISO 8601 date and time with a compulsory offset (Z or ±hh:mm) and up to nine fraction digits, such as 2026-03-29T01:59:59.999999999Z. */
  AWSDateTime: { input: string; output: string; }
  /** An e-mail address, as RFC 822 has it. */
  AWSEmail: { input: string; output: string; }
  /** An IPv4 or IPv6 address, with an optional CIDR suffix. */
  AWSIPAddress: { input: string; output: string; }
  /** JSON in a string; AppSync parses it before a resolver sees it. */
  AWSJSON: { input: string; output: string; }
  /** A telephone number. */
  AWSPhone: { input: string; output: string; }
  /** An extended ISO 8601 time, such as 12:30:00.000Z, with an optional offset. */
  AWSTime: { input: string; output: string; }
  /** Seconds since 1970-01-01T00:00:00Z, as an integer. */
  AWSTimestamp: { input: number; output: number; }
  /** A URL with its scheme. */
  AWSURL: { input: string; output: string; }
};

/** Whether mail reaches an address. */
export type AddressStatus =
  /** It does not take mail and never will, by what its mail server answered. Exports and invitations are not mailed to it any more. */
  | 'BOUNCED'
  /** Its reader has called a mail of ours spam. Exports and invitations are not mailed to it any more. */
  | 'COMPLAINED'
  /** Nothing is known against it. */
  | 'DELIVERABLE';

/** Statistics of one metric of one device, window by window. */
export type AggregateSeries = {
  /** The device. */
  deviceId: Scalars['ID']['output'];
  /** The metric. */
  metric: Scalars['String']['output'];
  /** The unit of the metric, from the device's metrics; null where they do not have it. */
  unit?: Maybe<Scalars['String']['output']>;
  /** The windows, oldest first. Without `fill` only those with a numeric reading in the period; with it every window of the period. */
  windows: Array<AggregateWindow>;
};

/**
 * One window of a series: [begin, end). Its statistics are those of the numeric readings that are in the window and in the period. Those that were not
 * asked for are null.
 */
export type AggregateWindow = {
  /** The arithmetic mean. */
  avg?: Maybe<Scalars['Float']['output']>;
  /** When the window begins, in UTC. The first window of a period may begin before the period does. */
  begin: Scalars['AWSDateTime']['output'];
  /** How many numeric readings there are: 0 in a window that is filled, whatever it is filled with. */
  count?: Maybe<Scalars['Int']['output']>;
  /** When the next window begins, in UTC. The last window of a period may end after the period does. */
  end: Scalars['AWSDateTime']['output'];
  /** Whether the window has no numeric reading, so that its statistics, if any, are those that `fill` asks for. */
  filled: Scalars['Boolean']['output'];
  /** The value of the earliest reading. */
  first?: Maybe<Scalars['Float']['output']>;
  /** The value of the latest reading. */
  last?: Maybe<Scalars['Float']['output']>;
  /** The largest value. */
  max?: Maybe<Scalars['Float']['output']>;
  /** The smallest value. */
  min?: Maybe<Scalars['Float']['output']>;
  /** The median, approximately. */
  p50?: Maybe<Scalars['Float']['output']>;
  /** The 90th percentile, approximately. */
  p90?: Maybe<Scalars['Float']['output']>;
  /** The 95th percentile, approximately. */
  p95?: Maybe<Scalars['Float']['output']>;
  /** The 99th percentile, approximately. */
  p99?: Maybe<Scalars['Float']['output']>;
  /** The standard deviation of a sample; null of a single reading. */
  stddev?: Maybe<Scalars['Float']['output']>;
  /** The sum. */
  sum?: Maybe<Scalars['Float']['output']>;
};

/** Who did something, as they were then. */
export type AuditActor = {
  /** Their identity, which may have been deleted since. */
  identityId: Scalars['ID']['output'];
  /** Whether it was a person or a service. */
  kind: IdentityKind;
  /** Their name. */
  name: Scalars['String']['output'];
};

/** That somebody did something: one event a mutation, and one a device that an import makes, kept for 400 days. Nobody can change or delete one. */
export type AuditEvent = {
  /** What was done: the name of the mutation, or `joinOrganization` (a first sign-in, which accepts the invitation), `foundOrganization`, `changeEmail`. */
  action: Scalars['String']['output'];
  /** Who did it. */
  actor: AuditActor;
  /** What was asked for, without secrets: the members of the mutation's input that changed something. */
  details?: Maybe<Scalars['AWSJSON']['output']>;
  /** A ULID, given when it was done. */
  id: Scalars['ID']['output'];
  /** The address that the request came from; null of what Sonde itself did on a sign-in. */
  sourceIp?: Maybe<Scalars['AWSIPAddress']['output']>;
  /** The id of what it was done to. */
  targetId: Scalars['ID']['output'];
  /** The kind of what it was done to, such as `Device`. */
  targetType: Scalars['String']['output'];
  /** When it was done. */
  time: Scalars['AWSDateTime']['output'];
};

/** A page of audit events, newest first. */
export type AuditEventPage = {
  /** At most `first` events; fewer, even none, where others were looked at that do not match. There are more as long as there is a `nextToken`. */
  items: Array<AuditEvent>;
  /** Give it as `nextToken` to get the page after this one; null on the last page. */
  nextToken?: Maybe<Scalars['String']['output']>;
};

/** An import to be made. */
export type CreateDeviceImportInput = {
  /** The size of the file in bytes, at most 16 MiB: the upload takes this many, and no others. */
  bytes: Scalars['Int']['input'];
  /** Whether devices get certificates: by the column `certificate_signing_request` where a row has one, else with a key made for them. */
  withCredentials?: InputMaybe<Scalars['Boolean']['input']>;
};

/** A device to be made. */
export type CreateDeviceInput = {
  /** 1 to 2,000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Where it stands. */
  location?: InputMaybe<LocationInput>;
  /** At most 50. */
  metrics?: InputMaybe<Array<MetricInput>>;
  /** 1 to 200 characters. */
  name: Scalars['String']['input'];
};

/** An identity to be made. It is INVITED until the person signs in for the first time, or accepts where they are a member of another organization already. */
export type CreateIdentityInput = {
  /** The address that they will sign in with, at most 254 characters; once an organization. Letter case does not count. */
  email: Scalars['AWSEmail']['input'];
  /** The language of the e-mails that they get. */
  locale?: InputMaybe<Locale>;
  /** 1 to 200 characters. */
  name: Scalars['String']['input'];
  /** What they may do. */
  role: Role;
};

/** A program that is to sign in. */
export type CreateServiceInput = {
  /** 1 to 200 characters. */
  name: Scalars['String']['input'];
  /** What it may do. */
  role: Role;
};

/** A numeric reading. */
export type DataPoint = {
  /** When it was measured, in UTC. */
  time: Scalars['AWSDateTime']['output'];
  /** The value. */
  value: Scalars['Float']['output'];
};

/** A device to be deleted. */
export type DeleteDeviceInput = {
  /** The version that you have seen. Another one in the table fails with ConflictError, the current device in the error's `data`. */
  expectedVersion: Scalars['Int']['input'];
  /** The device to delete. */
  id: Scalars['ID']['input'];
};

/** An identity to be deleted. */
export type DeleteIdentityInput = {
  /** The version that you have seen. Another one in the table fails with ConflictError, the current identity in the error's `data`. */
  expectedVersion: Scalars['Int']['input'];
  /** The identity to delete. */
  id: Scalars['ID']['input'];
};

/** A sensor or a station of sensors in the field: what sends readings. */
export type Device = {
  /** The certificates that it may connect with, oldest first: at most two. */
  certificates: Array<DeviceCertificate>;
  /** When the device was made. */
  createdAt: Scalars['AWSDateTime']['output'];
  /** What else one should know about it. */
  description?: Maybe<Scalars['String']['output']>;
  /** A ULID, given when the device is made and never used again. It is the fourth level of the MQTT topic that the device publishes to. */
  id: Scalars['ID']['output'];
  /** The time of its newest reading; null before the first. */
  lastSeenAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** The newest reading of every metric, by metric name. Kept in DynamoDB: asking for it costs no history query. */
  latestReadings: Array<Reading>;
  /** Where it stands. */
  location?: Maybe<Location>;
  /** What it measures. A reading of another metric is accepted too, and has no unit. */
  metrics: Array<Metric>;
  /** What people call the device. */
  name: Scalars['String']['output'];
  /** When the device's description was last changed; readings do not change it. */
  updatedAt: Scalars['AWSDateTime']['output'];
  /** Counts the changes from 1. Give it as `expectedVersion` to change what you have seen and nothing newer. */
  version: Scalars['Int']['output'];
};

/** A certificate that a device may connect with. */
export type DeviceCertificate = {
  /** When it was made. */
  createdAt: Scalars['AWSDateTime']['output'];
  /** The identity that asked for it. */
  createdBy: Scalars['ID']['output'];
  /** From when on it is no longer good. */
  expiresAt: Scalars['AWSDateTime']['output'];
  /** Its id in AWS IoT: the SHA-256 fingerprint, in hexadecimal. */
  id: Scalars['ID']['output'];
};

/** What a device needs to connect. The private key is given this once. */
export type DeviceCredentials = {
  /** The new certificate. */
  certificate: DeviceCertificate;
  /** The certificate, as PEM. */
  certificatePem: Scalars['String']['output'];
  /** The MQTT client id to connect with. Another one is refused. */
  clientId: Scalars['ID']['output'];
  /** The device, with the new certificate among its own. */
  device: Device;
  /** The host to connect to, over TLS. */
  endpoint: Scalars['String']['output'];
  /** Its port. */
  port: Scalars['Int']['output'];
  /** The private key of the certificate, as PEM; null where there was a signing request, for then the device has it. Nobody can read it again. */
  privateKeyPem?: Maybe<Scalars['String']['output']>;
  /** Where the certificate of the authority is, as PEM, that the server's own certificate is checked by. */
  rootCaUrl: Scalars['AWSURL']['output'];
  /** The one topic that the device may publish to. */
  topic: Scalars['String']['output'];
};

/** Devices to be made from a CSV file: a job, whose report says of each row what became of it. */
export type DeviceImport = {
  /** When it was asked for. */
  createdAt: Scalars['AWSDateTime']['output'];
  /**
   * A link to the devices' certificates and keys, good for 5 minutes: a gzip-compressed file with a JSON object a line, for whoever asked for the
   * import, and for nobody else. Null where there is no report, and without credentials.
   */
  credentialsUrl?: Maybe<Scalars['AWSURL']['output']>;
  /** When all rows were done, or it failed, or was cancelled; null until then. */
  endedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Why the import failed as a whole; null where it did not. */
  error?: Maybe<DeviceImportError>;
  /** When the files are removed, a day after the last row was done; null until then, and where none was. */
  expiresAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** How many rows have become nothing; the report says why. */
  failed: Scalars['Int']['output'];
  /** A ULID, given when the import is made and never used again. */
  id: Scalars['ID']['output'];
  /** How many rows have been done, in percent. */
  progress: Scalars['Int']['output'];
  /** A link to the report, good for 5 minutes: a CSV file with line, name, status, device and error of each row. Null while rows are being done, where none was, and after `expiresAt`. */
  reportUrl?: Maybe<Scalars['AWSURL']['output']>;
  /** The identity that asked for it. */
  requestedBy: Scalars['ID']['output'];
  /** How many rows the file has, without the header; null until it has been read. */
  rows?: Maybe<Scalars['Int']['output']>;
  /** When it was begun; null until then. */
  startedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** How far it is. */
  status: DeviceImportStatus;
  /** How many rows have become devices. */
  succeeded: Scalars['Int']['output'];
  /** When it last changed. */
  updatedAt: Scalars['AWSDateTime']['output'];
  /** Where to PUT the file, within 15 minutes; null except in what `createDeviceImport` answers. */
  uploadUrl?: Maybe<Scalars['AWSURL']['output']>;
  /** Counts the changes from 1. */
  version: Scalars['Int']['output'];
  /** Whether devices get certificates. */
  withCredentials: Scalars['Boolean']['output'];
};

/** Why an import failed as a whole. */
export type DeviceImportError = {
  /** What is wrong, and what would be right. */
  message: Scalars['String']['output'];
  /** The kind of error, as `errorType` of a GraphQL error. */
  type: Scalars['String']['output'];
};

/** A page of imports, newest first. */
export type DeviceImportPage = {
  /** At most `first` imports. */
  items: Array<DeviceImport>;
  /** Give it as `nextToken` to get the page after this one; null on the last page. */
  nextToken?: Maybe<Scalars['String']['output']>;
};

/** How far an import is. */
export type DeviceImportStatus =
  /** Made; its file has yet to be uploaded, and `importDevices` to be called. */
  | 'AWAITING_FILE'
  /** Cancelled before all rows were done. The devices made until then stay; the report names them. */
  | 'CANCELLED'
  /** All rows are done. Some of them may have failed: the report says which. */
  | 'COMPLETED'
  /** It was not begun within an hour, or the file as a whole could not be taken; `error` says why, and no device was made. */
  | 'FAILED'
  /** Asked to begin, not yet begun. */
  | 'QUEUED'
  /** Under way. */
  | 'RUNNING';

/** A page of devices, oldest first. */
export type DevicePage = {
  /** At most `first` devices. */
  items: Array<Device>;
  /** Give it as `nextToken` to get the page after this one; null on the last page. */
  nextToken?: Maybe<Scalars['String']['output']>;
};

/** So many readings of one metric of one device that a chart of them has the shape of all. */
export type DownsampledSeries = {
  /** The device. */
  deviceId: Scalars['ID']['output'];
  /** The metric. */
  metric: Scalars['String']['output'];
  /** The readings, oldest first. Each is one that was measured: none is made up. */
  points: Array<DataPoint>;
  /** The unit of the metric, from the device's metrics; null where they do not have it. */
  unit?: Maybe<Scalars['String']['output']>;
};

/** Readings of a period, gathered into files that recipients get by e-mail as links. */
export type Export = {
  /** How many bytes the files have; null until it has succeeded. A whole number, which may be beyond 32 bits. */
  bytes?: Maybe<Scalars['Float']['output']>;
  /** When it was asked for. */
  createdAt: Scalars['AWSDateTime']['output'];
  /** The devices whose readings it has; null for all devices of the organization. */
  deviceIds?: Maybe<Array<Scalars['ID']['output']>>;
  /** When it succeeded, failed or was cancelled; null until then. */
  endedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Why it failed, and what to do; null where it did not. */
  error?: Maybe<ExportError>;
  /** When the links end, and the files are removed; null until it has succeeded. */
  expiresAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** The files; none until it has succeeded, none after it has expired, and none of a PARQUET export without readings. */
  files: Array<ExportFile>;
  /** The kind of the files. */
  format: ExportFormat;
  /** The earliest time that is in. */
  from: Scalars['AWSDateTime']['output'];
  /** A ULID, given when the export is asked for and never used again. */
  id: Scalars['ID']['output'];
  /** What a row is. */
  layout: ExportLayout;
  /** The metrics that it has; null for all of them. */
  metrics?: Maybe<Array<Scalars['String']['output']>>;
  /** How much is done, in percent: 100 once it has succeeded. */
  progress: Scalars['Int']['output'];
  /** Who gets a mail, and what became of it. */
  recipients: Array<ExportRecipient>;
  /** The identity that asked for it. */
  requestedBy: Scalars['ID']['output'];
  /** How many rows the files have, without the header; null until it has succeeded. A whole number, which may be beyond 32 bits. */
  rows?: Maybe<Scalars['Float']['output']>;
  /** When it was begun; null until then. */
  startedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** The statistics of each window; null where each reading is in the file. */
  statistics?: Maybe<Array<Statistic>>;
  /** How far it is. */
  status: ExportStatus;
  /** The earliest time that is no longer in. */
  to: Scalars['AWSDateTime']['output'];
  /** When it last changed. */
  updatedAt: Scalars['AWSDateTime']['output'];
  /** Counts the changes from 1: of two that `onExport` brings, the one with the higher version is the newer. */
  version: Scalars['Int']['output'];
  /** The length of the windows of statistics, as an ISO 8601 duration; null where each reading is in the file. */
  window?: Maybe<Scalars['String']['output']>;
};

/** Why an export failed. */
export type ExportError = {
  /** What is wrong, and what would be right. */
  message: Scalars['String']['output'];
  /** The kind of error, as `errorType` of a GraphQL error. */
  type: Scalars['String']['output'];
};

/** That an export has changed. */
export type ExportEvent = {
  /** The export as it is now. */
  export: Export;
  /** The export's id. */
  id: Scalars['ID']['output'];
  /** The organization that it belongs to. */
  organizationId: Scalars['ID']['output'];
};

/** One file of an export. */
export type ExportFile = {
  /** Its size. A whole number, which may be beyond 32 bits. */
  bytes: Scalars['Float']['output'];
  /** What it is called when it is downloaded. */
  name: Scalars['String']['output'];
  /** How many rows it has, without the header. A whole number, which may be beyond 32 bits. */
  rows?: Maybe<Scalars['Float']['output']>;
  /** A link that downloads it, good for 5 minutes from now. Null in what `onExport` and `deleteExport` give: ask `export` for it. */
  url?: Maybe<Scalars['AWSURL']['output']>;
};

/** The kind of an export's files. */
export type ExportFormat =
  /**
   * One gzip-compressed CSV file: RFC 4180, UTF-8, with a header, times in UTC as ISO 8601. A text that a spreadsheet would take for a formula has an
   * apostrophe before it. Readings of devices that have been deleted are not in it.
   */
  | 'CSV'
  /** Apache Parquet files as the readings store wrote them, as many as it wrote: without names of devices and units, with readings of devices that have been deleted. */
  | 'PARQUET';

/** What a row of an export is. */
export type ExportLayout =
  /** A row a reading: time, device, metric, unit, value and text. With `statistics` a row a window, device and metric, with a column a statistic. */
  | 'LONG'
  /** A row a time and device, with a column a metric. With `statistics` a row a window and device, with a column a metric and statistic. Needs `metrics`. */
  | 'WIDE';

/** A page of exports, newest first. */
export type ExportPage = {
  /** At most `first` exports. */
  items: Array<Export>;
  /** Give it as `nextToken` to get the page after this one; null on the last page. */
  nextToken?: Maybe<Scalars['String']['output']>;
};

/** Somebody who gets a mail about an export. */
export type ExportRecipient = {
  /** Why the mail could not be sent; null where it could, or may still be. */
  error?: Maybe<Scalars['String']['output']>;
  /** Their identity. */
  identityId: Scalars['ID']['output'];
  /** What became of the mail. */
  status: MailStatus;
};

/** How far an export is. */
export type ExportStatus =
  /** Cancelled before it had ended: it has no files, and what was made of them is removed. */
  | 'CANCELLED'
  /** It had succeeded, and its files have been removed since. */
  | 'EXPIRED'
  /** It could not be made; `error` says why. */
  | 'FAILED'
  /** Asked for, not yet begun. */
  | 'QUEUED'
  /** Under way. */
  | 'RUNNING'
  /** Its files are ready. */
  | 'SUCCEEDED';

/** What becomes of windows that have no numeric reading. */
export type Fill =
  /** Their statistics lie on the straight line between the nearest windows with readings before and after, by when they begin; null where either is missing. */
  | 'LINEAR'
  /** They are left out. */
  | 'NONE'
  /** Their statistics are null. */
  | 'NULL'
  /** They have the statistics of the window before; null where there is none in the period. */
  | 'PREVIOUS';

/** A person or a service of an organization: who may see it, and what they may do. */
export type Identity = {
  /** When the identity was made. */
  createdAt: Scalars['AWSDateTime']['output'];
  /** The address that they sign in with. */
  email: Scalars['AWSEmail']['output'];
  /** A ULID, given when the identity is made and never used again. */
  id: Scalars['ID']['output'];
  /** The invitation that has not been accepted; null once it has, of a service, and of an organization's first administrator, who was not mailed one. */
  invitation?: Maybe<Invitation>;
  /** Whether it is a person or a service. */
  kind: IdentityKind;
  /** The language of the e-mails that they get. */
  locale: Locale;
  /** Whether mail reaches them. The mail service says so by itself, so that it counts as no change: neither `updatedAt` nor `version` tells of it. */
  mailStatus: AddressStatus;
  /** When mail last bounced, or was complained about; null while `mailStatus` is DELIVERABLE. */
  mailStatusAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** What people call them. */
  name: Scalars['String']['output'];
  /** What they may do. */
  role: Role;
  /** When the secret of a service was made; null of a person, and of a service without one. */
  secretCreatedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Whether they may sign in. */
  status: IdentityStatus;
  /** When the identity was last changed. */
  updatedAt: Scalars['AWSDateTime']['output'];
  /** Counts the changes from 1. Give it as `expectedVersion` to change what you have seen and nothing newer. */
  version: Scalars['Int']['output'];
};

/** Who an identity stands for. */
export type IdentityKind =
  /** A human being. */
  | 'PERSON'
  /** A program. */
  | 'SERVICE';

/** A page of identities, oldest first. */
export type IdentityPage = {
  /** At most `first` identities. */
  items: Array<Identity>;
  /** Give it as `nextToken` to get the page after this one; null on the last page. */
  nextToken?: Maybe<Scalars['String']['output']>;
};

/** Whether an identity may sign in. */
export type IdentityStatus =
  /** May sign in. */
  | 'ACTIVE'
  /** Made by an administrator; nobody has signed in as it, or accepted the invitation, yet. */
  | 'INVITED'
  /** May not sign in. */
  | 'SUSPENDED';

/** A reading that cannot be stored. */
export type InvalidReading = {
  /** Its place in the input, from 0. */
  index: Scalars['Int']['output'];
  /** What is wrong, in a sentence for a person. */
  reason: Scalars['String']['output'];
};

/** An invitation that has not been accepted. */
export type Invitation = {
  /** Why the mail could not be sent; null where it could, or may still be. */
  error?: Maybe<Scalars['String']['output']>;
  /** From when on it can no longer be accepted, unless it is sent again. */
  expiresAt: Scalars['AWSDateTime']['output'];
  /** When it was last sent, or asked to be. */
  sentAt: Scalars['AWSDateTime']['output'];
  /** What became of the mail. */
  status: MailStatus;
};

/** An invitation to be sent again, or to be revoked. */
export type InvitationInput = {
  /** The version that you have seen. Another one in the table fails with ConflictError, the current identity in the error's `data`. */
  expectedVersion: Scalars['Int']['input'];
  /** The identity that is invited. */
  id: Scalars['ID']['input'];
};

/** The newest readings of one device. */
export type LatestReadings = {
  /** The device. */
  deviceId: Scalars['ID']['output'];
  /** The time of its newest reading of any metric; null before the first. */
  lastSeenAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** The newest reading of each metric, by metric name. */
  readings: Array<Reading>;
};

/** A language. */
export type Locale =
  /** English. */
  | 'en'
  /** French. */
  | 'fr';

/** A place on Earth. */
export type Location = {
  /** Metres above mean sea level. */
  altitude?: Maybe<Scalars['Float']['output']>;
  /** Degrees north, WGS 84, -90 to 90. */
  latitude: Scalars['Float']['output'];
  /** Degrees east, WGS 84, -180 to 180. */
  longitude: Scalars['Float']['output'];
  /** What people call the place. */
  name?: Maybe<Scalars['String']['output']>;
};

/** A place on Earth. */
export type LocationInput = {
  /** Metres above mean sea level, -12,000 to 100,000. */
  altitude?: InputMaybe<Scalars['Float']['input']>;
  /** Degrees north, WGS 84, -90 to 90. */
  latitude: Scalars['Float']['input'];
  /** Degrees east, WGS 84, -180 to 180. */
  longitude: Scalars['Float']['input'];
  /** What people call the place, 1 to 200 characters. */
  name?: InputMaybe<Scalars['String']['input']>;
};

/** What became of a mail. */
export type MailStatus =
  /** Not sent, and not tried again; `error` says why. The export itself is as it is. */
  | 'FAILED'
  /** Not yet sent. It stays so where the export is cancelled first. */
  | 'PENDING'
  /** Handed to the mail service. */
  | 'SENT';

/** Who the caller is. */
export type Me = {
  /** The caller's identity, as it is now. */
  identity: Identity;
  /** The caller's organization. */
  organization: Organization;
};

/** That the caller has an identity in an organization. */
export type Membership = {
  /** The caller's identity there. */
  identityId: Scalars['ID']['output'];
  /** Whether the caller's token is of this organization. */
  isCurrent: Scalars['Boolean']['output'];
  /** The organization. */
  organizationId: Scalars['ID']['output'];
  /** What people call it. */
  organizationName: Scalars['String']['output'];
  /** What the caller may do there. */
  role: Role;
  /** Whether the caller may sign in there. */
  status: IdentityStatus;
};

/** One quantity that a device measures. */
export type Metric = {
  /** What people call it, such as `Air temperature`. */
  label?: Maybe<Scalars['String']['output']>;
  /** The name that the device's messages use, such as `temperature`. */
  name: Scalars['String']['output'];
  /** The unit of its values, as UCUM or SenML write it, such as `Cel`, `hPa`, `m/s`. */
  unit?: Maybe<Scalars['String']['output']>;
};

/** One quantity that a device measures. */
export type MetricInput = {
  /** 1 to 200 characters. */
  label?: InputMaybe<Scalars['String']['input']>;
  /** A letter or digit, then letters, digits, `-`, `:`, `.`, `/` or `_`; at most 64 characters, once a device. */
  name: Scalars['String']['input'];
  /** 1 to 32 characters. */
  unit?: InputMaybe<Scalars['String']['input']>;
};

/** How far the readings of one metric reach. */
export type MetricPeriod = {
  /** The time of its first reading that is stored. */
  first: Scalars['AWSDateTime']['output'];
  /** The time of its last reading that is stored. */
  last: Scalars['AWSDateTime']['output'];
  /** The metric. */
  metric: Scalars['String']['output'];
};

/** What a caller can change, each of their own organization and by their role. */
export type Mutation = {
  /** Accepts the invitation of an organization. The caller's token stays as it is: `switchOrganization` is what changes to it. Without one that is good now it is a NotFoundError. */
  acceptInvitation: Membership;
  /** Cancels an import that has not ended. One that is CANCELLED already is answered as it is; one that has ended otherwise is a ValidationError. */
  cancelDeviceImport: DeviceImport;
  /** Cancels an export that has not ended; what there is of it is removed, and nobody gets a mail. One that is CANCELLED already is answered as it is; one that has ended otherwise is a ValidationError, an unknown id a NotFoundError. */
  cancelExport: Export;
  /** Makes a device. Its credentials are another matter: the device's id names its MQTT topic, nothing more. */
  createDevice: Device;
  /** Makes an import, and answers where to upload its file: CSV in UTF-8 with a header and at most 10,000 rows. An organization has at most two that have not ended: a third is a LimitExceededError. */
  createDeviceImport: DeviceImport;
  /** Makes an identity for a person and mails them an invitation, good for 14 days. They sign up with that e-mail address; who has signed up already accepts it. */
  createIdentity: Identity;
  /** Makes an identity for a program. It is INVITED until the program signs in for the first time. */
  createService: ServiceCredentials;
  /** Deletes a device and answers it as it was. From then on its readings are not found; they fall to retention. */
  deleteDevice: Device;
  /** Deletes an export with its files and links, whatever its status, and answers it as it was. An unknown id is a NotFoundError; one that ends at this very moment is a ConflictError, and may be deleted again. */
  deleteExport: Export;
  /** Deletes an identity, ends its open subscriptions, and answers it as it was: an invitation is void then, the secret of a service too. The organization keeps at least one active administrator. */
  deleteIdentity: Identity;
  /**
   * Begins an import whose file has been uploaded, within an hour of its making. It is made in the background, each row wholly or not at all. One that has
   * been begun already is answered as it is, so that asking again makes no device twice.
   */
  importDevices: DeviceImport;
  /**
   * Gives a device a certificate, beside the one that it may have already: at most two, so that a device in the field can change over from one to the
   * other, whereupon the old one is revoked. A third is a LimitExceededError.
   */
  provisionDevice: DeviceCredentials;
  /** Pushes an export as it is now to the subscribers of `onExport`; nothing, and null, where it has been deleted. For Sonde's own export function. */
  publishExport?: Maybe<ExportEvent>;
  /** Pushes stored readings to the subscribers of `onReadings`. For Sonde's own ingest function; it stores nothing. */
  publishReadings: ReadingBatch;
  /**
   * Stores readings as if their device had sent them, however old they are, as far as the store's retention reaches. The same readings again change
   * nothing; another value for the same metric and time replaces the one before. Those of the last hour are pushed to subscribers. An unknown device is a
   * NotFoundError; where not all could be stored now it is a TimeoutError, and the same can be recorded again.
   */
  recordReadings: RecordedReadings;
  /**
   * Asks for an export. It is made in the background: `onExport` tells how far it is, and recipients get a mail when it has succeeded or failed.
   * An organization has at most 5 exports that have not ended, asks for at most 100 in a UTC day, and for no more that day once their files have
   * 50 GiB: beyond that is a LimitExceededError. An export whose files would have more than 50 GiB fails.
   */
  requestExport: Export;
  /** Mails the invitation again, good for 14 days from now; at most once a minute. An identity that is not INVITED, or is a service, is a ValidationError. */
  resendInvitation: Identity;
  /** Makes certificates of a device void at once, ends the connection that it has open, and answers the device. */
  revokeDeviceCertificate: Device;
  /** Takes an invitation back: deletes the identity and answers it as it was. One that is not INVITED, or is a service, is a ValidationError. */
  revokeInvitation: Identity;
  /** Makes the secret of a service void, as `rotateServiceSecret` does, without another one, and ends its open subscriptions. A person is a ValidationError. */
  revokeServiceSecret: Identity;
  /** Gives a device a new certificate instead of all that it has: these are void at once, and the connection that it has open is ended. */
  rotateDeviceCertificate: DeviceCredentials;
  /**
   * Gives a service another secret. The one before is void at once and so are its refresh tokens; with an access token that is out it changes nothing more
   * and opens no subscription, and reads for 15 minutes at most. A person is a ValidationError.
   */
  rotateServiceSecret: ServiceCredentials;
  /**
   * Has the caller's next tokens be of another organization: refresh the session, or sign in again. An organization that the caller is not an active
   * member of is a NotFoundError.
   */
  switchOrganization: Membership;
  /** Changes a device. */
  updateDevice: Device;
  /** Changes an identity. A role counts from the person's next mutation or subscription on, and another one ends what they have open of `onExport`; a suspension ends all of their open subscriptions. */
  updateIdentity: Identity;
  /** Changes the caller's organization. */
  updateOrganization: Organization;
};


/** What a caller can change, each of their own organization and by their role. */
export type MutationAcceptInvitationArgs = {
  organizationId: Scalars['ID']['input'];
};


/** What a caller can change, each of their own organization and by their role. */
export type MutationCancelDeviceImportArgs = {
  id: Scalars['ID']['input'];
};


/** What a caller can change, each of their own organization and by their role. */
export type MutationCancelExportArgs = {
  id: Scalars['ID']['input'];
};


/** What a caller can change, each of their own organization and by their role. */
export type MutationCreateDeviceArgs = {
  input: CreateDeviceInput;
};


/** What a caller can change, each of their own organization and by their role. */
export type MutationCreateDeviceImportArgs = {
  input: CreateDeviceImportInput;
};


/** What a caller can change, each of their own organization and by their role. */
export type MutationCreateIdentityArgs = {
  input: CreateIdentityInput;
};


/** What a caller can change, each of their own organization and by their role. */
export type MutationCreateServiceArgs = {
  input: CreateServiceInput;
};


/** What a caller can change, each of their own organization and by their role. */
export type MutationDeleteDeviceArgs = {
  input: DeleteDeviceInput;
};


/** What a caller can change, each of their own organization and by their role. */
export type MutationDeleteExportArgs = {
  id: Scalars['ID']['input'];
};


/** What a caller can change, each of their own organization and by their role. */
export type MutationDeleteIdentityArgs = {
  input: DeleteIdentityInput;
};


/** What a caller can change, each of their own organization and by their role. */
export type MutationImportDevicesArgs = {
  id: Scalars['ID']['input'];
};


/** What a caller can change, each of their own organization and by their role. */
export type MutationProvisionDeviceArgs = {
  input: ProvisionDeviceInput;
};


/** What a caller can change, each of their own organization and by their role. */
export type MutationPublishExportArgs = {
  id: Scalars['ID']['input'];
  organizationId: Scalars['ID']['input'];
};


/** What a caller can change, each of their own organization and by their role. */
export type MutationPublishReadingsArgs = {
  input: PublishReadingsInput;
};


/** What a caller can change, each of their own organization and by their role. */
export type MutationRecordReadingsArgs = {
  input: RecordReadingsInput;
};


/** What a caller can change, each of their own organization and by their role. */
export type MutationRequestExportArgs = {
  input: RequestExportInput;
};


/** What a caller can change, each of their own organization and by their role. */
export type MutationResendInvitationArgs = {
  input: InvitationInput;
};


/** What a caller can change, each of their own organization and by their role. */
export type MutationRevokeDeviceCertificateArgs = {
  input: RevokeDeviceCertificateInput;
};


/** What a caller can change, each of their own organization and by their role. */
export type MutationRevokeInvitationArgs = {
  input: InvitationInput;
};


/** What a caller can change, each of their own organization and by their role. */
export type MutationRevokeServiceSecretArgs = {
  input: ServiceSecretInput;
};


/** What a caller can change, each of their own organization and by their role. */
export type MutationRotateDeviceCertificateArgs = {
  input: ProvisionDeviceInput;
};


/** What a caller can change, each of their own organization and by their role. */
export type MutationRotateServiceSecretArgs = {
  input: ServiceSecretInput;
};


/** What a caller can change, each of their own organization and by their role. */
export type MutationSwitchOrganizationArgs = {
  organizationId: Scalars['ID']['input'];
};


/** What a caller can change, each of their own organization and by their role. */
export type MutationUpdateDeviceArgs = {
  input: UpdateDeviceInput;
};


/** What a caller can change, each of their own organization and by their role. */
export type MutationUpdateIdentityArgs = {
  input: UpdateIdentityInput;
};


/** What a caller can change, each of their own organization and by their role. */
export type MutationUpdateOrganizationArgs = {
  input: UpdateOrganizationInput;
};

/** The tenant: everything in Sonde belongs to one organization, and a caller sees only that of their own token. */
export type Organization = {
  /** When the organization was made. */
  createdAt: Scalars['AWSDateTime']['output'];
  /** A ULID. It is the third level of the MQTT topics that the organization's devices publish to. */
  id: Scalars['ID']['output'];
  /** What people call the organization; it stands in e-mails and in the console. */
  name: Scalars['String']['output'];
  /** When the organization was last changed. */
  updatedAt: Scalars['AWSDateTime']['output'];
  /** Counts the changes from 1. Give it as `expectedVersion` to change what you have seen and nothing newer. */
  version: Scalars['Int']['output'];
};

/** A device that is to get credentials. */
export type ProvisionDeviceInput = {
  /** A certificate signing request (PKCS #10) as PEM, at most 4,096 characters, of a key that never leaves the device: RSA of 2,048 bits or more, or ECDSA on P-256, P-384 or P-521. Without one a key is made. */
  certificateSigningRequest?: InputMaybe<Scalars['String']['input']>;
  /** The device. */
  deviceId: Scalars['ID']['input'];
};

/** Readings of one organization that have just been stored. */
export type PublishReadingsInput = {
  /** The devices that they are of, each once. */
  deviceIds: Array<Scalars['ID']['input']>;
  /** The organization that they belong to. */
  organizationId: Scalars['ID']['input'];
  /** The readings. */
  readings: Array<ReadingInput>;
};

/** What a caller can ask, each of their own organization. */
export type Query = {
  /**
   * Statistics of the numeric readings in [from, to), window by window: a series for every device and metric that is asked for, in the order of their
   * lists. A period, or the number of series, that makes more than 10,000 windows is a LimitExceededError, whose `data` has the `limit`, how many `windows`
   * there would be, and a `window` that fits, the shortest of the usual ones, or null where none does. An unknown device is a NotFoundError.
   */
  aggregates: Array<AggregateSeries>;
  /** What was done in the caller's organization, newest first. */
  auditEvents: AuditEventPage;
  /** When the first and the last stored reading of every metric of a device were measured, by metric name. An unknown device is a NotFoundError. */
  dataPeriod: Array<MetricPeriod>;
  /** One device of the caller's organization. An unknown id is a NotFoundError. */
  device?: Maybe<Device>;
  /** One import of the caller's organization. An unknown id is a NotFoundError. */
  deviceImport?: Maybe<DeviceImport>;
  /** The imports of the caller's organization, newest first. Each is there until 90 days after it was made. */
  deviceImports: DeviceImportPage;
  /** The devices of the caller's organization, oldest first. */
  devices: DevicePage;
  /**
   * At most `points` numeric readings in [from, to) of each metric, chosen so that a line through them looks as one through all: the first, the last, a
   * smallest and a largest of all are among them. A metric that has no more than `points` readings is answered whole. In the order of `metrics`. An
   * unknown device is a NotFoundError.
   */
  downsample: Array<DownsampledSeries>;
  /** One export of the caller's organization. An unknown id is a NotFoundError. */
  export?: Maybe<Export>;
  /** The exports of the caller's organization, newest first. Each is there until 90 days after its end or, if it succeeded, after it has expired. */
  exports: ExportPage;
  /** The identities of the caller's organization, oldest first. */
  identities: IdentityPage;
  /** One identity of the caller's organization. An unknown id is a NotFoundError. */
  identity?: Maybe<Identity>;
  /** The invitations to the caller's e-mail address that can be accepted now, by the organizations' names. A service has none. */
  invitations: Array<ReceivedInvitation>;
  /** The newest readings of up to 50 devices, in the order of their ids given. An unknown device is a NotFoundError. */
  latest: Array<LatestReadings>;
  /** Who the caller is. */
  me: Me;
  /** The organizations that the caller may sign in to, or might if they were not suspended there, by name; of more than 50 the oldest 50. */
  memberships: Array<Membership>;
  /** The caller's own organization. */
  organization: Organization;
  /** The stored readings of one device in [from, to), page by page. An unknown device is a NotFoundError. */
  readings: ReadingPage;
};


/** What a caller can ask, each of their own organization. */
export type QueryAggregatesArgs = {
  deviceIds: Array<Scalars['ID']['input']>;
  fill?: InputMaybe<Fill>;
  from: Scalars['AWSDateTime']['input'];
  metrics: Array<Scalars['String']['input']>;
  statistics: Array<Statistic>;
  timeZone?: InputMaybe<Scalars['String']['input']>;
  to: Scalars['AWSDateTime']['input'];
  window: Scalars['String']['input'];
};


/** What a caller can ask, each of their own organization. */
export type QueryAuditEventsArgs = {
  action?: InputMaybe<Scalars['String']['input']>;
  actorId?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  from?: InputMaybe<Scalars['AWSDateTime']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  targetId?: InputMaybe<Scalars['ID']['input']>;
  to?: InputMaybe<Scalars['AWSDateTime']['input']>;
};


/** What a caller can ask, each of their own organization. */
export type QueryDataPeriodArgs = {
  deviceId: Scalars['ID']['input'];
};


/** What a caller can ask, each of their own organization. */
export type QueryDeviceArgs = {
  id: Scalars['ID']['input'];
};


/** What a caller can ask, each of their own organization. */
export type QueryDeviceImportArgs = {
  id: Scalars['ID']['input'];
};


/** What a caller can ask, each of their own organization. */
export type QueryDeviceImportsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


/** What a caller can ask, each of their own organization. */
export type QueryDevicesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


/** What a caller can ask, each of their own organization. */
export type QueryDownsampleArgs = {
  deviceId: Scalars['ID']['input'];
  from: Scalars['AWSDateTime']['input'];
  metrics: Array<Scalars['String']['input']>;
  points?: InputMaybe<Scalars['Int']['input']>;
  to: Scalars['AWSDateTime']['input'];
};


/** What a caller can ask, each of their own organization. */
export type QueryExportArgs = {
  id: Scalars['ID']['input'];
};


/** What a caller can ask, each of their own organization. */
export type QueryExportsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


/** What a caller can ask, each of their own organization. */
export type QueryIdentitiesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


/** What a caller can ask, each of their own organization. */
export type QueryIdentityArgs = {
  id: Scalars['ID']['input'];
};


/** What a caller can ask, each of their own organization. */
export type QueryLatestArgs = {
  deviceIds: Array<Scalars['ID']['input']>;
  metrics?: InputMaybe<Array<Scalars['String']['input']>>;
};


/** What a caller can ask, each of their own organization. */
export type QueryReadingsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  deviceId: Scalars['ID']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
  from: Scalars['AWSDateTime']['input'];
  metrics?: InputMaybe<Array<Scalars['String']['input']>>;
  order?: InputMaybe<TimeOrder>;
  to: Scalars['AWSDateTime']['input'];
};

/** One measured value: of one metric, by one device, at one time. */
export type Reading = {
  /** Whether the device's metrics name its metric. A reading of another one is kept all the same, and has no unit. */
  declared: Scalars['Boolean']['output'];
  /** The device that measured it. */
  deviceId: Scalars['ID']['output'];
  /** What was measured, such as `temperature`. */
  metric: Scalars['String']['output'];
  /** The value of a textual reading. */
  text?: Maybe<Scalars['String']['output']>;
  /** When it was measured, in UTC, to the nanosecond where the device is that exact. */
  time: Scalars['AWSDateTime']['output'];
  /** The unit, from the device's metrics; null where they do not have it. */
  unit?: Maybe<Scalars['String']['output']>;
  /** The value of a numeric reading. */
  value?: Maybe<Scalars['Float']['output']>;
};

/** Readings of one organization that have just been stored. */
export type ReadingBatch = {
  /** The devices that they are of, each once. A subscription filters by it. */
  deviceIds: Array<Scalars['ID']['output']>;
  /** The organization that they belong to. */
  organizationId: Scalars['ID']['output'];
  /** The readings. */
  readings: Array<Reading>;
};

/** One reading to be published. */
export type ReadingInput = {
  /** Whether the device's metrics name its metric. */
  declared: Scalars['Boolean']['input'];
  /** The device that measured it. */
  deviceId: Scalars['ID']['input'];
  /** What was measured. */
  metric: Scalars['String']['input'];
  /** The value of a textual reading. */
  text?: InputMaybe<Scalars['String']['input']>;
  /** When it was measured. */
  time: Scalars['AWSDateTime']['input'];
  /** The unit. */
  unit?: InputMaybe<Scalars['String']['input']>;
  /** The value of a numeric reading. */
  value?: InputMaybe<Scalars['Float']['input']>;
};

/** A page of readings. */
export type ReadingPage = {
  /** At most `first` readings, in the order asked for; those of the same time by metric name, in the same direction. */
  items: Array<Reading>;
  /** Give it as `after` to get the readings after this page; null where there are none. */
  nextCursor?: Maybe<Scalars['String']['output']>;
};

/** An invitation to the caller, of an organization that they are not yet a member of. */
export type ReceivedInvitation = {
  /** From when on it can no longer be accepted. */
  expiresAt: Scalars['AWSDateTime']['output'];
  /** The organization that invites. */
  organizationId: Scalars['ID']['output'];
  /** What people call it. */
  organizationName: Scalars['String']['output'];
  /** What the caller will be able to do there. */
  role: Role;
  /** When it was sent. */
  sentAt: Scalars['AWSDateTime']['output'];
};

/** Readings of one device to be recorded. */
export type RecordReadingsInput = {
  /** The device that measured them. */
  deviceId: Scalars['ID']['input'];
  /** 1 to 1,000. */
  readings: Array<RecordedReadingInput>;
};

/** One reading to be recorded: a value or a text. */
export type RecordedReadingInput = {
  /** What was measured: a letter or digit, then letters, digits, `-`, `:`, `.`, `/` or `_`; at most 64 characters. */
  metric: Scalars['String']['input'];
  /** The value of a textual reading, 1 to 1,024 bytes in UTF-8. */
  text?: InputMaybe<Scalars['String']['input']>;
  /** When it was measured, from 1970 on, and at most 15 minutes ahead. */
  time: Scalars['AWSDateTime']['input'];
  /** The value of a numeric reading: its size is 0, or from 1e-130 to 9.9e125. */
  value?: InputMaybe<Scalars['Float']['input']>;
};

/** What became of readings that were to be recorded. */
export type RecordedReadings = {
  /** Those that cannot be stored. */
  invalid: Array<InvalidReading>;
  /** How many of them are stored: all but the invalid ones. */
  stored: Scalars['Int']['output'];
};

/** An export to be made. */
export type RequestExportInput = {
  /** 1 to 64 printable ASCII characters of the caller's choice: the same caller who asks the same again with the same token, within a week, gets the export of the first time. Anything else asked with it is a ConflictError, and so is the same when that export has been deleted. */
  clientToken?: InputMaybe<Scalars['String']['input']>;
  /** Only these devices, 1 to 100, each once; all devices of the organization when left out. */
  deviceIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** The kind of the files. */
  format?: InputMaybe<ExportFormat>;
  /** The earliest time that is in, with its seconds; from 1970 on. */
  from: Scalars['AWSDateTime']['input'];
  /** What a row is. */
  layout?: InputMaybe<ExportLayout>;
  /** Only these metrics, 1 to 50, each once; all of them when left out. WIDE needs them: they are its columns. */
  metrics?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Who gets a mail with a link: addresses of active people of the organization, at most 20, each once; to one that is not DELIVERABLE none is sent, and the recipient is FAILED. When left out, the caller if that is a person; nobody when empty. */
  recipients?: InputMaybe<Array<Scalars['AWSEmail']['input']>>;
  /** With `window`: the statistics of each window, each once, instead of the readings themselves. */
  statistics?: InputMaybe<Array<Statistic>>;
  /** The earliest time that is no longer in, with its seconds; at least a millisecond after `from`, and before 2262-04-11T23:47:16Z. */
  to: Scalars['AWSDateTime']['input'];
  /** With `statistics`: the length of the windows, as an ISO 8601 duration of one unit from PT1S to P366D, such as PT15M, PT1H or P1D. They follow each other from 1970-01-01T00:00:00Z on, and the time of a row is that at which its window begins. */
  window?: InputMaybe<Scalars['String']['input']>;
};

/** Certificates that are to be revoked. */
export type RevokeDeviceCertificateInput = {
  /** Only this one; all of the device's when left out. One that the device does not have is a NotFoundError. */
  certificateId?: InputMaybe<Scalars['ID']['input']>;
  /** The device. */
  deviceId: Scalars['ID']['input'];
};

/** What an identity may do in its organization; each role may do all that the ones after it may. */
export type Role =
  /** Manages identities and the organization, and reads the audit events. */
  | 'ADMINISTRATOR'
  /** Manages devices, their certificates, imports and exports, and records readings. */
  | 'OPERATOR'
  /** Reads. */
  | 'VIEWER';

/** How a program signs in as a service: by USER_PASSWORD_AUTH, at the user pool's client for services. The secret is given this once. */
export type ServiceCredentials = {
  /** The identity. */
  identity: Identity;
  /** The password. Nobody can read it again; where it is lost, rotate it. */
  secret: Scalars['String']['output'];
  /** The user name, which is the identity's e-mail address. It takes no mail. */
  username: Scalars['String']['output'];
};

/** A service whose secret is to be changed. */
export type ServiceSecretInput = {
  /** The version that you have seen. Another one in the table fails with ConflictError, the current identity in the error's `data`. */
  expectedVersion: Scalars['Int']['input'];
  /** The identity of the service. */
  id: Scalars['ID']['input'];
};

/** A figure about the numeric readings of a window. */
export type Statistic =
  /** The arithmetic mean. */
  | 'AVG'
  /** How many readings there are: in an export textual ones too. */
  | 'COUNT'
  /** The value of the earliest reading. */
  | 'FIRST'
  /** The value of the latest reading. */
  | 'LAST'
  /** The largest value. */
  | 'MAX'
  /** The smallest value. */
  | 'MIN'
  /** The median, approximately. */
  | 'P50'
  /** The 90th percentile, approximately. */
  | 'P90'
  /** The 95th percentile, approximately. */
  | 'P95'
  /** The 99th percentile, approximately. */
  | 'P99'
  /** The standard deviation of a sample. */
  | 'STDDEV'
  /** The sum. */
  | 'SUM';

/** What a caller can be told of as it happens, each of their own organization. */
export type Subscription = {
  /** The exports of the caller's organization, each time that one changes: at least every 2 seconds while it is under way, and when it has ended. A deletion is not told. */
  onExport?: Maybe<ExportEvent>;
  /** New readings of the caller's organization, in batches, as they are stored. */
  onReadings?: Maybe<ReadingBatch>;
};


/** What a caller can be told of as it happens, each of their own organization. */
export type SubscriptionOnExportArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
};


/** What a caller can be told of as it happens, each of their own organization. */
export type SubscriptionOnReadingsArgs = {
  deviceIds?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** An order in time. */
export type TimeOrder =
  /** Oldest first. */
  | 'ASC'
  /** Newest first. */
  | 'DESC';

/** What can be changed about a device. A member that is left out stays as it is; null empties it. */
export type UpdateDeviceInput = {
  /** 1 to 2,000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** The version that you have seen. Another one in the table fails with ConflictError, the current device in the error's `data`. */
  expectedVersion: Scalars['Int']['input'];
  /** The device to change. */
  id: Scalars['ID']['input'];
  /** Replaces the whole location. */
  location?: InputMaybe<LocationInput>;
  /** Replaces the whole list; at most 50. */
  metrics?: InputMaybe<Array<MetricInput>>;
  /** 1 to 200 characters; cannot be emptied. */
  name?: InputMaybe<Scalars['String']['input']>;
};

/** What can be changed about an identity. A member that is left out stays as it is. */
export type UpdateIdentityInput = {
  /** The version that you have seen. Another one in the table fails with ConflictError, the current identity in the error's `data`. */
  expectedVersion: Scalars['Int']['input'];
  /** The identity to change. */
  id: Scalars['ID']['input'];
  /** The language of the e-mails that they get. */
  locale?: InputMaybe<Locale>;
  /** DELIVERABLE has exports and invitations mailed again to an address that bounced or complained: where the mailbox is there again, or its reader asks for it. Nothing else can be set. Where the mail service suppresses the address still, the next mail marks it anew. */
  mailStatus?: InputMaybe<AddressStatus>;
  /** 1 to 200 characters; cannot be emptied. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** An organization keeps at least one active administrator. */
  role?: InputMaybe<Role>;
  /** ACTIVE lifts a suspension; SUSPENDED makes one. INVITED cannot be set. */
  status?: InputMaybe<IdentityStatus>;
};

/** What can be changed about an organization. */
export type UpdateOrganizationInput = {
  /** The version that you have seen. Another one in the table fails with ConflictError, the current organization in the error's `data`. */
  expectedVersion: Scalars['Int']['input'];
  /** 1 to 200 characters. */
  name: Scalars['String']['input'];
};
