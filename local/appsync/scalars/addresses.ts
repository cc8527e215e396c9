import { isIP, isIPv4 } from 'node:net';
import { stringScalar, type AwsScalar } from './scalar.ts';

/** RFC 822's local part without its quoted form and comments, and a domain of host names. */
const EMAIL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?<domain>[A-Za-z0-9.-]+)$/;
const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/** Scalars for addresses of mail, the web, telephones and networks. A valid string travels exactly as it is. Source: Scalar types in AWS AppSync. */
export const addressScalars: readonly AwsScalar[] = [
  stringScalar('AWSEmail', 'email', isEmail),
  stringScalar('AWSURL', 'URL', isUrl),
  stringScalar('AWSPhone', 'phone number', isPhone),
  stringScalar('AWSIPAddress', 'IP address', isIpAddress),
];

function isEmail(text: string): boolean {
  const labels = EMAIL.exec(text)?.groups?.domain?.split('.') ?? [];
  return labels.length > 1 && labels.every((label) => LABEL.test(label));
}

/** With a scheme, and without two slashes in its path. */
function isUrl(text: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:[^\s]+$/.test(text) || !URL.canParse(text)) return false;
  return !new URL(text).pathname.includes('//');
}

/**
 * With `+`, an international number; without, a North American one. Groups of digits are separated by spaces or hyphens; the area code may be
 * in parentheses.
 */
function isPhone(text: string): boolean {
  if (!/^\+?\d*[ -]?(?:\(\d+\)[ -]?)?\d+(?:[ -]\d+)*$/.test(text)) return false;
  const digits = text.replaceAll(/\D/g, '');
  if (text.startsWith('+1') || !text.startsWith('+')) return isNorthAmerican(digits);
  return /^[2-9]\d{6,14}$/.test(digits);
}

/** Neither an area code nor an exchange begins with 0 or 1. */
function isNorthAmerican(digits: string): boolean {
  return /^1?(?:[2-9]\d{2}){2}\d{4}$/.test(digits);
}

/** IPv4 or IPv6, perhaps with the length of a subnet's prefix. */
function isIpAddress(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  if (isIP(address) === 0 || address.includes('%') || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (isIPv4(address) ? 32 : 128));
}
