/**
 * Limits that are part of the contract: the schema's descriptions name them, resolvers and functions keep them.
 * An organization's exports cost its operator storage, queries and mail, so that they are bounded.
 */
export const EXPORT_LIMITS = {
  /** Exports of an organization that have not ended. */
  atOnce: 5,
  /** Exports that an organization asks for in a UTC day. */
  aDay: 100,
  /** Bytes of files that an organization's exports may have made in a UTC day before another one is refused; and those of a single export. */
  bytesADay: 50 * 2 ** 30,
  /** For how many days an export is listed after it has ended, or after its files have expired. */
  daysListed: 90,
  /** Devices that one export names; without any it is of all devices. */
  devices: 100,
  /** Who gets a mail about one export. */
  recipients: 20,
} as const;

/** Limits of devices' certificates and of imports, which AWS IoT's own quotas are behind. */
export const DEVICE_LIMITS = {
  /** Certificates of one device at once: the one it has, and the one it changes over to. */
  certificates: 2,
  /** Characters of a certificate signing request. */
  signingRequest: 4096,
} as const;

export const IMPORT_LIMITS = {
  /** Bytes of a file. */
  bytes: 16 * 2 ** 20,
  /** Rows of a file, without its header. */
  rows: 10_000,
  /** Imports of an organization that have not ended. */
  atOnce: 2,
  /** For how many minutes the file can be uploaded. */
  minutesToUpload: 15,
  /** For how many minutes it can be begun, before it fails: until then it counts as one that has not ended. */
  minutesToBegin: 60,
  /** For how many hours report and credentials can be fetched after the end. */
  hoursKept: 24,
  /** For how many days an import is listed. */
  daysListed: 90,
} as const;

/** Limits of invitations. */
export const INVITATION_LIMITS = {
  /** For how many days one can be accepted after it was sent. */
  days: 14,
  /** Seconds between two mails of the same one. */
  secondsBetween: 60,
} as const;

/** For how many days an audit event is kept: a year, and a month to look back on it. */
export const AUDIT_DAYS = 400;
