import PostalMime, { type Address, type Email } from 'postal-mime';
import type { Mail } from '../shared/ports.ts';
import { addressIn, checkedAddress, senderIn, shownSender } from './addresses.ts';
import { badRequest } from './errors.ts';

/** A message that a sender has handed in. */
export interface Message {
  mail: Mail;
  /** The addresses that must belong to verified identities. */
  senders: readonly string[];
  /** Where bounces and complaints go. */
  returnPath: string;
  /** As it would go over the wire, encoded. */
  bytes: number;
}

export interface SimpleContent {
  subject: string;
  text: string | undefined;
  html: string | undefined;
  headers: readonly { name: string; value: string }[];
  attachments: readonly { name: string; contentType: string; content: Uint8Array }[];
}

export interface SimpleMessage extends SimpleContent {
  from: string;
  to: readonly string[];
  cc: readonly string[];
  bcc: readonly string[];
  replyTo: readonly string[];
  returnPath: string | undefined;
}

/** @throws AwsError BadRequestException for what is no address */
export function simpleMessage(simple: SimpleMessage): Message {
  const { from, subject, text, html, headers, attachments } = simple;
  const sender = senderIn(from);
  const returnPath = simple.returnPath === undefined ? sender.address : addressIn(simple.returnPath);
  const replyTo = some(simple.replyTo.map(addressIn));
  const attached = attachments.map(({ content, ...attachment }) => ({ ...attachment, bytes: content.length }));
  const texts = [from, subject, text ?? '', html ?? '', ...headers.flatMap(({ name, value }) => [name, value])];
  return {
    mail: {
      from: sender.shown,
      to: simple.to.map(addressIn),
      ...copies(simple.cc.map(addressIn), simple.bcc.map(addressIn)),
      ...(replyTo && { replyTo }),
      subject,
      text: text ?? '',
      ...(html !== undefined && { html }),
      ...optional(headers, attached),
    },
    senders: [sender.address, returnPath],
    returnPath,
    bytes:
      sum(texts.map((each) => Buffer.byteLength(each))) + sum(attachments.map(({ content }) => base64Bytes(content))),
  };
}

export interface RawMessage {
  raw: Uint8Array;
  /** The sender as the request has it, who must be verified beside the one in the header From. */
  source: string | undefined;
  /** Whom the message goes to; without any, those in its headers. */
  destinations: readonly string[];
  returnPath: string | undefined;
}

/** Parses a MIME message. @throws AwsError BadRequestException for one that SES would not take */
export async function rawMessage({ raw, source, destinations, returnPath }: RawMessage): Promise<Message> {
  const email = await parseMime(raw);
  checkHeaders(email);
  const [from] = addresses(email.from && [email.from]);
  if (from === undefined) throw badRequest("Missing required header 'From'.");
  const declared = { to: addresses(email.to), cc: addresses(email.cc), bcc: addresses(email.bcc) };
  const sender = source === undefined ? from : senderIn(source).address;
  const replyTo = some(addresses(email.replyTo));
  const bounces = returnPath ?? email.returnPath;
  const bouncesTo = bounces === undefined ? sender : addressIn(bounces);
  return {
    mail: {
      from: shownSender(email.from?.name ?? '', from),
      ...recipients(declared, destinations.map(addressIn)),
      ...(replyTo && { replyTo }),
      subject: email.subject ?? '',
      text: email.text ?? '',
      ...(email.html !== undefined && { html: email.html }),
      ...optional(ownHeaders(email), attachmentsOf(email)),
    },
    senders: [sender, from, ...addresses(email.sender && [email.sender]), bouncesTo],
    returnPath: bouncesTo,
    bytes: raw.length,
  };
}

async function parseMime(raw: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(raw);
  } catch (error) {
    throw badRequest(`The message is no valid MIME: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Headers of which a message has one at the most. Source: RFC 5322, section 3.6. */
const ONCE = [
  'bcc',
  'cc',
  'date',
  'from',
  'message-id',
  'mime-version',
  'reply-to',
  'return-path',
  'sender',
  'subject',
  'to',
];

function checkHeaders({ headers }: Email): void {
  const seen = new Set<string>();
  for (const { key, originalKey } of headers) {
    if (ONCE.includes(key) && seen.has(key)) throw badRequest(`Duplicate header '${originalKey}'.`);
    seen.add(key);
  }
}

/** Shown on their own, or about the message's form only. */
function ownHeaders({ headers }: Email): { name: string; value: string }[] {
  return headers
    .filter(({ key }) => !ONCE.includes(key) && !key.startsWith('content-'))
    .map(({ originalKey, value }) => ({ name: originalKey, value }));
}

function attachmentsOf({ attachments }: Email): { name: string; contentType: string; bytes: number }[] {
  return attachments.map(({ filename, mimeType, content }) => ({
    name: filename ?? '(no name)',
    contentType: mimeType,
    bytes: typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength,
  }));
}

/** Who gets the message is said by the envelope; who is named in no header gets a blind copy. */
function recipients(
  declared: { to: string[]; cc: string[]; bcc: string[] },
  envelope: readonly string[],
): Pick<Mail, 'to' | 'cc' | 'bcc'> {
  const { to, cc, bcc } = declared;
  if (envelope.length === 0) return { to, ...copies(cc, bcc) };
  const gets = (address: string): boolean => envelope.includes(address);
  const blind = envelope.filter((address) => !to.includes(address) && !cc.includes(address));
  return { to: to.filter(gets), ...copies(cc.filter(gets), blind) };
}

function addresses(list: readonly Address[] = []): string[] {
  return list.flatMap(({ group, address }) => (group ?? [{ address }]).map((each) => checkedAddress(each.address)));
}

function copies(openly: readonly string[], blindly: readonly string[]): Pick<Mail, 'cc' | 'bcc'> {
  const cc = some(openly);
  const bcc = some(blindly);
  return { ...(cc && { cc }), ...(bcc && { bcc }) };
}

function optional(
  headerList: NonNullable<Mail['headers']>,
  attachmentList: NonNullable<Mail['attachments']>,
): Pick<Mail, 'headers' | 'attachments'> {
  const headers = some(headerList);
  const attachments = some(attachmentList);
  return { ...(headers && { headers }), ...(attachments && { attachments }) };
}

/** A list that a mail leaves out where it would be empty. */
function some<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length === 0 ? undefined : items;
}

const base64Bytes = (content: Uint8Array) => Math.ceil(content.length / 3) * 4;
const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
