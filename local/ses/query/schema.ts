import * as v from 'valibot';
import { encodedText, messageTag } from '../text.ts';
import { members } from '../../shared/query/form.ts';

const destination = v.object({
  ToAddresses: members(v.string()),
  CcAddresses: members(v.string()),
  BccAddresses: members(v.string()),
});

export const sendEmailInput = v.object({
  Source: v.string(),
  // A structure without members comes as an empty text, or not at all.
  Destination: v.pipe(
    v.optional(v.unknown(), ''),
    v.transform((input): unknown => (input === '' ? {} : input)),
    destination,
  ),
  Message: v.object({
    Subject: encodedText,
    Body: v.object({ Text: v.optional(encodedText), Html: v.optional(encodedText) }),
  }),
  ReplyToAddresses: members(v.string()),
  ReturnPath: v.optional(v.string()),
  ConfigurationSetName: v.optional(v.string()),
  Tags: members(messageTag),
});

export const sendRawEmailInput = v.object({
  Source: v.optional(v.string()),
  Destinations: members(v.string()),
  RawMessage: v.object({
    Data: v.pipe(
      v.string(),
      v.transform((text): Uint8Array => Buffer.from(text, 'base64')),
    ),
  }),
  ConfigurationSetName: v.optional(v.string()),
  Tags: members(messageTag),
});

/** What would let a sender use another account's identity, and is not here. */
export const NOT_SUPPORTED = ['FromArn', 'ReturnPathArn', 'SourceArn'];

export const verifyEmailIdentityInput = v.object({ EmailAddress: v.string() });
export const verifyDomainIdentityInput = v.object({ Domain: v.string() });
export const identitiesInput = v.object({ Identities: members(v.string()) });
export const deleteIdentityInput = v.object({ Identity: v.string() });

export const listIdentitiesInput = v.object({
  IdentityType: v.optional(v.picklist(['EmailAddress', 'Domain'])),
  MaxItems: v.optional(v.pipe(v.string(), v.digits(), v.transform(Number), v.minValue(1), v.maxValue(1000)), '1000'),
  NextToken: v.optional(v.string()),
});
