import * as v from 'valibot';
import type { RestOperations } from '../../shared/rest-service.ts';
import { badRequest, notSupported, parseInput } from '../errors.ts';
import { simpleMessage, type Message, type SimpleContent } from '../message.ts';
import { rawMessage } from '../raw.ts';
import type { Sender, SendingApi } from '../sender.ts';
import { encodedText, messageTag } from '../text.ts';

const addresses = v.optional(v.array(v.string()), []);
const bytes = v.pipe(
  v.string(),
  v.transform((text): Uint8Array => Buffer.from(text, 'base64')),
);

/** Source: Amazon SES API v2 Reference, "MessageHeader". */
const header = v.pipe(
  v.object({
    Name: v.pipe(v.string(), v.regex(/^[!-9;-~]{1,126}$/, 'Invalid header name')),
    Value: v.pipe(v.string(), v.regex(/^[ -~]*$/, 'Invalid header value')),
  }),
  v.check(({ Name, Value }) => Name.length + Value.length <= 996, 'Header too long'),
);

const attachment = v.object({
  RawContent: bytes,
  FileName: v.string(),
  ContentType: v.optional(v.string(), 'application/octet-stream'),
});

const simpleContent = v.object({
  Subject: encodedText,
  Body: v.object({ Text: v.optional(encodedText), Html: v.optional(encodedText) }),
  Headers: v.optional(v.array(header), []),
  Attachments: v.optional(v.array(attachment), []),
});

const sendEmailInput = v.object({
  FromEmailAddress: v.optional(v.string()),
  Destination: v.optional(v.object({ ToAddresses: addresses, CcAddresses: addresses, BccAddresses: addresses }), {}),
  ReplyToAddresses: addresses,
  FeedbackForwardingEmailAddress: v.optional(v.string()),
  Content: v.object({
    Simple: v.optional(simpleContent),
    Raw: v.optional(v.object({ Data: bytes })),
    Template: v.optional(v.unknown()),
  }),
  ConfigurationSetName: v.optional(v.string()),
  EmailTags: v.optional(v.array(messageTag), []),
});

/** What would change where a mail goes or who may send it, and is not here. */
const NOT_SUPPORTED = [
  'ConfigurationOverrides',
  'EndpointId',
  'FeedbackForwardingEmailAddressIdentityArn',
  'FromEmailAddressIdentityArn',
  'ListManagementOptions',
  'TenantName',
];

/** Source: Amazon SES Developer Guide, "Service quotas in Amazon SES". */
const API: SendingApi = { maximumBytes: 40 * 1024 * 1024, configurationSetPaused: 'SendingPausedException' };

export function sendingOperations(sender: Sender): RestOperations {
  return {
    SendEmail: {
      route: 'POST /v2/email/outbound-emails',
      run: async (input) => {
        refuseUnsupported(input);
        const message = await messageOf(parseInput(sendEmailInput, input));
        return { MessageId: await sender.send(message, 'SendEmail', API) };
      },
    },
  };
}

function messageOf(input: v.InferOutput<typeof sendEmailInput>): Message | Promise<Message> {
  const { FromEmailAddress: from, Destination, FeedbackForwardingEmailAddress: returnPath, Content } = input;
  const { ToAddresses: to, CcAddresses: cc, BccAddresses: bcc } = Destination;
  const { Simple, Raw, Template } = Content;
  const published = { configurationSet: input.ConfigurationSetName, tags: input.EmailTags };
  if (Template !== undefined) throw notSupported('Content.Template');
  if (Raw && !Simple)
    return rawMessage({ raw: Raw.Data, source: from, destinations: [...to, ...cc, ...bcc], returnPath, ...published });
  if (!Simple || Raw) throw badRequest('Content must be one of Simple and Raw.');
  if (from === undefined) throw badRequest('FromEmailAddress is required for simple content.');
  const replyTo = input.ReplyToAddresses;
  return simpleMessage({ from, to, cc, bcc, replyTo, returnPath, ...published, ...contentOf(Simple) });
}

function contentOf({ Subject, Body, Headers, Attachments }: v.InferOutput<typeof simpleContent>): SimpleContent {
  if (Body.Text === undefined && Body.Html === undefined)
    throw badRequest('Content.Simple.Body must have Text or Html.');
  return {
    subject: Subject,
    text: Body.Text,
    html: Body.Html,
    headers: Headers.map(({ Name, Value }) => ({ name: Name, value: Value })),
    attachments: Attachments.map(({ FileName, ContentType, RawContent }) => ({
      name: FileName,
      contentType: ContentType,
      content: RawContent,
    })),
  };
}

function refuseUnsupported(input: unknown): void {
  const given = typeof input === 'object' && input !== null ? Object.keys(input) : [];
  const unsupported = given.find((name) => NOT_SUPPORTED.includes(name));
  if (unsupported !== undefined) throw notSupported(unsupported);
}
