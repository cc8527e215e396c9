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
