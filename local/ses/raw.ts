import PostalMime, { type Address, type Email } from 'postal-mime';
import type { Mail } from '../shared/ports.ts';
import { addressIn, checkedAddress, senderIn, shownSender } from './addresses.ts';
import { badRequest, parseInput } from './errors.ts';
import { copies, isTestVirus, optional, some, type Header, type Message, type MessageTag } from './message.ts';
import { messageTag } from './text.ts';

export interface RawMessage {
  raw: Uint8Array;
  /** The sender as the request has it, who must be verified beside the one in the header From. */
  source: string | undefined;
  /** Whom the message goes to; without any, those in its headers. */
  destinations: readonly string[];
  returnPath: string | undefined;
  /** Those in its headers count unless given. */
  configurationSet: string | undefined;
  tags: readonly MessageTag[];
}

/** Parses a MIME message. @throws AwsError BadRequestException for one that SES would not take */
export async function rawMessage(request: RawMessage): Promise<Message> {
  const { raw, source, destinations, returnPath } = request;
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
    headers: email.headers
      .filter(({ key }) => key !== 'bcc' && !key.startsWith(FOR_SES))
      .map(({ originalKey, value }) => ({ name: originalKey, value })),
    configurationSet: request.configurationSet ?? headerIn(email, `${FOR_SES}configuration-set`),
    tags: request.tags.length > 0 ? request.tags : tagsIn(headerIn(email, `${FOR_SES}message-tags`)),
    virus: email.attachments.some(({ content }) => isTestVirus(contentOf(content))),
  };
}

/** What SES takes from a message, and does not send on. Source: Amazon SES Developer Guide, "Specifying a configuration set when you send email". */
const FOR_SES = 'x-ses-';

function headerIn({ headers }: Email, name: string): string | undefined {
  return headers.find(({ key }) => key === name)?.value;
}

/** In text such as `kind=export, language=fr`. */
function tagsIn(text = ''): MessageTag[] {
  const pairs = text.split(/[,;]/).map((pair) => pair.split('='));
  return pairs.flatMap(([name = '', value]) =>
    value === undefined ? [] : [parseInput(messageTag, { Name: name.trim(), Value: value.trim() })],
  );
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
function ownHeaders({ headers }: Email): Header[] {
  return headers
    .filter(({ key }) => !ONCE.includes(key) && !key.startsWith('content-') && !key.startsWith(FOR_SES))
    .map(({ originalKey, value }) => ({ name: originalKey, value }));
}

function attachmentsOf({ attachments }: Email): { name: string; contentType: string; bytes: number }[] {
  return attachments.map(({ filename, mimeType, content }) => ({
    name: filename ?? '(no name)',
    contentType: mimeType,
    bytes: contentOf(content).byteLength,
  }));
}

function contentOf(content: Email['attachments'][number]['content']): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
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
