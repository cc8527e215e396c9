import { AwsError } from '../../shared/aws-error.ts';
import { badRequest, notFound, notSupported, parseInput } from '../errors.ts';
import type { Identities, Identity } from '../identities.ts';
import { rawMessage, simpleMessage, type Message, type SimpleContent } from '../message.ts';
import type { Sender } from '../sender.ts';
import * as schema from './schema.ts';
import { tagOperations } from './tags.ts';

export interface RestOperation {
  /** Method and path, as `GET /v2/email/identities/:EmailIdentity`; several where SDKs have used several. */
  routes: readonly string[];
  /** Takes the members of body, query and path together. */
  run: (input: unknown) => object | Promise<object>;
}

export type RestOperations = Readonly<Record<string, RestOperation>>;

/** After encoding. Source: Amazon SES Developer Guide, "Service quotas in Amazon SES". */
const MAXIMUM_BYTES = 40 * 1024 * 1024;

/** The operations of the Amazon SES API v2. */
export function restOperations(identities: Identities, sender: Sender): RestOperations {
  return {
    SendEmail: {
      routes: ['POST /v2/email/outbound-emails'],
      run: async (input) => {
        refuseUnsupported(input);
        const message = await messageOf(parseInput(schema.sendEmailInput, input));
        return { MessageId: await sender.send(message, MAXIMUM_BYTES) };
      },
    },
    GetAccount: {
      routes: ['GET /v2/email/account'],
      run: () => ({
        DedicatedIpAutoWarmupEnabled: false,
        EnforcementStatus: 'HEALTHY',
        ProductionAccessEnabled: true,
        SendingEnabled: true,
        SendQuota: sender.quota(),
        SuppressionAttributes: { SuppressedReasons: [] },
      }),
    },
    ...identityOperations(identities),
    ...tagOperations(identities),
  };
}

function identityOperations(identities: Identities): RestOperations {
  function existing(name: string): Identity {
    const identity = identities.get(name);
    if (!identity) throw notFound(`Email identity ${name}`);
    return identity;
  }

  return {
    CreateEmailIdentity: {
      routes: ['POST /v2/email/identities'],
      run: async (input) => {
        const { EmailIdentity, Tags } = parseInput(schema.createEmailIdentityInput, input);
        const identity = await identities.create(EmailIdentity, Tags);
        if (!identity) throw new AwsError('AlreadyExistsException', `Email identity ${EmailIdentity} already exist.`);
        return { IdentityType: identity.type, VerifiedForSendingStatus: true, DkimAttributes: dkim(identity) };
      },
    },
    GetEmailIdentity: {
      routes: ['GET /v2/email/identities/:EmailIdentity'],
      run: (input) => {
        const identity = existing(parseInput(schema.identityInput, input).EmailIdentity);
        return {
          IdentityType: identity.type,
          FeedbackForwardingStatus: true,
          VerifiedForSendingStatus: true,
          VerificationStatus: 'SUCCESS',
          DkimAttributes: dkim(identity),
          MailFromAttributes: { BehaviorOnMxFailure: 'USE_DEFAULT_VALUE' },
          Policies: {},
          Tags: identity.tags,
        };
      },
    },
    ListEmailIdentities: {
      routes: ['POST /v2/email/list-identities', 'GET /v2/email/identities'],
      run: (input) => {
        const { PageSize, NextToken } = parseInput(schema.listEmailIdentitiesInput, input);
        const rest = identities.list({ after: Buffer.from(NextToken, 'base64url').toString() });
        const page = rest.slice(0, PageSize);
        const last = page.at(-1);
        return {
          EmailIdentities: page.map(({ name, type }) => ({
            IdentityName: name,
            IdentityType: type,
            SendingEnabled: true,
            VerificationStatus: 'SUCCESS',
          })),
          ...(last && rest.length > page.length && { NextToken: Buffer.from(last.name).toString('base64url') }),
        };
      },
    },
    DeleteEmailIdentity: {
      routes: ['DELETE /v2/email/identities/:EmailIdentity'],
      run: async (input) => {
        const { EmailIdentity } = parseInput(schema.identityInput, input);
        if (!(await identities.delete(EmailIdentity))) throw notFound(`Email identity ${EmailIdentity}`);
        return {};
      },
    },
  };
}

function messageOf(input: schema.SendEmailInput): Message | Promise<Message> {
  const { FromEmailAddress: from, Destination, FeedbackForwardingEmailAddress: returnPath, Content } = input;
  const { ToAddresses: to, CcAddresses: cc, BccAddresses: bcc } = Destination;
  const { Simple, Raw, Template } = Content;
  if (Template !== undefined) throw notSupported('Content.Template');
  if (Raw && !Simple)
    return rawMessage({ raw: Raw.Data, source: from, destinations: [...to, ...cc, ...bcc], returnPath });
  if (!Simple || Raw) throw badRequest('Content must be one of Simple and Raw.');
  if (from === undefined) throw badRequest('FromEmailAddress is required for simple content.');
  return simpleMessage({ from, to, cc, bcc, replyTo: input.ReplyToAddresses, returnPath, ...contentOf(Simple) });
}

function contentOf({ Subject, Body, Headers, Attachments }: schema.SimpleContent): SimpleContent {
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
  const unsupported = given.find((name) => schema.NOT_SUPPORTED.includes(name));
  if (unsupported !== undefined) throw notSupported(unsupported);
}

/** A domain's mails are signed for it; those of an address would be by its domain's identity. */
function dkim({ type }: Identity): object {
  return type === 'DOMAIN'
    ? { SigningEnabled: true, Status: 'SUCCESS', Tokens: [], SigningAttributesOrigin: 'AWS_SES' }
    : { SigningEnabled: false, Status: 'NOT_STARTED' };
}
