import { asError } from '../shared/logger.ts';
import type { InvitationEvent } from './event.ts';
import { isFinal } from './mail-errors.ts';
import { invitationMail } from './mail/invitation-mail.ts';
import type { Invited, Ports } from './ports.ts';

/** As often as Lambda tries an event. Source: AWS Lambda Developer Guide, "How Lambda handles errors and retries with asynchronous invocation". */
const ATTEMPTS = 3;

/**
 * Mails an invitation, unless it has been mailed, accepted, revoked or sent anew meanwhile, and keeps in the identity's row what became of it. Whoever
 * ends between the mail and the note of it leaves one mail too many, never one too few.
 * @throws what the mail service said where it may take the mail later
 */
export async function sendInvitation(event: InvitationEvent, ports: Ports): Promise<void> {
  const { invitations, log } = ports;
  const { organizationId, identityId } = event;
  const invited = await invitations.begin(event);
  if (!invited) {
    log.info('There is nothing to be mailed any more', { organizationId, identityId });
    return;
  }
  const reason = whyNotMailed(invited);
  if (reason !== undefined) {
    await invitations.record(event, { status: 'FAILED', error: reason });
    return;
  }
  const mail = invitationMail({
    ...invited,
    organizationName: await ports.organizationName(organizationId),
    signInUrl: ports.signInUrl,
  });
  try {
    await ports.mailer.send({ to: invited.email, ...mail });
  } catch (thrown) {
    const error = asError(thrown);
    log.warn('An invitation could not be mailed', { organizationId, identityId, attempts: invited.attempts, error });
    if (!isFinal(error) && invited.attempts < ATTEMPTS) throw error;
    await invitations.record(event, { status: 'FAILED', error: `The mail service did not take it: ${error.name}.` });
    return;
  }
  await invitations.record(event, { status: 'SENT' });
}

/** Undefined where nothing speaks against a mail. Who sends to addresses that do not take it is soon not let send at all. */
function whyNotMailed({ mailStatus }: Invited): string | undefined {
  switch (mailStatus) {
    case 'BOUNCED':
      return 'Mail to this address has bounced: set mailStatus to DELIVERABLE once the mailbox is there, and send it again.';
    case 'COMPLAINED':
      return 'Its reader has called a mail of ours spam: set mailStatus to DELIVERABLE if they ask for it, and send it again.';
    case undefined:
      return undefined;
  }
}
