import { addressParser } from 'postal-mime';
import { badRequest } from './errors.ts';

/**
 * The address in text such as `Sonde <no-reply@example.com>`.
 * @throws AwsError BadRequestException for anything but one address in ASCII, as SES takes it
 */
export function addressIn(text: string): string {
  return mailboxIn(text).address;
}

/**
 * The sender in such text, its name decoded. Source: Amazon SES API Reference, "SendEmail": a name beyond ASCII must be a MIME encoded-word.
 * @throws AwsError BadRequestException
 */
export function senderIn(text: string): { address: string; shown: string } {
  if (/\P{ASCII}/u.test(text))
    throw badRequest(`Non-ASCII characters in the sender ${text} must be MIME encoded-words.`);
  const { name, address } = mailboxIn(text);
  return { address, shown: shownSender(name, address) };
}

export function shownSender(name: string, address: string): string {
  return name === '' ? address : `${name} <${address}>`;
}

function mailboxIn(text: string): { name: string; address: string } {
  const [mailbox, ...more] = addressParser(text);
  if (mailbox?.address === undefined || more.length > 0) throw badRequest(`Invalid email address ${text}.`);
  return { name: mailbox.name, address: checkedAddress(mailbox.address) };
}

/** The address itself, if it is one. */
export function checkedAddress(address: string): string {
  const { local, domain } = partsOf(address);
  const problem =
    (domain === undefined && "Missing final '@domain'") ||
    (local === '' && 'Missing local name') ||
    (domain === '' && 'Missing domain') ||
    (!/^[!-~]+$/.test(local) && 'Local address contains illegal character') ||
    (!DOMAIN.test(domain ?? '') && 'Domain contains illegal character');
  if (problem) throw badRequest(problem);
  return address;
}

/** Without the label of `local+label@domain`. */
export function withoutLabel(address: string): string {
  return address.replace(/\+[^@]*@/, '@');
}

/** `domain` is undefined for text without an `@`. */
export function partsOf(address: string): { local: string; domain: string | undefined } {
  const at = address.lastIndexOf('@');
  return at < 0
    ? { local: address, domain: undefined }
    : { local: address.slice(0, at), domain: address.slice(at + 1) };
}

export const DOMAIN = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i;
