/** A ULID, which is what ids of organizations, devices and identities are. Source: the ULID specification, "Encoding". */
export const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** A metric's name. Its characters are plain ASCII, so that every store orders names alike. */
export const METRIC_NAME = /^[A-Za-z][A-Za-z0-9_.:-]{0,63}$/;

/** E-mail addresses are compared, and kept as keys, in lower case. */
export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase();
}
