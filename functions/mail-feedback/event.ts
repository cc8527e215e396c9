import * as v from 'valibot';

/** What Amazon SNS hands to a function. Source: Amazon SNS Developer Guide, "Fanout to Lambda functions". */
export const TopicEvent = v.object({
  Records: v.pipe(v.array(v.object({ Sns: v.object({ MessageId: v.string(), Message: v.string() }) })), v.minLength(1)),
});

/** SES publishes it when it is told of the topic: it is no JSON, and nothing has happened. */
const VALIDATION = 'Successfully validated SNS topic for Amazon SES event publishing.';

/** Milliseconds are three digits, so that times are in order where their texts are. */
const Instant = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.transform((text) => new Date(text).toISOString()),
);
const Recipients = v.array(v.object({ emailAddress: v.pipe(v.string(), v.nonEmpty()) }));
const mail = v.object({ messageId: v.string() });

/**
 * What SES says of a mail, as far as Sonde asked for it: of the members those that matter, for SES adds others as it likes.
 * Source: Amazon SES Developer Guide, "Contents of event data that Amazon SES publishes to Amazon SNS".
 */
const MailEvent = v.variant('eventType', [
  v.object({
    eventType: v.literal('Bounce'),
    mail,
    bounce: v.object({
      bounceType: v.picklist(['Undetermined', 'Permanent', 'Transient']),
      bounceSubType: v.string(),
      bouncedRecipients: Recipients,
      timestamp: Instant,
    }),
  }),
  v.object({
    eventType: v.literal('Complaint'),
    mail,
    complaint: v.object({
      complainedRecipients: Recipients,
      timestamp: Instant,
      complaintFeedbackType: v.nullish(v.string()),
    }),
  }),
  v.object({ eventType: v.literal('Reject'), mail, reject: v.object({ reason: v.string() }) }),
]);

export type MailEvent = v.InferOutput<typeof MailEvent>;

/** Parses the text of a message of the topic. Undefined for the one that SES tries the topic with. Throws where it is no event of SES. */
export function mailEventOf(message: string): MailEvent | undefined {
  if (message.trim() === VALIDATION) return undefined;
  return v.parse(v.pipe(v.string(), v.parseJson(), MailEvent), message);
}
