import type { Mail } from '../shared/ports.ts';
import { addressIn, senderIn } from './addresses.ts';

/** A message that a sender has handed in. */
export interface Message {
  mail: Mail;
  /** The addresses that must belong to verified identities: first the sender's. */
  senders: readonly string[];
  /** Where bounces and complaints go. */
  returnPath: string;
  /** As it would go over the wire, encoded. */
  bytes: number;
  /** As in its events. */
  headers: readonly Header[];
  /** Its sender's choice; the default of the identity counts unless given. */
  configurationSet: string | undefined;
  /** For its events. */
  tags: readonly MessageTag[];
  /** Whether it has the file that virus scanners are tried with, and is not sent. */
  virus: boolean;
}

export interface Header {
  name: string;
  value: string;
}

export interface MessageTag {
  name: string;
  value: string;
}

export interface SimpleContent {
  subject: string;
  text: string | undefined;
  html: string | undefined;
  headers: readonly Header[];
  attachments: readonly { name: string; contentType: string; content: Uint8Array }[];
}

export interface SimpleMessage extends SimpleContent {
  from: string;
  to: readonly string[];
  cc: readonly string[];
  bcc: readonly string[];
  replyTo: readonly string[];
  returnPath: string | undefined;
  configurationSet: string | undefined;
  tags: readonly MessageTag[];
}

/** @throws AwsError BadRequestException for what is no address */
export function simpleMessage(simple: SimpleMessage): Message {
  const { from, subject, text, html, headers, attachments } = simple;
  const sender = senderIn(from);
  const returnPath = simple.returnPath === undefined ? sender.address : addressIn(simple.returnPath);
  const replyTo = some(simple.replyTo.map(addressIn));
  const attached = attachments.map(({ content, ...attachment }) => ({ ...attachment, bytes: content.length }));
  const texts = [from, subject, text ?? '', html ?? '', ...headers.flatMap(({ name, value }) => [name, value])];
  const mail: Mail = {
    from: sender.shown,
    to: simple.to.map(addressIn),
    ...copies(simple.cc.map(addressIn), simple.bcc.map(addressIn)),
    ...(replyTo && { replyTo }),
    subject,
    text: text ?? '',
    ...(html !== undefined && { html }),
    ...optional(headers, attached),
  };
  return {
    mail,
    senders: [sender.address, returnPath],
    returnPath,
    bytes:
      sum(texts.map((each) => Buffer.byteLength(each))) + sum(attachments.map(({ content }) => base64Bytes(content))),
    headers: [...composedHeaders(mail), ...headers],
    configurationSet: simple.configurationSet,
    tags: simple.tags,
    virus: attachments.some(({ content }) => isTestVirus(content)),
  };
}

/** Those that SES writes for a simple message. */
function composedHeaders({ from, replyTo, to, cc, subject }: Mail): Header[] {
  const listed = {
    From: [from],
    'Reply-To': replyTo,
    To: some(to),
    Cc: cc,
    Subject: [subject],
    'MIME-Version': ['1.0'],
  };
  return Object.entries(listed).flatMap(([name, values]) => (values ? [{ name, value: values.join(', ') }] : []));
}

/** Source: Amazon SES Developer Guide, "Using the mailbox simulator manually": the file of EICAR makes SES reject a message. */
export function isTestVirus(content: Uint8Array): boolean {
  return Buffer.from(content).includes('EICAR-STANDARD-ANTIVIRUS-TEST-FILE!');
}

/** @returns members that are left out where they would be empty */
export function copies(openly: readonly string[], blindly: readonly string[]): Pick<Mail, 'cc' | 'bcc'> {
  const cc = some(openly);
  const bcc = some(blindly);
  return { ...(cc && { cc }), ...(bcc && { bcc }) };
}

export function optional(
  headerList: NonNullable<Mail['headers']>,
  attachmentList: NonNullable<Mail['attachments']>,
): Pick<Mail, 'headers' | 'attachments'> {
  const headers = some(headerList);
  const attachments = some(attachmentList);
  return { ...(headers && { headers }), ...(attachments && { attachments }) };
}

/** A list that a mail leaves out where it would be empty. */
export function some<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length === 0 ? undefined : items;
}

const base64Bytes = (content: Uint8Array) => Math.ceil(content.length / 3) * 4;
const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
