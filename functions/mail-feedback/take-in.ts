import { createHash } from 'node:crypto';
import { mapConcurrently } from '../shared/concurrency.ts';
import { asError } from '../shared/logger.ts';
import type { MailEvent } from './event.ts';
import type { Mark } from './marks.ts';
import { marksOf } from './marks.ts';
import type { Ports } from './ports.ts';

const AT_A_TIME = 5;

/**
 * Marks every identity that has an address of the event. One that fails stops no other.
 * @throws Error where some could not be marked, so that Lambda brings the event again: what was done then changes nothing
 */
export async function takeIn(event: MailEvent, ports: Ports): Promise<void> {
  const { log } = ports;
  const { messageId } = event.mail;
  if (event.eventType === 'Reject') {
    log.error('The mail service rejected a mail', { messageId, reason: event.reject.reason });
    return;
  }
  const marks = marksOf(event);
  if (marks.length === 0) {
    log.info('Mail feedback marks nobody', { messageId, kind: kindOf(event) });
    return;
  }
  const failures = (await mapConcurrently(marks, AT_A_TIME, (mark) => markAll(mark, messageId, ports))).flat();
  if (failures.length > 0) throw new Error('Not every identity could be marked', { cause: failures[0] });
}

/** Marks the identities of an address, in whatever organizations. @returns what went wrong */
async function markAll(mark: Mark, messageId: string, { memberships, identities, log }: Ports): Promise<Error[]> {
  const fields = { messageId, address: disguised(mark.email), status: mark.status };
  const failures: Error[] = [];
  const failed = (error: unknown): void => {
    failures.push(asError(error));
    log.error('An identity could not be marked', { ...fields, error: asError(error) });
  };
  const found = await memberships.of(mark.email).catch((error: unknown) => {
    failed(error);
    return undefined;
  });
  if (found?.length === 0) log.warn('Mail feedback is about an address that nobody has', fields);
  await mapConcurrently(found ?? [], AT_A_TIME, async (membership) => {
    const { organizationId, identityId } = membership;
    try {
      const isChanged = await identities.mark(membership, mark);
      log.info(isChanged ? 'An identity was marked' : 'An identity stays as it is', {
        ...fields,
        organizationId,
        identityId,
      });
    } catch (error) {
      failed(error);
    }
  });
  return failures;
}

function kindOf(event: Exclude<MailEvent, { eventType: 'Reject' }>): string {
  if (event.eventType === 'Complaint') return `Complaint ${event.complaint.complaintFeedbackType ?? ''}`.trim();
  return `Bounce ${event.bounce.bounceType} ${event.bounce.bounceSubType}`;
}

/** An address as the log may have it: its domain, and what tells it from others for whoever knows it. */
function disguised(email: string): string {
  const hash = createHash('sha256').update(email).digest('hex').slice(0, 12);
  return `${hash}@${email.slice(email.lastIndexOf('@') + 1)}`;
}
