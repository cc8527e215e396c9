import { localArn } from '../shared/arns.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../shared/service.ts';
import { partsOf } from './addresses.ts';
import type { Bounce, Complaint, Fates } from './fate.ts';
import type { Message } from './message.ts';
import type { ConfigurationSet, EventType, Identity } from './store.ts';

/** A message that SES has accepted. */
export interface Sent {
  message: Message;
  messageId: string;
  /** Of its acceptance, in milliseconds since the epoch. */
  at: number;
  identity: Identity;
  configurationSet: ConfigurationSet;
  /** Of the API, such as `SendRawEmail`. */
  operation: string;
  recipients: readonly string[];
  /** None where the message is rejected. */
  fates: Fates;
}

/** An event, and what is published of it: an object that becomes JSON. */
export interface SendingEvent {
  type: EventType;
  record: object;
}

/**
 * The events of a message in their order.
 * Source: Amazon SES Developer Guide, "Contents of event data that Amazon SES publishes to Amazon SNS" and the examples beside it.
 */
export function eventsOf(sent: Sent): SendingEvent[] {
  const mail = mailOf(sent);
  const arrived = sent.fates.filter(([, { arrives }]) => arrives).map(([address]) => address);
  const event = (type: EventType, eventType: string, member: string, content: object): SendingEvent => ({
    type,
    record: { eventType, mail, [member]: content },
  });
  return [
    event('SEND', 'Send', 'send', {}),
    ...(sent.message.virus ? [event('REJECT', 'Reject', 'reject', { reason: 'Bad content' })] : []),
    ...(arrived.length > 0 ? [event('DELIVERY', 'Delivery', 'delivery', deliveryOf(sent, arrived))] : []),
    ...sent.fates.flatMap(([address, { bounce, complaint }]) => [
      ...(bounce ? [event('BOUNCE', 'Bounce', 'bounce', bounceOf(sent, address, bounce))] : []),
      ...(complaint ? [event('COMPLAINT', 'Complaint', 'complaint', complaintOf(sent, address, complaint))] : []),
    ]),
  ];
}

/** In the form of those of SES, and told from the message's own id by its end. */
export function feedbackIdOf(messageId: string, address: string, fates: Fates): string {
  const number = fates.findIndex(([each]) => each === address) + 1;
  return messageId.replace(/\d{6}$/, String(number).padStart(6, '0'));
}

function mailOf({ message, messageId, at, identity, configurationSet, operation, recipients }: Sent): object {
  const { mail, headers, tags, senders } = message;
  const [sender = ''] = senders;
  return {
    timestamp: new Date(at).toISOString(),
    source: mail.from,
    sourceArn: localArn('ses', `identity/${identity.name}`),
    sendingAccountId: LOCAL_ACCOUNT,
    messageId,
    destination: recipients,
    headersTruncated: false,
    headers,
    commonHeaders: {
      from: [mail.from],
      ...(mail.replyTo && { replyTo: mail.replyTo }),
      to: mail.to,
      ...(mail.cc && { cc: mail.cc }),
      messageId,
      subject: mail.subject,
    },
    tags: {
      'ses:operation': [operation],
      'ses:configuration-set': [configurationSet.name],
      'ses:source-ip': ['127.0.0.1'],
      'ses:from-domain': [partsOf(sender).domain],
      'ses:caller-identity': ['root'],
      ...Object.fromEntries(tags.map(({ name, value }) => [name, [value]])),
    },
  };
}

const MTA = `smtp-out.${LOCAL_REGION}.amazonses.com`;

function deliveryOf({ at }: Sent, recipients: readonly string[]): object {
  return {
    timestamp: new Date(at).toISOString(),
    processingTimeMillis: 0,
    recipients,
    smtpResponse: '250 2.6.0 Message received',
    remoteMtaIp: '127.0.0.1',
    reportingMTA: MTA,
  };
}

function bounceOf({ at, messageId, fates }: Sent, emailAddress: string, { subType, diagnosticCode }: Bounce): object {
  return {
    bounceType: 'Permanent',
    bounceSubType: subType,
    bouncedRecipients: [{ emailAddress, action: 'failed', status: '5.1.1', diagnosticCode }],
    timestamp: new Date(at).toISOString(),
    feedbackId: feedbackIdOf(messageId, emailAddress, fates),
    reportingMTA: `dsn; ${MTA}`,
  };
}

function complaintOf({ at, messageId, fates }: Sent, emailAddress: string, { subType }: Complaint): object {
  const timestamp = new Date(at).toISOString();
  const reported = {
    userAgent: 'Amazon SES Mailbox Simulator',
    complaintFeedbackType: 'abuse',
    arrivalDate: timestamp,
  };
  return {
    complainedRecipients: [{ emailAddress }],
    timestamp,
    feedbackId: feedbackIdOf(messageId, emailAddress, fates),
    complaintSubType: subType,
    ...(subType === null && reported),
  };
}
