import type { Mail } from '../shared/ports.ts';
import { LOCAL_REGION } from '../shared/service.ts';
import { partsOf, withoutLabel } from './addresses.ts';
import type { Message } from './message.ts';

interface Behaviour {
  /** Whether the mail arrives. */
  arrives: boolean;
  /** What its sender gets back by mail. */
  feedback?: { from: string; subject: string; text: (recipient: string) => string };
}

const bounce = (diagnostics: string): Behaviour => ({
  arrives: false,
  feedback: {
    from: `MAILER-DAEMON@${LOCAL_REGION}.amazonses.com`,
    subject: 'Delivery Status Notification (Failure)',
    text: (recipient) =>
      `An error occurred while trying to deliver the mail to the following recipients:\n${recipient}\n\n${diagnostics}\n`,
  },
});

/** Source: Amazon SES Developer Guide, "Using the mailbox simulator manually". */
const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  success: { arrives: true },
  bounce: bounce('smtp; 550 5.1.1 user unknown'),
  suppressionlist: bounce('Amazon SES did not send the message: the recipient is on the suppression list.'),
  complaint: {
    arrives: true,
    feedback: {
      from: `complaints@${LOCAL_REGION}.email-abuse.amazonses.com`,
      subject: 'Complaint',
      text: (recipient) => `${recipient} has marked the message as spam.\n`,
    },
  },
  ooto: {
    arrives: true,
    feedback: {
      from: 'ooto@simulator.amazonses.com',
      subject: 'Automatic reply',
      text: (recipient) => `${recipient} is out of the office.\n`,
    },
  },
};

const SIMULATOR = 'simulator.amazonses.com';

/** How an address of the mailbox simulator behaves; `undefined` for any other. Labels, as in `bounce+1@`, make no difference. */
function behaviourOf(address: string): Behaviour | undefined {
  const { local, domain } = partsOf(withoutLabel(address.toLowerCase()));
  return domain === SIMULATOR && Object.hasOwn(BEHAVIOURS, local) ? BEHAVIOURS[local] : undefined;
}

export function isSimulated(address: string): boolean {
  return behaviourOf(address) !== undefined;
}

/** The mails that come of a message: itself to those whom it reaches, and what the mailbox simulator sends back. */
export function outcome({ mail, returnPath }: Message): Mail[] {
  const { to, cc = [], bcc = [] } = mail;
  const arrives = (address: string): boolean => behaviourOf(address)?.arrives ?? true;
  const everybody = [...to, ...cc, ...bcc];
  const arrived = everybody.some(arrives)
    ? [
        {
          ...mail,
          to: to.filter(arrives),
          ...(mail.cc && { cc: cc.filter(arrives) }),
          ...(mail.bcc && { bcc: bcc.filter(arrives) }),
        },
      ]
    : [];
  const feedback = everybody.flatMap((address) => {
    const sent = behaviourOf(address)?.feedback;
    return sent
      ? [{ from: sent.from, to: [returnPath], subject: `${sent.subject}: ${mail.subject}`, text: sent.text(address) }]
      : [];
  });
  return [...arrived, ...feedback];
}
