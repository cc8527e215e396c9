import * as v from 'valibot';
import { openRecords } from '../shared/records.ts';
import { tagMap } from '../shared/tags.ts';

/** Why an address is on the account's suppression list, or would come onto it. */
export const suppressionReason = v.picklist(['BOUNCE', 'COMPLAINT']);
export type SuppressionReason = v.InferOutput<typeof suppressionReason>;

export const dkimKeyLength = v.picklist(['RSA_1024_BIT', 'RSA_2048_BIT']);
export const tlsPolicy = v.picklist(['REQUIRE', 'OPTIONAL']);
export const mxFailure = v.picklist(['USE_DEFAULT_VALUE', 'REJECT_MESSAGE']);

/** Source: Amazon SES API v2 Reference, "EventDestination". */
export const eventType = v.picklist([
  'SEND',
  'REJECT',
  'BOUNCE',
  'COMPLAINT',
  'DELIVERY',
  'OPEN',
  'CLICK',
  'RENDERING_FAILURE',
  'DELIVERY_DELAY',
  'SUBSCRIPTION',
]);
export type EventType = v.InferOutput<typeof eventType>;

const identity = v.object({
  /** In its normalized form. */
  name: v.string(),
  type: v.picklist(['EMAIL_ADDRESS', 'DOMAIN']),
  tags: tagMap,
  /** What the owner of a domain would publish to prove it. */
  verificationToken: v.string(),
  /** Easy DKIM, of a domain alone. */
  dkim: v.optional(
    v.object({
      tokens: v.array(v.string()),
      keyLength: dkimKeyLength,
      /** Milliseconds since the epoch. */
      generatedAt: v.number(),
    }),
  ),
  mailFrom: v.optional(v.object({ domain: v.string(), onMxFailure: mxFailure })),
  /** Whether bounces and complaints go to the return path by mail. */
  feedbackForwarding: v.boolean(),
  /** The default of what it sends. */
  configurationSet: v.optional(v.string()),
});
export type Identity = Readonly<v.InferOutput<typeof identity>>;
export type IdentityType = Identity['type'];

const eventDestination = v.object({
  name: v.string(),
  enabled: v.boolean(),
  eventTypes: v.array(eventType),
  topicArn: v.string(),
});
export type EventDestination = Readonly<v.InferOutput<typeof eventDestination>>;

const configurationSet = v.object({
  name: v.string(),
  tags: tagMap,
  tlsPolicy: v.optional(tlsPolicy),
  maxDeliverySeconds: v.optional(v.number()),
  reputationMetrics: v.boolean(),
  sending: v.boolean(),
  /** Instead of the account's; those of the account count unless given. */
  suppressedReasons: v.optional(v.array(suppressionReason)),
  eventDestinations: v.array(eventDestination),
});
export type ConfigurationSet = Readonly<v.InferOutput<typeof configurationSet>>;

const suppressedDestination = v.object({
  address: v.string(),
  reason: suppressionReason,
  /** Milliseconds since the epoch. */
  updatedAt: v.number(),
  /** Of what brought it onto the list; absent where a caller did. */
  feedback: v.optional(v.object({ messageId: v.string(), feedbackId: v.string() })),
});
export type SuppressedDestination = Readonly<v.InferOutput<typeof suppressedDestination>>;

const schemas = {
  identities: identity,
  configurationSets: configurationSet,
  suppressed: suppressedDestination,
  account: v.object({ suppressedReasons: v.array(suppressionReason) }),
};

export const openStore = (directory: string) => openRecords(directory, schemas);
export type Store = Awaited<ReturnType<typeof openStore>>['records'];
