import type { Identity } from './identity.ts';

/** What an administrator has to do something about. */
export type Trouble = 'bounced' | 'complained' | 'mailFailed' | 'mailStuck' | 'expired' | 'noSecret';

/** An invitation is mailed within seconds. Where that takes minutes, the mail service could not be reached. */
const STUCK_MS = 5 * 60_000;

/** What is amiss with an identity that may go on; nothing of one that is suspended. @param now epoch milliseconds */
export function troublesOf(
  { kind, status, mailStatus, invitation, secretCreatedAt }: Identity,
  now = Date.now(),
): Trouble[] {
  if (status === 'SUSPENDED') return [];
  if (kind === 'SERVICE') return secretCreatedAt === null ? ['noSecret'] : [];
  const troubles: Trouble[] = [];
  if (mailStatus === 'BOUNCED') troubles.push('bounced');
  if (mailStatus === 'COMPLAINED') troubles.push('complained');
  if (!invitation) return troubles;
  if (Date.parse(invitation.expiresAt) <= now) troubles.push('expired');
  else if (invitation.status === 'FAILED') troubles.push('mailFailed');
  else if (invitation.status === 'PENDING' && !isBeingMailed({ invitation }, now)) troubles.push('mailStuck');
  return troubles;
}

/** Whether an invitation is on its way to the mail service. */
export function isBeingMailed({ invitation }: Pick<Identity, 'invitation'>, now = Date.now()): boolean {
  return invitation?.status === 'PENDING' && now - Date.parse(invitation.sentAt) < STUCK_MS;
}
