import type { Mail } from '../shared/ports.ts';
import { LOCAL_REGION } from '../shared/service.ts';
import type { Fate, Fates } from './fate.ts';
import type { Message } from './message.ts';

/** What a sender gets back by mail. */
interface Feedback {
  from: string;
  subject: string;
  text: (recipient: string) => string;
}

/** What can come back: who answers that he is absent does so whether bounces and complaints are forwarded or not. */
export interface Forwarded {
  bounces: boolean;
  complaints: boolean;
}

/** The mails that come of a message: itself to those whom it reaches, and what comes back. */
export function outcome({ mail, returnPath }: Message, fates: Fates, forwarded: Forwarded): Mail[] {
  const arriving = new Set(fates.filter(([, { arrives }]) => arrives).map(([address]) => address));
  const arrives = (address: string): boolean => arriving.has(address);
  const arrived = {
    ...mail,
    to: mail.to.filter(arrives),
    ...(mail.cc && { cc: mail.cc.filter(arrives) }),
    ...(mail.bcc && { bcc: mail.bcc.filter(arrives) }),
  };
  const feedback = fates.flatMap(([address, fate]) =>
    feedbackOf(fate, forwarded).map(({ from, subject, text }) => ({
      from,
      to: [returnPath],
      subject: `${subject}: ${mail.subject}`,
      text: text(address),
    })),
  );
  return [...(arriving.size > 0 ? [arrived] : []), ...feedback];
}

function feedbackOf({ bounce, complaint, absent }: Fate, { bounces, complaints }: Forwarded): Feedback[] {
  return [
    ...(bounce && bounces ? [bounceMail(bounce.diagnosticCode)] : []),
    ...(complaint && complaints ? [COMPLAINT] : []),
    ...(absent ? [ABSENCE] : []),
  ];
}

const bounceMail = (diagnosticCode: string): Feedback => ({
  from: `MAILER-DAEMON@${LOCAL_REGION}.amazonses.com`,
  subject: 'Delivery Status Notification (Failure)',
  text: (recipient) =>
    `An error occurred while trying to deliver the mail to the following recipients:\n${recipient}\n\n${diagnosticCode}\n`,
});

const COMPLAINT: Feedback = {
  from: `complaints@${LOCAL_REGION}.email-abuse.amazonses.com`,
  subject: 'Complaint',
  text: (recipient) => `${recipient} has marked the message as spam.\n`,
};

const ABSENCE: Feedback = {
  from: 'ooto@simulator.amazonses.com',
  subject: 'Automatic reply',
  text: (recipient) => `${recipient} is out of the office.\n`,
};
