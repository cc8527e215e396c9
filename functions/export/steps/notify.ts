import { hashOfSecret, newSecret } from '../../shared/exports/links.ts';
import type { ExportRecipient } from '../../shared/exports/row.ts';
import { asError } from '../../shared/logger.ts';
import type { Hold } from '../hold.ts';
import { mailOf } from '../mail-of.ts';
import type { Person, Ports } from '../ports.ts';
import { TryLater } from '../../shared/jobs/errors.ts';
import type { Step } from './index.ts';

/** How often a mail is tried to be sent: over 3.5 minutes at least, in which a mail service that is asked too much recovers. */
const ATTEMPTS = 4;
/** In ms; each pause is twice the one before. */
const FIRST_PAUSE = 30_000;

/**
 * Mails one recipient how the export ended. That it is about to be sent is kept first, with the hash of the link's secret: whoever ends in between
 * leaves one mail too many, never a link that does not work.
 */
export const notify: Step = async (hold, ports, signal) => {
  signal.throwIfAborted();
  const { recipients } = hold.row;
  // Who was tried least goes first, so that one who cannot be reached does not hold up the others.
  const attempts = Math.min(...recipients.filter(isPending).map((recipient) => recipient.attempts));
  const recipient = recipients.find((each) => isPending(each) && each.attempts === attempts);
  if (!recipient) return;
  if (hold.mailed.has(recipient.identityId))
    throw new TryLater('Mails could not be sent', FIRST_PAUSE * 2 ** (attempts - 1));
  const person = await ports.people.find(hold.key.organizationId, recipient.identityId);
  const reason = whyNotMailed(person);
  if (!person || reason !== undefined) {
    await record(hold, { ...recipient, status: 'FAILED', error: reason });
    return;
  }
  await send(recipient, person, hold, ports);
};

/** Undefined where nothing speaks against a mail. Who sends to addresses that do not take it is soon not let send at all. */
function whyNotMailed(person: Person | undefined): string | undefined {
  if (!person?.isActive) return 'They are no longer an active identity of the organization.';
  switch (person.mailStatus) {
    case 'BOUNCED':
      return 'Mail to their address has bounced: an administrator can have it tried again once the mailbox is there.';
    case 'COMPLAINED':
      return 'They have called a mail of ours spam: an administrator can have mail sent to them again if they ask for it.';
    case undefined:
      return undefined;
  }
}

async function send(recipient: ExportRecipient, person: Person, hold: Hold, ports: Ports): Promise<void> {
  hold.mailed.add(person.id);
  const secret = newSecret();
  const hashes = hold.row.status === 'SUCCEEDED' ? [...recipient.secretHashes, hashOfSecret(secret)] : [];
  const begun = { ...recipient, attempts: recipient.attempts + 1, secretHashes: hashes };
  await record(hold, begun);
  // What it says is read from tables: where that fails, no mail service is to blame, and the worker tries again as with any step.
  const mail = await mailOf(hold.row, { person, secret }, ports);
  try {
    await ports.mailer.send({ to: person.email, ...mail });
  } catch (error) {
    await recordFailure(asError(error), begun, hold, ports);
    return;
  }
  await record(hold, { ...begun, status: 'SENT' });
}

async function recordFailure(error: Error, recipient: ExportRecipient, hold: Hold, { log }: Ports): Promise<void> {
  log.warn('A mail could not be sent', { ...hold.key, attempts: recipient.attempts, error });
  if (recipient.attempts < ATTEMPTS) return;
  await record(hold, { ...recipient, status: 'FAILED', error: `The mail service did not take it: ${error.name}.` });
}

/** Keeps what became of a recipient's mail. */
async function record(hold: Hold, changed: ExportRecipient): Promise<void> {
  const recipients = hold.row.recipients.map((each) => (each.identityId === changed.identityId ? changed : each));
  await hold.change({ recipients });
}

function isPending({ status }: ExportRecipient): boolean {
  return status === 'PENDING';
}
