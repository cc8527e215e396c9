import type * as v from 'valibot';
import { pageOf } from '../../shared/page.ts';
import type { OtherError, QueryOperations } from '../../shared/query/query-service.ts';
import type { XmlElements } from '../../shared/xml.ts';
import { badRequest, notSupported, parseInput } from '../errors.ts';
import type { Identities } from '../identities.ts';
import { simpleMessage } from '../message.ts';
import { rawMessage } from '../raw.ts';
import type { Sender, SendingApi } from '../sender.ts';
import type { Identity } from '../store.ts';
import * as schema from './schema.ts';

/** What this API calls the errors of API v2. Source: Amazon SES API Reference, "Common Errors". */
export const OTHER_ERRORS: Readonly<Record<string, OtherError>> = {
  BadRequestException: { code: 'InvalidParameterValue' },
  NotFoundException: { code: 'ConfigurationSetDoesNotExist', statusCode: 400 },
  TooManyRequestsException: { code: 'Throttling', statusCode: 400 },
  AccountSuspendedException: { code: 'MessageRejected' },
  SendingPausedException: { code: 'AccountSendingPausedException' },
  InternalServiceErrorException: { code: 'InternalFailure' },
};

/** Source: Amazon SES API Reference, "SendEmail" and "SendRawEmail". */
const API: SendingApi = {
  maximumBytes: 10 * 1024 * 1024,
  configurationSetPaused: 'ConfigurationSetSendingPausedException',
};

/** The operations of the first Amazon SES API. */
export function queryOperations(identities: Identities, sender: Sender): QueryOperations {
  return {
    SendEmail: async (input) => {
      const request = parseSend(schema.sendEmailInput, input);
      const { Source, Destination, Message, ReplyToAddresses, ReturnPath } = request;
      const { Text, Html } = Message.Body;
      if (Text === undefined && Html === undefined) throw badRequest('Message.Body must have Text or Html.');
      const message = simpleMessage({
        from: Source,
        to: Destination.ToAddresses,
        cc: Destination.CcAddresses,
        bcc: Destination.BccAddresses,
        replyTo: ReplyToAddresses,
        returnPath: ReturnPath,
        subject: Message.Subject,
        text: Text,
        html: Html,
        headers: [],
        attachments: [],
        configurationSet: request.ConfigurationSetName,
        tags: request.Tags,
      });
      return { MessageId: await sender.send(message, 'SendEmail', API) };
    },
    SendRawEmail: async (input) => {
      const { Source, Destinations, RawMessage, ConfigurationSetName, Tags } = parseSend(
        schema.sendRawEmailInput,
        input,
      );
      const message = await rawMessage({
        raw: RawMessage.Data,
        source: Source,
        destinations: Destinations,
        returnPath: Source,
        configurationSet: ConfigurationSetName,
        tags: Tags,
      });
      return { MessageId: await sender.send(message, 'SendRawEmail', API) };
    },
    GetSendQuota: () => ({ ...sender.quota() }),
    ...identityOperations(identities),
  };
}

/** Unlike those of the API v2, these let an identity be made twice. */
function identityOperations(identities: Identities): QueryOperations {
  return {
    VerifyEmailIdentity: async (input) => {
      const { EmailAddress } = parseInput(schema.verifyEmailIdentityInput, input);
      if (!EmailAddress.includes('@')) throw badRequest(`Invalid email address ${EmailAddress}.`);
      await identities.create(EmailAddress);
      return {};
    },
    VerifyDomainIdentity: async (input) => {
      const { Domain } = parseInput(schema.verifyDomainIdentityInput, input);
      if (Domain.includes('@')) throw badRequest(`Invalid domain name ${Domain}.`);
      const identity = (await identities.create(Domain)) ?? identities.get(Domain);
      return { VerificationToken: identity?.verificationToken ?? '' };
    },
    GetIdentityVerificationAttributes: (input) => {
      const { Identities: names } = parseInput(schema.identitiesInput, input);
      const known = names.flatMap((name) => {
        const identity = identities.get(name);
        return identity ? [{ key: name, value: verification(identity) }] : [];
      });
      return { VerificationAttributes: { entry: known } };
    },
    ListIdentities: (input) => {
      const { IdentityType, MaxItems, NextToken } = parseInput(schema.listIdentitiesInput, input);
      const type = IdentityType && (IdentityType === 'Domain' ? 'DOMAIN' : 'EMAIL_ADDRESS');
      const page = { maximum: MaxItems, token: NextToken };
      const { items, next } = pageOf(identities.list(type), ({ name }) => name, page);
      return { Identities: { member: items.map(({ name }) => name) }, NextToken: next };
    },
    DeleteIdentity: async (input) => {
      await identities.delete(parseInput(schema.deleteIdentityInput, input).Identity);
      return {};
    },
  };
}

function verification({ type, verificationToken }: Identity): XmlElements {
  return { VerificationStatus: 'Success', ...(type === 'DOMAIN' && { VerificationToken: verificationToken }) };
}

function parseSend<const Schema extends v.GenericSchema>(send: Schema, input: unknown): v.InferOutput<Schema> {
  const given = typeof input === 'object' && input !== null ? Object.keys(input) : [];
  const unsupported = given.find((name) => schema.NOT_SUPPORTED.includes(name));
  if (unsupported !== undefined) throw notSupported(unsupported);
  return parseInput(send, input);
}
