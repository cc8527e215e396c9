import { util } from '@aws-appsync/utils';
import type * as v from 'valibot';
import type { ExportRow as ExportRowSchema } from '../../functions/shared/exports/row.ts';
import type { ImportRow as ImportRowSchema } from '../../functions/shared/imports/row.ts';
import type {
  AddressStatus,
  IdentityKind,
  IdentityStatus,
  Locale,
  Location,
  MailStatus,
  Metric,
  Role,
} from '../../schema/generated/types.ts';

/** What every row of the registry has. Times are ISO 8601 in UTC with milliseconds; `version` counts the changes from 1. */
interface Row {
  id: string;
  createdAt: string;
  updatedAt: string;
  version: number;
}

export interface OrganizationRow extends Row {
  name: string;
  /** How many identities are ADMINISTRATOR and ACTIVE. Changed only in the transaction that changes one of them. */
  activeAdministrators: number;
}

export interface DeviceRow extends Row {
  organizationId: string;
  name: string;
  description?: string;
  location?: Location;
  metrics: Metric[];
  /** Those that it may connect with, oldest first. Set by `device-credentials`, without a change of `version`. */
  certificates?: CertificateEntry[];
}

/** A certificate in its device's row. */
export interface CertificateEntry {
  /** In AWS IoT: the SHA-256 fingerprint, in hexadecimal. */
  id: string;
  /** The identity that asked for it. */
  createdBy: string;
  createdAt: string;
  expiresAt: string;
}

export interface IdentityRow extends Row {
  organizationId: string;
  kind: IdentityKind;
  name: string;
  /** In lower case. */
  email: string;
  role: Role;
  locale: Locale;
  status: IdentityStatus;
  /** Set by `mail-feedback`, without a change of `version`; absent while mail reaches the address. */
  mailStatus?: Exclude<AddressStatus, 'DELIVERABLE'>;
  /** When the mail service said so. */
  mailStatusAt?: string;
  /** When an administrator last took a mark back: what the mail service said until then counts no more, however late it arrives. */
  mailClearedAt?: string;
  /** The Cognito user that the identity was bound to at the first sign-in. */
  sub?: string;
  /** Of a person that has not accepted yet. */
  invitation?: InvitationEntry;
  /** When the secret of a service was made; absent of a person, and of a service without one. */
  secretCreatedAt?: string;
}

/** An invitation in its identity's row. */
export interface InvitationEntry {
  sentAt: string;
  expiresAt: string;
  /** Set by `send-invitation`, without a change of `version`. */
  status: MailStatus;
  error?: string;
  /** How often `send-invitation` has tried; absent before it has. */
  attempts?: number;
}

/** That a user of the pool is bound to an identity. Written where the identity gets its `sub`, deleted with the identity. */
export interface AccountRow {
  sub: string;
  organizationId: string;
  identityId: string;
  /** When it was bound by a sign-in, or `switchOrganization` last chose it: tokens are of the newest one that is active. 1970 where it was accepted, and never chosen. */
  chosenAt: string;
}

export interface MembershipRow {
  /** In lower case. */
  email: string;
  organizationId: string;
  identityId: string;
}

/** The newest reading of one metric, as `ingest` writes it. */
export interface LatestReading {
  time: string;
  value?: number;
  text?: string;
}

export interface LatestRow {
  organizationId: string;
  deviceId: string;
  /** The time of the newest reading. */
  lastSeenAt: string;
  /** By metric name. */
  readings: Record<string, LatestReading>;
}

/** An export as it is stored: the functions' schema, which says what each member is, before it parses. */
export type ExportRow = v.InferInput<typeof ExportRowSchema>;

/** An import as it is stored: the function's schema, which says what each member is, before it parses. */
export type ImportRow = v.InferInput<typeof ImportRowSchema>;

/** An entry of `exportLedger` for a client token. */
export interface ClientTokenEntry {
  exportId: string;
  /** What was asked for, as text that is the same where the same is asked. */
  request: string;
  /** Epoch seconds. */
  removeAt: number;
}

/** An entry of `exportLedger` that counts. What is absent is 0. */
export interface CountEntry {
  count?: number;
  bytes?: number;
}

/** The members of a new row that the service itself gives. */
export function newRow(): Row {
  const now = util.time.nowISO8601();
  return { id: util.autoUlid(), createdAt: now, updatedAt: now, version: 1 };
}
