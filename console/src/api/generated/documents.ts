/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Whether mail reaches an address. */
export type AddressStatus =
  /** It does not take mail and never will, by what its mail server answered. Exports and invitations are not mailed to it any more. */
  | 'BOUNCED'
  /** Its reader has called a mail of ours spam. Exports and invitations are not mailed to it any more. */
  | 'COMPLAINED'
  /** Nothing is known against it. */
  | 'DELIVERABLE';

/** An import to be made. */
export type CreateDeviceImportInput = {
  /** The size of the file in bytes, at most 16 MiB: the upload takes this many, and no others. */
  bytes: number;
  /** Whether devices get certificates: by the column `certificate_signing_request` where a row has one, else with a key made for them. */
  withCredentials?: boolean | null | undefined;
};

/** A device to be made. */
export type CreateDeviceInput = {
  /** 1 to 2,000 characters. */
  description?: string | null | undefined;
  /** Where it stands. */
  location?: LocationInput | null | undefined;
  /** At most 50. */
  metrics?: Array<MetricInput> | null | undefined;
  /** 1 to 200 characters. */
  name: string;
};

/** An identity to be made. It is INVITED until the person signs in for the first time, or accepts where they are a member of another organization already. */
export type CreateIdentityInput = {
  /** The address that they will sign in with, at most 254 characters; once an organization. Letter case does not count. */
  email: string;
  /** The language of the e-mails that they get. */
  locale?: Locale | null | undefined;
  /** 1 to 200 characters. */
  name: string;
  /** What they may do. */
  role: Role;
};

/** A program that is to sign in. */
export type CreateServiceInput = {
  /** 1 to 200 characters. */
  name: string;
  /** What it may do. */
  role: Role;
};

/** A device to be deleted. */
export type DeleteDeviceInput = {
  /** The version that you have seen. Another one in the table fails with ConflictError, the current device in the error's `data`. */
  expectedVersion: number;
  /** The device to delete. */
  id: string;
};

/** An identity to be deleted. */
export type DeleteIdentityInput = {
  /** The version that you have seen. Another one in the table fails with ConflictError, the current identity in the error's `data`. */
  expectedVersion: number;
  /** The identity to delete. */
  id: string;
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

/** Who an identity stands for. */
export type IdentityKind =
  /** A human being. */
  | 'PERSON'
  /** A program. */
  | 'SERVICE';

/** Whether an identity may sign in. */
export type IdentityStatus =
  /** May sign in. */
  | 'ACTIVE'
  /** Made by an administrator; nobody has signed in as it, or accepted the invitation, yet. */
  | 'INVITED'
  /** May not sign in. */
  | 'SUSPENDED';

/** An invitation to be sent again, or to be revoked. */
export type InvitationInput = {
  /** The version that you have seen. Another one in the table fails with ConflictError, the current identity in the error's `data`. */
  expectedVersion: number;
  /** The identity that is invited. */
  id: string;
};

/** A language. */
export type Locale =
  /** English. */
  | 'en'
  /** French. */
  | 'fr';

/** A place on Earth. */
export type LocationInput = {
  /** Metres above mean sea level, -12,000 to 100,000. */
  altitude?: number | null | undefined;
  /** Degrees north, WGS 84, -90 to 90. */
  latitude: number;
  /** Degrees east, WGS 84, -180 to 180. */
  longitude: number;
  /** What people call the place, 1 to 200 characters. */
  name?: string | null | undefined;
};

/** What became of a mail. */
export type MailStatus =
  /** Not sent, and not tried again; `error` says why. The export itself is as it is. */
  | 'FAILED'
  /** Not yet sent. It stays so where the export is cancelled first. */
  | 'PENDING'
  /** Handed to the mail service. */
  | 'SENT';

/** One quantity that a device measures. */
export type MetricInput = {
  /** 1 to 200 characters. */
  label?: string | null | undefined;
  /** A letter or digit, then letters, digits, `-`, `:`, `.`, `/` or `_`; at most 64 characters, once a device. */
  name: string;
  /** 1 to 32 characters. */
  unit?: string | null | undefined;
};

/** A device that is to get credentials. */
export type ProvisionDeviceInput = {
  /** A certificate signing request (PKCS #10) as PEM, at most 4,096 characters, of a key that never leaves the device: RSA of 2,048 bits or more, or ECDSA on P-256, P-384 or P-521. Without one a key is made. */
  certificateSigningRequest?: string | null | undefined;
  /** The device. */
  deviceId: string;
};

/** An export to be made. */
export type RequestExportInput = {
  /** 1 to 64 printable ASCII characters of the caller's choice: the same caller who asks the same again with the same token, within a week, gets the export of the first time. Anything else asked with it is a ConflictError, and so is the same when that export has been deleted. */
  clientToken?: string | null | undefined;
  /** Only these devices, 1 to 100, each once; all devices of the organization when left out. */
  deviceIds?: Array<string> | null | undefined;
  /** The kind of the files. */
  format?: ExportFormat | null | undefined;
  /** The earliest time that is in, with its seconds; from 1970 on. */
  from: string;
  /** What a row is. */
  layout?: ExportLayout | null | undefined;
  /** Only these metrics, 1 to 50, each once; all of them when left out. WIDE needs them: they are its columns. */
  metrics?: Array<string> | null | undefined;
  /** Who gets a mail with a link: addresses of active people of the organization, at most 20, each once; to one that is not DELIVERABLE none is sent, and the recipient is FAILED. When left out, the caller if that is a person; nobody when empty. */
  recipients?: Array<string> | null | undefined;
  /** With `window`: the statistics of each window, each once, instead of the readings themselves. */
  statistics?: Array<Statistic> | null | undefined;
  /** The earliest time that is no longer in, with its seconds; at least a millisecond after `from`, and before 2262-04-11T23:47:16Z. */
  to: string;
  /** With `statistics`: the length of the windows, as an ISO 8601 duration of one unit from PT1S to P366D, such as PT15M, PT1H or P1D. They follow each other from 1970-01-01T00:00:00Z on, and the time of a row is that at which its window begins. */
  window?: string | null | undefined;
};

/** Certificates that are to be revoked. */
export type RevokeDeviceCertificateInput = {
  /** Only this one; all of the device's when left out. One that the device does not have is a NotFoundError. */
  certificateId?: string | null | undefined;
  /** The device. */
  deviceId: string;
};

/** What an identity may do in its organization; each role may do all that the ones after it may. */
export type Role =
  /** Manages identities and the organization, and reads the audit events. */
  | 'ADMINISTRATOR'
  /** Manages devices, their certificates, imports and exports, and records readings. */
  | 'OPERATOR'
  /** Reads. */
  | 'VIEWER';

/** A service whose secret is to be changed. */
export type ServiceSecretInput = {
  /** The version that you have seen. Another one in the table fails with ConflictError, the current identity in the error's `data`. */
  expectedVersion: number;
  /** The identity of the service. */
  id: string;
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

/** An order in time. */
export type TimeOrder =
  /** Oldest first. */
  | 'ASC'
  /** Newest first. */
  | 'DESC';

/** What can be changed about a device. A member that is left out stays as it is; null empties it. */
export type UpdateDeviceInput = {
  /** 1 to 2,000 characters. */
  description?: string | null | undefined;
  /** The version that you have seen. Another one in the table fails with ConflictError, the current device in the error's `data`. */
  expectedVersion: number;
  /** The device to change. */
  id: string;
  /** Replaces the whole location. */
  location?: LocationInput | null | undefined;
  /** Replaces the whole list; at most 50. */
  metrics?: Array<MetricInput> | null | undefined;
  /** 1 to 200 characters; cannot be emptied. */
  name?: string | null | undefined;
};

/** What can be changed about an identity. A member that is left out stays as it is. */
export type UpdateIdentityInput = {
  /** The version that you have seen. Another one in the table fails with ConflictError, the current identity in the error's `data`. */
  expectedVersion: number;
  /** The identity to change. */
  id: string;
  /** The language of the e-mails that they get. */
  locale?: Locale | null | undefined;
  /** DELIVERABLE has exports and invitations mailed again to an address that bounced or complained: where the mailbox is there again, or its reader asks for it. Nothing else can be set. Where the mail service suppresses the address still, the next mail marks it anew. */
  mailStatus?: AddressStatus | null | undefined;
  /** 1 to 200 characters; cannot be emptied. */
  name?: string | null | undefined;
  /** An organization keeps at least one active administrator. */
  role?: Role | null | undefined;
  /** ACTIVE lifts a suspension; SUSPENDED makes one. INVITED cannot be set. */
  status?: IdentityStatus | null | undefined;
};

/** What can be changed about an organization. */
export type UpdateOrganizationInput = {
  /** The version that you have seen. Another one in the table fails with ConflictError, the current organization in the error's `data`. */
  expectedVersion: number;
  /** 1 to 200 characters. */
  name: string;
};

export type AuditEntryFragment = { id: string, time: string, action: string, targetType: string, targetId: string, details: string | null, sourceIp: string | null, actor: { identityId: string, name: string, kind: IdentityKind } };

export type AuditTrailQueryVariables = Exact<{
  from?: string | null | undefined;
  to?: string | null | undefined;
  actorId?: string | null | undefined;
  targetId?: string | null | undefined;
  action?: string | null | undefined;
  first?: number | null | undefined;
  nextToken?: string | null | undefined;
}>;


export type AuditTrailQuery = { auditEvents: { nextToken: string | null, items: Array<{ id: string, time: string, action: string, targetType: string, targetId: string, details: string | null, sourceIp: string | null, actor: { identityId: string, name: string, kind: IdentityKind } }> } };

export type CertificateFragment = { id: string, createdBy: string, createdAt: string, expiresAt: string };

export type DeviceCertificatesQueryVariables = Exact<{
  id: string;
}>;


export type DeviceCertificatesQuery = { device: { id: string, name: string, certificates: Array<{ id: string, createdBy: string, createdAt: string, expiresAt: string }> } | null };

export type NewCredentialsFragment = { certificatePem: string, privateKeyPem: string | null, rootCaUrl: string, endpoint: string, port: number, clientId: string, topic: string, certificate: { id: string, createdBy: string, createdAt: string, expiresAt: string }, device: { id: string, name: string, certificates: Array<{ id: string, createdBy: string, createdAt: string, expiresAt: string }> } };

export type ProvisionDeviceMutationVariables = Exact<{
  input: ProvisionDeviceInput;
}>;


export type ProvisionDeviceMutation = { provisionDevice: { certificatePem: string, privateKeyPem: string | null, rootCaUrl: string, endpoint: string, port: number, clientId: string, topic: string, certificate: { id: string, createdBy: string, createdAt: string, expiresAt: string }, device: { id: string, name: string, certificates: Array<{ id: string, createdBy: string, createdAt: string, expiresAt: string }> } } };

export type RotateDeviceCertificateMutationVariables = Exact<{
  input: ProvisionDeviceInput;
}>;


export type RotateDeviceCertificateMutation = { rotateDeviceCertificate: { certificatePem: string, privateKeyPem: string | null, rootCaUrl: string, endpoint: string, port: number, clientId: string, topic: string, certificate: { id: string, createdBy: string, createdAt: string, expiresAt: string }, device: { id: string, name: string, certificates: Array<{ id: string, createdBy: string, createdAt: string, expiresAt: string }> } } };

export type RevokeDeviceCertificateMutationVariables = Exact<{
  input: RevokeDeviceCertificateInput;
}>;


export type RevokeDeviceCertificateMutation = { revokeDeviceCertificate: { id: string, name: string, certificates: Array<{ id: string, createdBy: string, createdAt: string, expiresAt: string }> } };

export type ListedDeviceFragment = { id: string, name: string, description: string | null, location: { name: string | null } | null, metrics: Array<{ name: string, label: string | null, unit: string | null }>, latestReadings: Array<{ metric: string, time: string, value: number | null, text: string | null, unit: string | null }> };

export type NewestReadingFragment = { metric: string, time: string, value: number | null, text: string | null, unit: string | null };

export type WholeDeviceFragment = { id: string, name: string, description: string | null, createdAt: string, updatedAt: string, version: number, location: { latitude: number, longitude: number, altitude: number | null, name: string | null } | null, metrics: Array<{ name: string, label: string | null, unit: string | null }> };

export type DeviceListQueryVariables = Exact<{
  first?: number | null | undefined;
  nextToken?: string | null | undefined;
}>;


export type DeviceListQuery = { devices: { nextToken: string | null, items: Array<{ id: string, name: string, description: string | null, location: { name: string | null } | null, metrics: Array<{ name: string, label: string | null, unit: string | null }>, latestReadings: Array<{ metric: string, time: string, value: number | null, text: string | null, unit: string | null }> }> } };

export type DeviceDetailsQueryVariables = Exact<{
  id: string;
}>;


export type DeviceDetailsQuery = { device: { id: string, name: string, description: string | null, createdAt: string, updatedAt: string, version: number, latestReadings: Array<{ metric: string, time: string, value: number | null, text: string | null, unit: string | null }>, location: { latitude: number, longitude: number, altitude: number | null, name: string | null } | null, metrics: Array<{ name: string, label: string | null, unit: string | null }> } | null };

export type LatestOfDevicesQueryVariables = Exact<{
  deviceIds: Array<string> | string;
}>;


export type LatestOfDevicesQuery = { latest: Array<{ deviceId: string, readings: Array<{ metric: string, time: string, value: number | null, text: string | null, unit: string | null }> }> };

export type OnLatestReadingsSubscriptionVariables = Exact<{
  deviceIds?: Array<string> | string | null | undefined;
}>;


export type OnLatestReadingsSubscription = { onReadings: { organizationId: string, deviceIds: Array<string>, readings: Array<{ deviceId: string, metric: string, time: string, value: number | null, text: string | null, unit: string | null }> } | null };

export type CreateDeviceMutationVariables = Exact<{
  input: CreateDeviceInput;
}>;


export type CreateDeviceMutation = { createDevice: { id: string, name: string, description: string | null, createdAt: string, updatedAt: string, version: number, location: { latitude: number, longitude: number, altitude: number | null, name: string | null } | null, metrics: Array<{ name: string, label: string | null, unit: string | null }> } };

export type UpdateDeviceMutationVariables = Exact<{
  input: UpdateDeviceInput;
}>;


export type UpdateDeviceMutation = { updateDevice: { id: string, name: string, description: string | null, createdAt: string, updatedAt: string, version: number, location: { latitude: number, longitude: number, altitude: number | null, name: string | null } | null, metrics: Array<{ name: string, label: string | null, unit: string | null }> } };

export type DeleteDeviceMutationVariables = Exact<{
  input: DeleteDeviceInput;
}>;


export type DeleteDeviceMutation = { deleteDevice: { id: string, name: string, description: string | null, createdAt: string, updatedAt: string, version: number, location: { latitude: number, longitude: number, altitude: number | null, name: string | null } | null, metrics: Array<{ name: string, label: string | null, unit: string | null }> } };

export type DeviceToChooseFragment = { id: string, name: string, metrics: Array<{ name: string, label: string | null, unit: string | null }> };

export type DevicesToChooseQueryVariables = Exact<{
  first?: number | null | undefined;
  nextToken?: string | null | undefined;
}>;


export type DevicesToChooseQuery = { devices: { nextToken: string | null, items: Array<{ id: string, name: string, metrics: Array<{ name: string, label: string | null, unit: string | null }> }> } };

export type DeviceToNameQueryVariables = Exact<{
  id: string;
}>;


export type DeviceToNameQuery = { device: { id: string, name: string, metrics: Array<{ name: string, label: string | null, unit: string | null }> } | null };

export type ReadingsReachQueryVariables = Exact<{
  deviceId: string;
}>;


export type ReadingsReachQuery = { dataPeriod: Array<{ metric: string, first: string, last: string }> };

export type CountReadingsQueryVariables = Exact<{
  deviceIds: Array<string> | string;
  metrics: Array<string> | string;
  from: string;
  to: string;
  window: string;
}>;


export type CountReadingsQuery = { aggregates: Array<{ deviceId: string, metric: string, windows: Array<{ count: number | null }> }> };

export type TimesOfReadingsQueryVariables = Exact<{
  deviceId: string;
  metrics: Array<string> | string;
  from: string;
  to: string;
  order: TimeOrder;
  first: number;
}>;


export type TimesOfReadingsQuery = { readings: { nextCursor: string | null, items: Array<{ metric: string, time: string }> } };

export type ExportInListFragment = { id: string, status: ExportStatus, progress: number, deviceIds: Array<string> | null, metrics: Array<string> | null, from: string, to: string, format: ExportFormat, layout: ExportLayout, window: string | null, statistics: Array<Statistic> | null, requestedBy: string, rows: number | null, bytes: number | null, startedAt: string | null, endedAt: string | null, expiresAt: string | null, createdAt: string, version: number, error: { type: string, message: string } | null };

export type ExportWholeFragment = { id: string, status: ExportStatus, progress: number, deviceIds: Array<string> | null, metrics: Array<string> | null, from: string, to: string, format: ExportFormat, layout: ExportLayout, window: string | null, statistics: Array<Statistic> | null, requestedBy: string, rows: number | null, bytes: number | null, startedAt: string | null, endedAt: string | null, expiresAt: string | null, createdAt: string, version: number, recipients: Array<{ identityId: string, status: MailStatus, error: string | null }>, files: Array<{ name: string, bytes: number, rows: number | null }>, error: { type: string, message: string } | null };

export type ExportListQueryVariables = Exact<{
  first?: number | null | undefined;
  nextToken?: string | null | undefined;
}>;


export type ExportListQuery = { exports: { nextToken: string | null, items: Array<{ id: string, status: ExportStatus, progress: number, deviceIds: Array<string> | null, metrics: Array<string> | null, from: string, to: string, format: ExportFormat, layout: ExportLayout, window: string | null, statistics: Array<Statistic> | null, requestedBy: string, rows: number | null, bytes: number | null, startedAt: string | null, endedAt: string | null, expiresAt: string | null, createdAt: string, version: number, error: { type: string, message: string } | null }> } };

export type ExportDetailsQueryVariables = Exact<{
  id: string;
}>;


export type ExportDetailsQuery = { export: { id: string, status: ExportStatus, progress: number, deviceIds: Array<string> | null, metrics: Array<string> | null, from: string, to: string, format: ExportFormat, layout: ExportLayout, window: string | null, statistics: Array<Statistic> | null, requestedBy: string, rows: number | null, bytes: number | null, startedAt: string | null, endedAt: string | null, expiresAt: string | null, createdAt: string, version: number, recipients: Array<{ identityId: string, status: MailStatus, error: string | null }>, files: Array<{ name: string, bytes: number, rows: number | null }>, error: { type: string, message: string } | null } | null };

export type ExportLinksQueryVariables = Exact<{
  id: string;
}>;


export type ExportLinksQuery = { export: { files: Array<{ name: string, url: string | null }> } | null };

export type RequestAnExportMutationVariables = Exact<{
  input: RequestExportInput;
}>;


export type RequestAnExportMutation = { requestExport: { id: string, status: ExportStatus, progress: number, deviceIds: Array<string> | null, metrics: Array<string> | null, from: string, to: string, format: ExportFormat, layout: ExportLayout, window: string | null, statistics: Array<Statistic> | null, requestedBy: string, rows: number | null, bytes: number | null, startedAt: string | null, endedAt: string | null, expiresAt: string | null, createdAt: string, version: number, recipients: Array<{ identityId: string, status: MailStatus, error: string | null }>, files: Array<{ name: string, bytes: number, rows: number | null }>, error: { type: string, message: string } | null } };

export type CancelAnExportMutationVariables = Exact<{
  id: string;
}>;


export type CancelAnExportMutation = { cancelExport: { id: string, status: ExportStatus, progress: number, deviceIds: Array<string> | null, metrics: Array<string> | null, from: string, to: string, format: ExportFormat, layout: ExportLayout, window: string | null, statistics: Array<Statistic> | null, requestedBy: string, rows: number | null, bytes: number | null, startedAt: string | null, endedAt: string | null, expiresAt: string | null, createdAt: string, version: number, recipients: Array<{ identityId: string, status: MailStatus, error: string | null }>, files: Array<{ name: string, bytes: number, rows: number | null }>, error: { type: string, message: string } | null } };

export type DeleteAnExportMutationVariables = Exact<{
  id: string;
}>;


export type DeleteAnExportMutation = { deleteExport: { id: string } };

export type OnExportChangeSubscriptionVariables = Exact<{
  id?: string | null | undefined;
}>;


export type OnExportChangeSubscription = { onExport: { id: string, export: { id: string, status: ExportStatus, progress: number, deviceIds: Array<string> | null, metrics: Array<string> | null, from: string, to: string, format: ExportFormat, layout: ExportLayout, window: string | null, statistics: Array<Statistic> | null, requestedBy: string, rows: number | null, bytes: number | null, startedAt: string | null, endedAt: string | null, expiresAt: string | null, createdAt: string, version: number, recipients: Array<{ identityId: string, status: MailStatus, error: string | null }>, files: Array<{ name: string, bytes: number, rows: number | null }>, error: { type: string, message: string } | null } } | null };

export type ManagedIdentityFragment = { id: string, kind: IdentityKind, name: string, email: string, role: Role, locale: Locale, status: IdentityStatus, mailStatus: AddressStatus, mailStatusAt: string | null, secretCreatedAt: string | null, createdAt: string, updatedAt: string, version: number, invitation: { status: MailStatus, error: string | null, sentAt: string, expiresAt: string } | null };

export type AllIdentitiesQueryVariables = Exact<{
  first: number;
  nextToken?: string | null | undefined;
}>;


export type AllIdentitiesQuery = { identities: { nextToken: string | null, items: Array<{ id: string, kind: IdentityKind, name: string, email: string, role: Role, locale: Locale, status: IdentityStatus, mailStatus: AddressStatus, mailStatusAt: string | null, secretCreatedAt: string | null, createdAt: string, updatedAt: string, version: number, invitation: { status: MailStatus, error: string | null, sentAt: string, expiresAt: string } | null }> } };

export type IdentityDetailsQueryVariables = Exact<{
  id: string;
}>;


export type IdentityDetailsQuery = { identity: { id: string, kind: IdentityKind, name: string, email: string, role: Role, locale: Locale, status: IdentityStatus, mailStatus: AddressStatus, mailStatusAt: string | null, secretCreatedAt: string | null, createdAt: string, updatedAt: string, version: number, invitation: { status: MailStatus, error: string | null, sentAt: string, expiresAt: string } | null } | null };

export type InvitePersonMutationVariables = Exact<{
  input: CreateIdentityInput;
}>;


export type InvitePersonMutation = { createIdentity: { id: string, kind: IdentityKind, name: string, email: string, role: Role, locale: Locale, status: IdentityStatus, mailStatus: AddressStatus, mailStatusAt: string | null, secretCreatedAt: string | null, createdAt: string, updatedAt: string, version: number, invitation: { status: MailStatus, error: string | null, sentAt: string, expiresAt: string } | null } };

export type MakeServiceMutationVariables = Exact<{
  input: CreateServiceInput;
}>;


export type MakeServiceMutation = { createService: { username: string, secret: string, identity: { id: string, kind: IdentityKind, name: string, email: string, role: Role, locale: Locale, status: IdentityStatus, mailStatus: AddressStatus, mailStatusAt: string | null, secretCreatedAt: string | null, createdAt: string, updatedAt: string, version: number, invitation: { status: MailStatus, error: string | null, sentAt: string, expiresAt: string } | null } } };

export type ChangeIdentityMutationVariables = Exact<{
  input: UpdateIdentityInput;
}>;


export type ChangeIdentityMutation = { updateIdentity: { id: string, kind: IdentityKind, name: string, email: string, role: Role, locale: Locale, status: IdentityStatus, mailStatus: AddressStatus, mailStatusAt: string | null, secretCreatedAt: string | null, createdAt: string, updatedAt: string, version: number, invitation: { status: MailStatus, error: string | null, sentAt: string, expiresAt: string } | null } };

export type RemoveIdentityMutationVariables = Exact<{
  input: DeleteIdentityInput;
}>;


export type RemoveIdentityMutation = { deleteIdentity: { id: string, kind: IdentityKind, name: string, email: string, role: Role, locale: Locale, status: IdentityStatus, mailStatus: AddressStatus, mailStatusAt: string | null, secretCreatedAt: string | null, createdAt: string, updatedAt: string, version: number, invitation: { status: MailStatus, error: string | null, sentAt: string, expiresAt: string } | null } };

export type SendInvitationAgainMutationVariables = Exact<{
  input: InvitationInput;
}>;


export type SendInvitationAgainMutation = { resendInvitation: { id: string, kind: IdentityKind, name: string, email: string, role: Role, locale: Locale, status: IdentityStatus, mailStatus: AddressStatus, mailStatusAt: string | null, secretCreatedAt: string | null, createdAt: string, updatedAt: string, version: number, invitation: { status: MailStatus, error: string | null, sentAt: string, expiresAt: string } | null } };

export type TakeInvitationBackMutationVariables = Exact<{
  input: InvitationInput;
}>;


export type TakeInvitationBackMutation = { revokeInvitation: { id: string, kind: IdentityKind, name: string, email: string, role: Role, locale: Locale, status: IdentityStatus, mailStatus: AddressStatus, mailStatusAt: string | null, secretCreatedAt: string | null, createdAt: string, updatedAt: string, version: number, invitation: { status: MailStatus, error: string | null, sentAt: string, expiresAt: string } | null } };

export type GiveServiceSecretMutationVariables = Exact<{
  input: ServiceSecretInput;
}>;


export type GiveServiceSecretMutation = { rotateServiceSecret: { username: string, secret: string, identity: { id: string, kind: IdentityKind, name: string, email: string, role: Role, locale: Locale, status: IdentityStatus, mailStatus: AddressStatus, mailStatusAt: string | null, secretCreatedAt: string | null, createdAt: string, updatedAt: string, version: number, invitation: { status: MailStatus, error: string | null, sentAt: string, expiresAt: string } | null } } };

export type VoidServiceSecretMutationVariables = Exact<{
  input: ServiceSecretInput;
}>;


export type VoidServiceSecretMutation = { revokeServiceSecret: { id: string, kind: IdentityKind, name: string, email: string, role: Role, locale: Locale, status: IdentityStatus, mailStatus: AddressStatus, mailStatusAt: string | null, secretCreatedAt: string | null, createdAt: string, updatedAt: string, version: number, invitation: { status: MailStatus, error: string | null, sentAt: string, expiresAt: string } | null } };

export type GivenSecretFragment = { username: string, secret: string, identity: { id: string, kind: IdentityKind, name: string, email: string, role: Role, locale: Locale, status: IdentityStatus, mailStatus: AddressStatus, mailStatusAt: string | null, secretCreatedAt: string | null, createdAt: string, updatedAt: string, version: number, invitation: { status: MailStatus, error: string | null, sentAt: string, expiresAt: string } | null } };

export type DeviceImportsQueryVariables = Exact<{
  nextToken?: string | null | undefined;
}>;


export type DeviceImportsQuery = { deviceImports: { nextToken: string | null, items: Array<{ id: string, status: DeviceImportStatus, progress: number, withCredentials: boolean, rows: number | null, succeeded: number, failed: number, requestedBy: string, startedAt: string | null, endedAt: string | null, expiresAt: string | null, createdAt: string, updatedAt: string, version: number, error: { type: string, message: string } | null }> } };

export type DeviceImportQueryVariables = Exact<{
  id: string;
}>;


export type DeviceImportQuery = { deviceImport: { id: string, status: DeviceImportStatus, progress: number, withCredentials: boolean, rows: number | null, succeeded: number, failed: number, requestedBy: string, startedAt: string | null, endedAt: string | null, expiresAt: string | null, createdAt: string, updatedAt: string, version: number, error: { type: string, message: string } | null } | null };

export type DeviceImportLinksQueryVariables = Exact<{
  id: string;
}>;


export type DeviceImportLinksQuery = { deviceImport: { reportUrl: string | null, credentialsUrl: string | null } | null };

export type CreateDeviceImportMutationVariables = Exact<{
  input: CreateDeviceImportInput;
}>;


export type CreateDeviceImportMutation = { createDeviceImport: { id: string, uploadUrl: string | null, createdAt: string } };

export type ImportDevicesMutationVariables = Exact<{
  id: string;
}>;


export type ImportDevicesMutation = { importDevices: { id: string, status: DeviceImportStatus, version: number } };

export type CancelDeviceImportMutationVariables = Exact<{
  id: string;
}>;


export type CancelDeviceImportMutation = { cancelDeviceImport: { id: string, status: DeviceImportStatus, version: number } };

export type WholeOrganizationFragment = { id: string, name: string, createdAt: string, updatedAt: string, version: number };

export type OrganizationDetailsQueryVariables = Exact<{ [key: string]: never; }>;


export type OrganizationDetailsQuery = { organization: { id: string, name: string, createdAt: string, updatedAt: string, version: number } };

export type RenameOrganizationMutationVariables = Exact<{
  input: UpdateOrganizationInput;
}>;


export type RenameOrganizationMutation = { updateOrganization: { id: string, name: string, createdAt: string, updatedAt: string, version: number } };

export type StoredPeriodQueryVariables = Exact<{
  deviceId: string;
}>;


export type StoredPeriodQuery = { dataPeriod: Array<{ metric: string, first: string, last: string }> };

export type WindowsOfDeviceQueryVariables = Exact<{
  deviceId: string;
  metrics: Array<string> | string;
  from: string;
  to: string;
  window: string;
  statistics: Array<Statistic> | Statistic;
  fill?: Fill | null | undefined;
  timeZone?: string | null | undefined;
}>;


export type WindowsOfDeviceQuery = { aggregates: Array<{ windows: Array<{ begin: string, end: string, avg: number | null, min: number | null, max: number | null, sum: number | null, count: number | null, first: number | null, last: number | null, stddev: number | null, p50: number | null, p90: number | null, p95: number | null, p99: number | null }> }> };

export type PointsOfDeviceQueryVariables = Exact<{
  deviceId: string;
  metrics: Array<string> | string;
  from: string;
  to: string;
  points?: number | null | undefined;
}>;


export type PointsOfDeviceQuery = { downsample: Array<{ points: Array<{ time: string, value: number }> }> };

export type ReadingsOfDeviceQueryVariables = Exact<{
  deviceId: string;
  metrics?: Array<string> | string | null | undefined;
  from: string;
  to: string;
  after?: string | null | undefined;
}>;


export type ReadingsOfDeviceQuery = { readings: { nextCursor: string | null, items: Array<{ metric: string, time: string, value: number | null, text: string | null }> } };

export type OrganizationsOfMineQueryVariables = Exact<{ [key: string]: never; }>;


export type OrganizationsOfMineQuery = { memberships: Array<{ organizationId: string, organizationName: string, role: Role, status: IdentityStatus, isCurrent: boolean }> };

export type InvitationsToMeQueryVariables = Exact<{ [key: string]: never; }>;


export type InvitationsToMeQuery = { invitations: Array<{ organizationId: string, organizationName: string, role: Role, sentAt: string, expiresAt: string }> };

export type AcceptAnInvitationMutationVariables = Exact<{
  organizationId: string;
}>;


export type AcceptAnInvitationMutation = { acceptInvitation: { organizationId: string, organizationName: string } };

export type SwitchToOrganizationMutationVariables = Exact<{
  organizationId: string;
}>;


export type SwitchToOrganizationMutation = { switchOrganization: { organizationId: string } };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { me: { identity: { id: string, name: string, email: string, role: Role, locale: Locale }, organization: { id: string, name: string, version: number } } };

export type WhoIsQueryVariables = Exact<{
  id: string;
}>;


export type WhoIsQuery = { identity: { id: string, name: string } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const AuditEntryFragmentDoc = new TypedDocumentString(`
    fragment AuditEntry on AuditEvent {
  id
  time
  action
  actor {
    identityId
    name
    kind
  }
  targetType
  targetId
  details
  sourceIp
}
    `, {"fragmentName":"AuditEntry"}) as unknown as TypedDocumentString<AuditEntryFragment, unknown>;
export const CertificateFragmentDoc = new TypedDocumentString(`
    fragment Certificate on DeviceCertificate {
  id
  createdBy
  createdAt
  expiresAt
}
    `, {"fragmentName":"Certificate"}) as unknown as TypedDocumentString<CertificateFragment, unknown>;
export const NewCredentialsFragmentDoc = new TypedDocumentString(`
    fragment NewCredentials on DeviceCredentials {
  certificate {
    ...Certificate
  }
  device {
    id
    name
    certificates {
      ...Certificate
    }
  }
  certificatePem
  privateKeyPem
  rootCaUrl
  endpoint
  port
  clientId
  topic
}
    fragment Certificate on DeviceCertificate {
  id
  createdBy
  createdAt
  expiresAt
}`, {"fragmentName":"NewCredentials"}) as unknown as TypedDocumentString<NewCredentialsFragment, unknown>;
export const NewestReadingFragmentDoc = new TypedDocumentString(`
    fragment NewestReading on Reading {
  metric
  time
  value
  text
  unit
}
    `, {"fragmentName":"NewestReading"}) as unknown as TypedDocumentString<NewestReadingFragment, unknown>;
export const ListedDeviceFragmentDoc = new TypedDocumentString(`
    fragment ListedDevice on Device {
  id
  name
  description
  location {
    name
  }
  metrics {
    name
    label
    unit
  }
  latestReadings {
    ...NewestReading
  }
}
    fragment NewestReading on Reading {
  metric
  time
  value
  text
  unit
}`, {"fragmentName":"ListedDevice"}) as unknown as TypedDocumentString<ListedDeviceFragment, unknown>;
export const WholeDeviceFragmentDoc = new TypedDocumentString(`
    fragment WholeDevice on Device {
  id
  name
  description
  location {
    latitude
    longitude
    altitude
    name
  }
  metrics {
    name
    label
    unit
  }
  createdAt
  updatedAt
  version
}
    `, {"fragmentName":"WholeDevice"}) as unknown as TypedDocumentString<WholeDeviceFragment, unknown>;
export const DeviceToChooseFragmentDoc = new TypedDocumentString(`
    fragment DeviceToChoose on Device {
  id
  name
  metrics {
    name
    label
    unit
  }
}
    `, {"fragmentName":"DeviceToChoose"}) as unknown as TypedDocumentString<DeviceToChooseFragment, unknown>;
export const ExportInListFragmentDoc = new TypedDocumentString(`
    fragment ExportInList on Export {
  id
  status
  progress
  deviceIds
  metrics
  from
  to
  format
  layout
  window
  statistics
  requestedBy
  rows
  bytes
  error {
    type
    message
  }
  startedAt
  endedAt
  expiresAt
  createdAt
  version
}
    `, {"fragmentName":"ExportInList"}) as unknown as TypedDocumentString<ExportInListFragment, unknown>;
export const ExportWholeFragmentDoc = new TypedDocumentString(`
    fragment ExportWhole on Export {
  ...ExportInList
  recipients {
    identityId
    status
    error
  }
  files {
    name
    bytes
    rows
  }
}
    fragment ExportInList on Export {
  id
  status
  progress
  deviceIds
  metrics
  from
  to
  format
  layout
  window
  statistics
  requestedBy
  rows
  bytes
  error {
    type
    message
  }
  startedAt
  endedAt
  expiresAt
  createdAt
  version
}`, {"fragmentName":"ExportWhole"}) as unknown as TypedDocumentString<ExportWholeFragment, unknown>;
export const ManagedIdentityFragmentDoc = new TypedDocumentString(`
    fragment ManagedIdentity on Identity {
  id
  kind
  name
  email
  role
  locale
  status
  mailStatus
  mailStatusAt
  invitation {
    status
    error
    sentAt
    expiresAt
  }
  secretCreatedAt
  createdAt
  updatedAt
  version
}
    `, {"fragmentName":"ManagedIdentity"}) as unknown as TypedDocumentString<ManagedIdentityFragment, unknown>;
export const GivenSecretFragmentDoc = new TypedDocumentString(`
    fragment GivenSecret on ServiceCredentials {
  identity {
    ...ManagedIdentity
  }
  username
  secret
}
    fragment ManagedIdentity on Identity {
  id
  kind
  name
  email
  role
  locale
  status
  mailStatus
  mailStatusAt
  invitation {
    status
    error
    sentAt
    expiresAt
  }
  secretCreatedAt
  createdAt
  updatedAt
  version
}`, {"fragmentName":"GivenSecret"}) as unknown as TypedDocumentString<GivenSecretFragment, unknown>;
export const WholeOrganizationFragmentDoc = new TypedDocumentString(`
    fragment WholeOrganization on Organization {
  id
  name
  createdAt
  updatedAt
  version
}
    `, {"fragmentName":"WholeOrganization"}) as unknown as TypedDocumentString<WholeOrganizationFragment, unknown>;
export const AuditTrailDocument = new TypedDocumentString(`
    query AuditTrail($from: AWSDateTime, $to: AWSDateTime, $actorId: ID, $targetId: ID, $action: String, $first: Int, $nextToken: String) {
  auditEvents(
    from: $from
    to: $to
    actorId: $actorId
    targetId: $targetId
    action: $action
    first: $first
    nextToken: $nextToken
  ) {
    items {
      ...AuditEntry
    }
    nextToken
  }
}
    fragment AuditEntry on AuditEvent {
  id
  time
  action
  actor {
    identityId
    name
    kind
  }
  targetType
  targetId
  details
  sourceIp
}`) as unknown as TypedDocumentString<AuditTrailQuery, AuditTrailQueryVariables>;
export const DeviceCertificatesDocument = new TypedDocumentString(`
    query DeviceCertificates($id: ID!) {
  device(id: $id) {
    id
    name
    certificates {
      ...Certificate
    }
  }
}
    fragment Certificate on DeviceCertificate {
  id
  createdBy
  createdAt
  expiresAt
}`) as unknown as TypedDocumentString<DeviceCertificatesQuery, DeviceCertificatesQueryVariables>;
export const ProvisionDeviceDocument = new TypedDocumentString(`
    mutation ProvisionDevice($input: ProvisionDeviceInput!) {
  provisionDevice(input: $input) {
    ...NewCredentials
  }
}
    fragment Certificate on DeviceCertificate {
  id
  createdBy
  createdAt
  expiresAt
}
fragment NewCredentials on DeviceCredentials {
  certificate {
    ...Certificate
  }
  device {
    id
    name
    certificates {
      ...Certificate
    }
  }
  certificatePem
  privateKeyPem
  rootCaUrl
  endpoint
  port
  clientId
  topic
}`) as unknown as TypedDocumentString<ProvisionDeviceMutation, ProvisionDeviceMutationVariables>;
export const RotateDeviceCertificateDocument = new TypedDocumentString(`
    mutation RotateDeviceCertificate($input: ProvisionDeviceInput!) {
  rotateDeviceCertificate(input: $input) {
    ...NewCredentials
  }
}
    fragment Certificate on DeviceCertificate {
  id
  createdBy
  createdAt
  expiresAt
}
fragment NewCredentials on DeviceCredentials {
  certificate {
    ...Certificate
  }
  device {
    id
    name
    certificates {
      ...Certificate
    }
  }
  certificatePem
  privateKeyPem
  rootCaUrl
  endpoint
  port
  clientId
  topic
}`) as unknown as TypedDocumentString<RotateDeviceCertificateMutation, RotateDeviceCertificateMutationVariables>;
export const RevokeDeviceCertificateDocument = new TypedDocumentString(`
    mutation RevokeDeviceCertificate($input: RevokeDeviceCertificateInput!) {
  revokeDeviceCertificate(input: $input) {
    id
    name
    certificates {
      ...Certificate
    }
  }
}
    fragment Certificate on DeviceCertificate {
  id
  createdBy
  createdAt
  expiresAt
}`) as unknown as TypedDocumentString<RevokeDeviceCertificateMutation, RevokeDeviceCertificateMutationVariables>;
export const DeviceListDocument = new TypedDocumentString(`
    query DeviceList($first: Int, $nextToken: String) {
  devices(first: $first, nextToken: $nextToken) {
    items {
      ...ListedDevice
    }
    nextToken
  }
}
    fragment ListedDevice on Device {
  id
  name
  description
  location {
    name
  }
  metrics {
    name
    label
    unit
  }
  latestReadings {
    ...NewestReading
  }
}
fragment NewestReading on Reading {
  metric
  time
  value
  text
  unit
}`) as unknown as TypedDocumentString<DeviceListQuery, DeviceListQueryVariables>;
export const DeviceDetailsDocument = new TypedDocumentString(`
    query DeviceDetails($id: ID!) {
  device(id: $id) {
    ...WholeDevice
    latestReadings {
      ...NewestReading
    }
  }
}
    fragment NewestReading on Reading {
  metric
  time
  value
  text
  unit
}
fragment WholeDevice on Device {
  id
  name
  description
  location {
    latitude
    longitude
    altitude
    name
  }
  metrics {
    name
    label
    unit
  }
  createdAt
  updatedAt
  version
}`) as unknown as TypedDocumentString<DeviceDetailsQuery, DeviceDetailsQueryVariables>;
export const LatestOfDevicesDocument = new TypedDocumentString(`
    query LatestOfDevices($deviceIds: [ID!]!) {
  latest(deviceIds: $deviceIds) {
    deviceId
    readings {
      ...NewestReading
    }
  }
}
    fragment NewestReading on Reading {
  metric
  time
  value
  text
  unit
}`) as unknown as TypedDocumentString<LatestOfDevicesQuery, LatestOfDevicesQueryVariables>;
export const OnLatestReadingsDocument = new TypedDocumentString(`
    subscription OnLatestReadings($deviceIds: [ID!]) {
  onReadings(deviceIds: $deviceIds) {
    organizationId
    deviceIds
    readings {
      deviceId
      ...NewestReading
    }
  }
}
    fragment NewestReading on Reading {
  metric
  time
  value
  text
  unit
}`) as unknown as TypedDocumentString<OnLatestReadingsSubscription, OnLatestReadingsSubscriptionVariables>;
export const CreateDeviceDocument = new TypedDocumentString(`
    mutation CreateDevice($input: CreateDeviceInput!) {
  createDevice(input: $input) {
    ...WholeDevice
  }
}
    fragment WholeDevice on Device {
  id
  name
  description
  location {
    latitude
    longitude
    altitude
    name
  }
  metrics {
    name
    label
    unit
  }
  createdAt
  updatedAt
  version
}`) as unknown as TypedDocumentString<CreateDeviceMutation, CreateDeviceMutationVariables>;
export const UpdateDeviceDocument = new TypedDocumentString(`
    mutation UpdateDevice($input: UpdateDeviceInput!) {
  updateDevice(input: $input) {
    ...WholeDevice
  }
}
    fragment WholeDevice on Device {
  id
  name
  description
  location {
    latitude
    longitude
    altitude
    name
  }
  metrics {
    name
    label
    unit
  }
  createdAt
  updatedAt
  version
}`) as unknown as TypedDocumentString<UpdateDeviceMutation, UpdateDeviceMutationVariables>;
export const DeleteDeviceDocument = new TypedDocumentString(`
    mutation DeleteDevice($input: DeleteDeviceInput!) {
  deleteDevice(input: $input) {
    ...WholeDevice
  }
}
    fragment WholeDevice on Device {
  id
  name
  description
  location {
    latitude
    longitude
    altitude
    name
  }
  metrics {
    name
    label
    unit
  }
  createdAt
  updatedAt
  version
}`) as unknown as TypedDocumentString<DeleteDeviceMutation, DeleteDeviceMutationVariables>;
export const DevicesToChooseDocument = new TypedDocumentString(`
    query DevicesToChoose($first: Int, $nextToken: String) {
  devices(first: $first, nextToken: $nextToken) {
    items {
      ...DeviceToChoose
    }
    nextToken
  }
}
    fragment DeviceToChoose on Device {
  id
  name
  metrics {
    name
    label
    unit
  }
}`) as unknown as TypedDocumentString<DevicesToChooseQuery, DevicesToChooseQueryVariables>;
export const DeviceToNameDocument = new TypedDocumentString(`
    query DeviceToName($id: ID!) {
  device(id: $id) {
    ...DeviceToChoose
  }
}
    fragment DeviceToChoose on Device {
  id
  name
  metrics {
    name
    label
    unit
  }
}`) as unknown as TypedDocumentString<DeviceToNameQuery, DeviceToNameQueryVariables>;
export const ReadingsReachDocument = new TypedDocumentString(`
    query ReadingsReach($deviceId: ID!) {
  dataPeriod(deviceId: $deviceId) {
    metric
    first
    last
  }
}
    `) as unknown as TypedDocumentString<ReadingsReachQuery, ReadingsReachQueryVariables>;
export const CountReadingsDocument = new TypedDocumentString(`
    query CountReadings($deviceIds: [ID!]!, $metrics: [String!]!, $from: AWSDateTime!, $to: AWSDateTime!, $window: String!) {
  aggregates(
    deviceIds: $deviceIds
    metrics: $metrics
    from: $from
    to: $to
    window: $window
    statistics: [COUNT]
  ) {
    deviceId
    metric
    windows {
      count
    }
  }
}
    `) as unknown as TypedDocumentString<CountReadingsQuery, CountReadingsQueryVariables>;
export const TimesOfReadingsDocument = new TypedDocumentString(`
    query TimesOfReadings($deviceId: ID!, $metrics: [String!]!, $from: AWSDateTime!, $to: AWSDateTime!, $order: TimeOrder!, $first: Int!) {
  readings(
    deviceId: $deviceId
    metrics: $metrics
    from: $from
    to: $to
    order: $order
    first: $first
  ) {
    items {
      metric
      time
    }
    nextCursor
  }
}
    `) as unknown as TypedDocumentString<TimesOfReadingsQuery, TimesOfReadingsQueryVariables>;
export const ExportListDocument = new TypedDocumentString(`
    query ExportList($first: Int, $nextToken: String) {
  exports(first: $first, nextToken: $nextToken) {
    items {
      ...ExportInList
    }
    nextToken
  }
}
    fragment ExportInList on Export {
  id
  status
  progress
  deviceIds
  metrics
  from
  to
  format
  layout
  window
  statistics
  requestedBy
  rows
  bytes
  error {
    type
    message
  }
  startedAt
  endedAt
  expiresAt
  createdAt
  version
}`) as unknown as TypedDocumentString<ExportListQuery, ExportListQueryVariables>;
export const ExportDetailsDocument = new TypedDocumentString(`
    query ExportDetails($id: ID!) {
  export(id: $id) {
    ...ExportWhole
  }
}
    fragment ExportInList on Export {
  id
  status
  progress
  deviceIds
  metrics
  from
  to
  format
  layout
  window
  statistics
  requestedBy
  rows
  bytes
  error {
    type
    message
  }
  startedAt
  endedAt
  expiresAt
  createdAt
  version
}
fragment ExportWhole on Export {
  ...ExportInList
  recipients {
    identityId
    status
    error
  }
  files {
    name
    bytes
    rows
  }
}`) as unknown as TypedDocumentString<ExportDetailsQuery, ExportDetailsQueryVariables>;
export const ExportLinksDocument = new TypedDocumentString(`
    query ExportLinks($id: ID!) {
  export(id: $id) {
    files {
      name
      url
    }
  }
}
    `) as unknown as TypedDocumentString<ExportLinksQuery, ExportLinksQueryVariables>;
export const RequestAnExportDocument = new TypedDocumentString(`
    mutation RequestAnExport($input: RequestExportInput!) {
  requestExport(input: $input) {
    ...ExportWhole
  }
}
    fragment ExportInList on Export {
  id
  status
  progress
  deviceIds
  metrics
  from
  to
  format
  layout
  window
  statistics
  requestedBy
  rows
  bytes
  error {
    type
    message
  }
  startedAt
  endedAt
  expiresAt
  createdAt
  version
}
fragment ExportWhole on Export {
  ...ExportInList
  recipients {
    identityId
    status
    error
  }
  files {
    name
    bytes
    rows
  }
}`) as unknown as TypedDocumentString<RequestAnExportMutation, RequestAnExportMutationVariables>;
export const CancelAnExportDocument = new TypedDocumentString(`
    mutation CancelAnExport($id: ID!) {
  cancelExport(id: $id) {
    ...ExportWhole
  }
}
    fragment ExportInList on Export {
  id
  status
  progress
  deviceIds
  metrics
  from
  to
  format
  layout
  window
  statistics
  requestedBy
  rows
  bytes
  error {
    type
    message
  }
  startedAt
  endedAt
  expiresAt
  createdAt
  version
}
fragment ExportWhole on Export {
  ...ExportInList
  recipients {
    identityId
    status
    error
  }
  files {
    name
    bytes
    rows
  }
}`) as unknown as TypedDocumentString<CancelAnExportMutation, CancelAnExportMutationVariables>;
export const DeleteAnExportDocument = new TypedDocumentString(`
    mutation DeleteAnExport($id: ID!) {
  deleteExport(id: $id) {
    id
  }
}
    `) as unknown as TypedDocumentString<DeleteAnExportMutation, DeleteAnExportMutationVariables>;
export const OnExportChangeDocument = new TypedDocumentString(`
    subscription OnExportChange($id: ID) {
  onExport(id: $id) {
    id
    export {
      ...ExportWhole
    }
  }
}
    fragment ExportInList on Export {
  id
  status
  progress
  deviceIds
  metrics
  from
  to
  format
  layout
  window
  statistics
  requestedBy
  rows
  bytes
  error {
    type
    message
  }
  startedAt
  endedAt
  expiresAt
  createdAt
  version
}
fragment ExportWhole on Export {
  ...ExportInList
  recipients {
    identityId
    status
    error
  }
  files {
    name
    bytes
    rows
  }
}`) as unknown as TypedDocumentString<OnExportChangeSubscription, OnExportChangeSubscriptionVariables>;
export const AllIdentitiesDocument = new TypedDocumentString(`
    query AllIdentities($first: Int!, $nextToken: String) {
  identities(first: $first, nextToken: $nextToken) {
    items {
      ...ManagedIdentity
    }
    nextToken
  }
}
    fragment ManagedIdentity on Identity {
  id
  kind
  name
  email
  role
  locale
  status
  mailStatus
  mailStatusAt
  invitation {
    status
    error
    sentAt
    expiresAt
  }
  secretCreatedAt
  createdAt
  updatedAt
  version
}`) as unknown as TypedDocumentString<AllIdentitiesQuery, AllIdentitiesQueryVariables>;
export const IdentityDetailsDocument = new TypedDocumentString(`
    query IdentityDetails($id: ID!) {
  identity(id: $id) {
    ...ManagedIdentity
  }
}
    fragment ManagedIdentity on Identity {
  id
  kind
  name
  email
  role
  locale
  status
  mailStatus
  mailStatusAt
  invitation {
    status
    error
    sentAt
    expiresAt
  }
  secretCreatedAt
  createdAt
  updatedAt
  version
}`) as unknown as TypedDocumentString<IdentityDetailsQuery, IdentityDetailsQueryVariables>;
export const InvitePersonDocument = new TypedDocumentString(`
    mutation InvitePerson($input: CreateIdentityInput!) {
  createIdentity(input: $input) {
    ...ManagedIdentity
  }
}
    fragment ManagedIdentity on Identity {
  id
  kind
  name
  email
  role
  locale
  status
  mailStatus
  mailStatusAt
  invitation {
    status
    error
    sentAt
    expiresAt
  }
  secretCreatedAt
  createdAt
  updatedAt
  version
}`) as unknown as TypedDocumentString<InvitePersonMutation, InvitePersonMutationVariables>;
export const MakeServiceDocument = new TypedDocumentString(`
    mutation MakeService($input: CreateServiceInput!) {
  createService(input: $input) {
    ...GivenSecret
  }
}
    fragment ManagedIdentity on Identity {
  id
  kind
  name
  email
  role
  locale
  status
  mailStatus
  mailStatusAt
  invitation {
    status
    error
    sentAt
    expiresAt
  }
  secretCreatedAt
  createdAt
  updatedAt
  version
}
fragment GivenSecret on ServiceCredentials {
  identity {
    ...ManagedIdentity
  }
  username
  secret
}`) as unknown as TypedDocumentString<MakeServiceMutation, MakeServiceMutationVariables>;
export const ChangeIdentityDocument = new TypedDocumentString(`
    mutation ChangeIdentity($input: UpdateIdentityInput!) {
  updateIdentity(input: $input) {
    ...ManagedIdentity
  }
}
    fragment ManagedIdentity on Identity {
  id
  kind
  name
  email
  role
  locale
  status
  mailStatus
  mailStatusAt
  invitation {
    status
    error
    sentAt
    expiresAt
  }
  secretCreatedAt
  createdAt
  updatedAt
  version
}`) as unknown as TypedDocumentString<ChangeIdentityMutation, ChangeIdentityMutationVariables>;
export const RemoveIdentityDocument = new TypedDocumentString(`
    mutation RemoveIdentity($input: DeleteIdentityInput!) {
  deleteIdentity(input: $input) {
    ...ManagedIdentity
  }
}
    fragment ManagedIdentity on Identity {
  id
  kind
  name
  email
  role
  locale
  status
  mailStatus
  mailStatusAt
  invitation {
    status
    error
    sentAt
    expiresAt
  }
  secretCreatedAt
  createdAt
  updatedAt
  version
}`) as unknown as TypedDocumentString<RemoveIdentityMutation, RemoveIdentityMutationVariables>;
export const SendInvitationAgainDocument = new TypedDocumentString(`
    mutation SendInvitationAgain($input: InvitationInput!) {
  resendInvitation(input: $input) {
    ...ManagedIdentity
  }
}
    fragment ManagedIdentity on Identity {
  id
  kind
  name
  email
  role
  locale
  status
  mailStatus
  mailStatusAt
  invitation {
    status
    error
    sentAt
    expiresAt
  }
  secretCreatedAt
  createdAt
  updatedAt
  version
}`) as unknown as TypedDocumentString<SendInvitationAgainMutation, SendInvitationAgainMutationVariables>;
export const TakeInvitationBackDocument = new TypedDocumentString(`
    mutation TakeInvitationBack($input: InvitationInput!) {
  revokeInvitation(input: $input) {
    ...ManagedIdentity
  }
}
    fragment ManagedIdentity on Identity {
  id
  kind
  name
  email
  role
  locale
  status
  mailStatus
  mailStatusAt
  invitation {
    status
    error
    sentAt
    expiresAt
  }
  secretCreatedAt
  createdAt
  updatedAt
  version
}`) as unknown as TypedDocumentString<TakeInvitationBackMutation, TakeInvitationBackMutationVariables>;
export const GiveServiceSecretDocument = new TypedDocumentString(`
    mutation GiveServiceSecret($input: ServiceSecretInput!) {
  rotateServiceSecret(input: $input) {
    ...GivenSecret
  }
}
    fragment ManagedIdentity on Identity {
  id
  kind
  name
  email
  role
  locale
  status
  mailStatus
  mailStatusAt
  invitation {
    status
    error
    sentAt
    expiresAt
  }
  secretCreatedAt
  createdAt
  updatedAt
  version
}
fragment GivenSecret on ServiceCredentials {
  identity {
    ...ManagedIdentity
  }
  username
  secret
}`) as unknown as TypedDocumentString<GiveServiceSecretMutation, GiveServiceSecretMutationVariables>;
export const VoidServiceSecretDocument = new TypedDocumentString(`
    mutation VoidServiceSecret($input: ServiceSecretInput!) {
  revokeServiceSecret(input: $input) {
    ...ManagedIdentity
  }
}
    fragment ManagedIdentity on Identity {
  id
  kind
  name
  email
  role
  locale
  status
  mailStatus
  mailStatusAt
  invitation {
    status
    error
    sentAt
    expiresAt
  }
  secretCreatedAt
  createdAt
  updatedAt
  version
}`) as unknown as TypedDocumentString<VoidServiceSecretMutation, VoidServiceSecretMutationVariables>;
export const DeviceImportsDocument = new TypedDocumentString(`
    query DeviceImports($nextToken: String) {
  deviceImports(first: 50, nextToken: $nextToken) {
    items {
      id
      status
      progress
      withCredentials
      rows
      succeeded
      failed
      error {
        type
        message
      }
      requestedBy
      startedAt
      endedAt
      expiresAt
      createdAt
      updatedAt
      version
    }
    nextToken
  }
}
    `) as unknown as TypedDocumentString<DeviceImportsQuery, DeviceImportsQueryVariables>;
export const DeviceImportDocument = new TypedDocumentString(`
    query DeviceImport($id: ID!) {
  deviceImport(id: $id) {
    id
    status
    progress
    withCredentials
    rows
    succeeded
    failed
    error {
      type
      message
    }
    requestedBy
    startedAt
    endedAt
    expiresAt
    createdAt
    updatedAt
    version
  }
}
    `) as unknown as TypedDocumentString<DeviceImportQuery, DeviceImportQueryVariables>;
export const DeviceImportLinksDocument = new TypedDocumentString(`
    query DeviceImportLinks($id: ID!) {
  deviceImport(id: $id) {
    reportUrl
    credentialsUrl
  }
}
    `) as unknown as TypedDocumentString<DeviceImportLinksQuery, DeviceImportLinksQueryVariables>;
export const CreateDeviceImportDocument = new TypedDocumentString(`
    mutation CreateDeviceImport($input: CreateDeviceImportInput!) {
  createDeviceImport(input: $input) {
    id
    uploadUrl
    createdAt
  }
}
    `) as unknown as TypedDocumentString<CreateDeviceImportMutation, CreateDeviceImportMutationVariables>;
export const ImportDevicesDocument = new TypedDocumentString(`
    mutation ImportDevices($id: ID!) {
  importDevices(id: $id) {
    id
    status
    version
  }
}
    `) as unknown as TypedDocumentString<ImportDevicesMutation, ImportDevicesMutationVariables>;
export const CancelDeviceImportDocument = new TypedDocumentString(`
    mutation CancelDeviceImport($id: ID!) {
  cancelDeviceImport(id: $id) {
    id
    status
    version
  }
}
    `) as unknown as TypedDocumentString<CancelDeviceImportMutation, CancelDeviceImportMutationVariables>;
export const OrganizationDetailsDocument = new TypedDocumentString(`
    query OrganizationDetails {
  organization {
    ...WholeOrganization
  }
}
    fragment WholeOrganization on Organization {
  id
  name
  createdAt
  updatedAt
  version
}`) as unknown as TypedDocumentString<OrganizationDetailsQuery, OrganizationDetailsQueryVariables>;
export const RenameOrganizationDocument = new TypedDocumentString(`
    mutation RenameOrganization($input: UpdateOrganizationInput!) {
  updateOrganization(input: $input) {
    ...WholeOrganization
  }
}
    fragment WholeOrganization on Organization {
  id
  name
  createdAt
  updatedAt
  version
}`) as unknown as TypedDocumentString<RenameOrganizationMutation, RenameOrganizationMutationVariables>;
export const StoredPeriodDocument = new TypedDocumentString(`
    query StoredPeriod($deviceId: ID!) {
  dataPeriod(deviceId: $deviceId) {
    metric
    first
    last
  }
}
    `) as unknown as TypedDocumentString<StoredPeriodQuery, StoredPeriodQueryVariables>;
export const WindowsOfDeviceDocument = new TypedDocumentString(`
    query WindowsOfDevice($deviceId: ID!, $metrics: [String!]!, $from: AWSDateTime!, $to: AWSDateTime!, $window: String!, $statistics: [Statistic!]!, $fill: Fill, $timeZone: String) {
  aggregates(
    deviceIds: [$deviceId]
    metrics: $metrics
    from: $from
    to: $to
    window: $window
    statistics: $statistics
    fill: $fill
    timeZone: $timeZone
  ) {
    windows {
      begin
      end
      avg
      min
      max
      sum
      count
      first
      last
      stddev
      p50
      p90
      p95
      p99
    }
  }
}
    `) as unknown as TypedDocumentString<WindowsOfDeviceQuery, WindowsOfDeviceQueryVariables>;
export const PointsOfDeviceDocument = new TypedDocumentString(`
    query PointsOfDevice($deviceId: ID!, $metrics: [String!]!, $from: AWSDateTime!, $to: AWSDateTime!, $points: Int) {
  downsample(
    deviceId: $deviceId
    metrics: $metrics
    from: $from
    to: $to
    points: $points
  ) {
    points {
      time
      value
    }
  }
}
    `) as unknown as TypedDocumentString<PointsOfDeviceQuery, PointsOfDeviceQueryVariables>;
export const ReadingsOfDeviceDocument = new TypedDocumentString(`
    query ReadingsOfDevice($deviceId: ID!, $metrics: [String!], $from: AWSDateTime!, $to: AWSDateTime!, $after: String) {
  readings(
    deviceId: $deviceId
    metrics: $metrics
    from: $from
    to: $to
    first: 1000
    after: $after
  ) {
    items {
      metric
      time
      value
      text
    }
    nextCursor
  }
}
    `) as unknown as TypedDocumentString<ReadingsOfDeviceQuery, ReadingsOfDeviceQueryVariables>;
export const OrganizationsOfMineDocument = new TypedDocumentString(`
    query OrganizationsOfMine {
  memberships {
    organizationId
    organizationName
    role
    status
    isCurrent
  }
}
    `) as unknown as TypedDocumentString<OrganizationsOfMineQuery, OrganizationsOfMineQueryVariables>;
export const InvitationsToMeDocument = new TypedDocumentString(`
    query InvitationsToMe {
  invitations {
    organizationId
    organizationName
    role
    sentAt
    expiresAt
  }
}
    `) as unknown as TypedDocumentString<InvitationsToMeQuery, InvitationsToMeQueryVariables>;
export const AcceptAnInvitationDocument = new TypedDocumentString(`
    mutation AcceptAnInvitation($organizationId: ID!) {
  acceptInvitation(organizationId: $organizationId) {
    organizationId
    organizationName
  }
}
    `) as unknown as TypedDocumentString<AcceptAnInvitationMutation, AcceptAnInvitationMutationVariables>;
export const SwitchToOrganizationDocument = new TypedDocumentString(`
    mutation SwitchToOrganization($organizationId: ID!) {
  switchOrganization(organizationId: $organizationId) {
    organizationId
  }
}
    `) as unknown as TypedDocumentString<SwitchToOrganizationMutation, SwitchToOrganizationMutationVariables>;
export const MeDocument = new TypedDocumentString(`
    query Me {
  me {
    identity {
      id
      name
      email
      role
      locale
    }
    organization {
      id
      name
      version
    }
  }
}
    `) as unknown as TypedDocumentString<MeQuery, MeQueryVariables>;
export const WhoIsDocument = new TypedDocumentString(`
    query WhoIs($id: ID!) {
  identity(id: $id) {
    id
    name
  }
}
    `) as unknown as TypedDocumentString<WhoIsQuery, WhoIsQueryVariables>;