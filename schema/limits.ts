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
  /** How long an export is listed after it has ended, or after its files have expired. */
  daysListed: 90,
  devices: 100,
  recipients: 20,
} as const;
