/** A ULID, which is what ids of organizations, devices and identities are. Source: the ULID specification, "Encoding". */
export const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/**
 * A metric's name, as SenML has names; 64 characters are enough for the names of its examples. They are plain ASCII, so that every store orders
 * names alike. Source: RFC 8428, section 4.5.1.
 */
export const METRIC_NAME = /^[A-Za-z0-9][A-Za-z0-9:./_-]{0,63}$/;

/** {@link METRIC_NAME} for a person. */
export const METRIC_NAME_RULE =
  'a metric name is a letter or digit, then letters, digits, `-`, `:`, `.`, `/` or `_`, at most 64 characters in all';

/** The only character beyond ASCII whose lower case is ASCII: `k`. Source: the Unicode Character Database, UnicodeData.txt. */
const KELVIN_SIGN = '\u212a';

/**
 * E-mail addresses are compared, and kept as keys, in lower case. One with a Kelvin sign stays what it is: who has a mailbox of that name has not the one
 * with a `k`, nor its invitations.
 */
export function normalizeEmail(email: string): string {
  const parts = email.trim().split(KELVIN_SIGN);
  return parts.map((part) => part.toLowerCase()).join(KELVIN_SIGN);
}

/**
 * Where the user names of services are: pools that sign in by e-mail want one, and no mail can ever arrive there, so that nobody can sign up or recover
 * as one. Source: RFC 2606, section 2.
 */
export const SERVICE_DOMAIN = 'services.invalid';

/** The user name of a service, and its identity's e-mail address. @param identityId a ULID */
export function serviceAddress(identityId: string): string {
  return `${identityId.toLowerCase()}@${SERVICE_DOMAIN}`;
}

/** Whether an e-mail address is the user name of a service. */
export function isServiceAddress(email: string): boolean {
  return normalizeEmail(email).endsWith(`@${SERVICE_DOMAIN}`);
}
