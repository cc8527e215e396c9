import { describe, expect, it } from 'vitest';
import { mailEventOf } from './event.ts';
import { marksOf } from './marks.ts';

const at = '2026-03-01T12:00:00.250Z';
const mail = { messageId: 'message-1', destination: ['ada@example.com'], tags: {} };

const marksOfMessage = (message: unknown) => {
  const event = mailEventOf(JSON.stringify(message));
  return event && marksOf(event);
};

const bounce = (change: object = {}) => ({
  eventType: 'Bounce',
  mail,
  bounce: {
    bounceType: 'Permanent',
    bounceSubType: 'General',
    bouncedRecipients: [{ emailAddress: 'Ada@Example.com', action: 'failed', status: '5.1.1' }],
    timestamp: at,
    feedbackId: 'feedback-1',
    ...change,
  },
});

const complaint = (change: object = {}) => ({
  eventType: 'Complaint',
  mail,
  complaint: {
    complainedRecipients: [{ emailAddress: 'ada@example.com' }],
    timestamp: at,
    feedbackId: 'feedback-1',
    ...change,
  },
});

describe('an event of the mail service', () => {
  it.each(['General', 'NoEmail', 'Suppressed', 'OnAccountSuppressionList'])(
    'marks by a permanent bounce (%s)',
    (bounceSubType) => {
      expect(marksOfMessage(bounce({ bounceSubType }))).toEqual([{ email: 'ada@example.com', status: 'BOUNCED', at }]);
    },
  );

  it.each(['Transient', 'Undetermined'])('marks nobody by a bounce that may pass (%s)', (bounceType) => {
    expect(marksOfMessage(bounce({ bounceType }))).toEqual([]);
  });

  it.each([{}, { complaintFeedbackType: 'abuse' }, { complaintFeedbackType: null, complaintSubType: null }])(
    'marks by a complaint (%j)',
    (change) => {
      expect(marksOfMessage(complaint(change))).toEqual([{ email: 'ada@example.com', status: 'COMPLAINED', at }]);
    },
  );

  it('marks nobody who says that a mail is no spam, and nobody for what the mail service rejected', () => {
    expect(marksOfMessage(complaint({ complaintFeedbackType: 'not-spam' }))).toEqual([]);
    expect(marksOfMessage({ eventType: 'Reject', mail, reject: { reason: 'Bad content' } })).toEqual([]);
  });

  it('marks each address once, whatever its case and the name before it', () => {
    const bouncedRecipients = ['ADA@example.com', 'Ada <ada@example.com>', 'bob@example.com'].map((emailAddress) => ({
      emailAddress,
    }));
    expect(marksOfMessage(bounce({ bouncedRecipients }))?.map(({ email }) => email)).toEqual([
      'ada@example.com',
      'bob@example.com',
    ]);
  });

  it('has its time in UTC with milliseconds, so that times can be compared as text', () => {
    expect(marksOfMessage(bounce({ timestamp: '2026-03-01T13:00:00+01:00' }))).toMatchObject([
      { at: '2026-03-01T12:00:00.000Z' },
    ]);
  });

  it('is told from the message that SES tries the topic with, and from anything else', () => {
    expect(mailEventOf('Successfully validated SNS topic for Amazon SES event publishing.')).toBeUndefined();
    expect(() => mailEventOf('hello')).toThrow();
    expect(() => mailEventOf('{"eventType":"Open","mail":{"messageId":"1"}}')).toThrow();
    expect(() => mailEventOf(JSON.stringify(bounce({ timestamp: 'yesterday' })))).toThrow();
  });
});
