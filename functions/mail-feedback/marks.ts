import { normalizeEmail } from '../shared/names.ts';
import type { MailEvent } from './event.ts';

/** What an identity is to be marked with. */
export interface Mark {
  /** In lower case. */
  email: string;
  status: 'BOUNCED' | 'COMPLAINED';
  /** When it happened, ISO 8601 in UTC with milliseconds. */
  at: string;
}

/**
 * The addresses that no mail is to be sent to again, each once. A bounce that may pass marks nobody, nor does the report of a reader that a mail was taken
 * for spam and is none. SES tells of mail that it did not send, for the address is on the account's suppression list, by permanent bounces, too.
 * Source: Amazon SES Developer Guide, "Contents of event data that Amazon SES publishes to Amazon SNS", bounce types and complaint types.
 */
export function marksOf(event: MailEvent): Mark[] {
  switch (event.eventType) {
    case 'Bounce': {
      const { bounceType, bouncedRecipients, timestamp: at } = event.bounce;
      return bounceType === 'Permanent' ? each(bouncedRecipients, { status: 'BOUNCED', at }) : [];
    }
    case 'Complaint': {
      const { complaintFeedbackType, complainedRecipients, timestamp: at } = event.complaint;
      return complaintFeedbackType === 'not-spam' ? [] : each(complainedRecipients, { status: 'COMPLAINED', at });
    }
    case 'Reject':
      return [];
  }
}

function each(recipients: readonly { emailAddress: string }[], mark: Omit<Mark, 'email'>): Mark[] {
  const addresses = recipients.map(({ emailAddress }) => normalizeEmail(bareAddress(emailAddress)));
  return [...new Set(addresses)].map((email) => ({ email, ...mark }));
}

/** Some mail servers report an address with the name that was before it: `Ada <ada@example.com>`. */
function bareAddress(reported: string): string {
  return /<([^<>]+)>\s*$/.exec(reported)?.[1] ?? reported;
}
