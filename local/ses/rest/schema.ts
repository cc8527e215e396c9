import * as v from 'valibot';
import { encodedText } from '../text.ts';

const identityName = v.pipe(v.string(), v.minLength(1));
const configurationSet = v.optional(v.string());
/** Source: Amazon SES API v2 Reference, "Tag". */
const tags = v.array(
  v.object({ Key: v.pipe(v.string(), v.minLength(1), v.maxLength(128)), Value: v.pipe(v.string(), v.maxLength(256)) }),
);
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
export type SimpleContent = v.InferOutput<typeof simpleContent>;

export const sendEmailInput = v.object({
  FromEmailAddress: v.optional(v.string()),
  Destination: v.optional(v.object({ ToAddresses: addresses, CcAddresses: addresses, BccAddresses: addresses }), {}),
  ReplyToAddresses: addresses,
  FeedbackForwardingEmailAddress: v.optional(v.string()),
  Content: v.object({
    Simple: v.optional(simpleContent),
    Raw: v.optional(v.object({ Data: bytes })),
    Template: v.optional(v.unknown()),
  }),
  // Whatever set is named: there are none here, and nothing that they would change.
  ConfigurationSetName: configurationSet,
  EmailTags: v.optional(v.array(v.object({ Name: v.string(), Value: v.string() })), []),
});
export type SendEmailInput = v.InferOutput<typeof sendEmailInput>;

/** What would change where a mail goes or who may send it, and is not here. */
export const NOT_SUPPORTED = [
  'ConfigurationOverrides',
  'EndpointId',
  'FeedbackForwardingEmailAddressIdentityArn',
  'FromEmailAddressIdentityArn',
  'ListManagementOptions',
  'TenantName',
];

export const createEmailIdentityInput = v.object({
  EmailIdentity: identityName,
  Tags: v.optional(tags, []),
  ConfigurationSetName: configurationSet,
});

export const identityInput = v.object({ EmailIdentity: identityName });

/** Query parameters are texts. */
const pageSize = v.pipe(v.union([v.number(), v.pipe(v.string(), v.decimal(), v.transform(Number))]), v.integer());

export const listEmailIdentitiesInput = v.object({
  PageSize: v.optional(v.pipe(pageSize, v.minValue(1), v.maxValue(1000)), 1000),
  NextToken: v.optional(v.string(), ''),
});

export const resourceInput = v.object({ ResourceArn: v.pipe(v.string(), v.startsWith('arn:')) });

export const tagResourceInput = v.object({ ...resourceInput.entries, Tags: tags });

/** A query parameter that comes once is a text. */
export const untagResourceInput = v.object({
  ...resourceInput.entries,
  TagKeys: v.union([
    v.array(v.string()),
    v.pipe(
      v.string(),
      v.transform((only) => [only]),
    ),
  ]),
});
