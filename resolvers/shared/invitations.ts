import { util } from '@aws-appsync/utils';
import { INVITATION_LIMITS } from '../../schema/limits.ts';
import { invalid } from './errors.ts';
import type { IdentityRow, InvitationEntry } from './rows.ts';

const DAY = 86_400_000;

/** An invitation that is sent now. */
export function newInvitation(): InvitationEntry {
  const now = util.time.nowEpochMilliSeconds();
  return {
    sentAt: util.time.epochMilliSecondsToISO8601(now),
    expiresAt: util.time.epochMilliSecondsToISO8601(now + INVITATION_LIMITS.days * DAY),
    status: 'PENDING',
  };
}

/** Whether a person can accept the invitation of an identity now. */
export function canBeAccepted({ kind, status, sub, invitation }: IdentityRow): boolean {
  if (kind !== 'PERSON' || status !== 'INVITED' || sub || !invitation) return false;
  return invitation.expiresAt > util.time.nowISO8601();
}

/** Ends with a ValidationError unless the identity is a person's who has not accepted yet. */
export function checkInvited({ kind, name, status }: IdentityRow): void {
  if (kind === 'SERVICE') invalid(`"${name}" is a service: only people have invitations, services have secrets.`);
  if (status !== 'INVITED') invalid(`"${name}" is ${status}: only who is INVITED has an invitation.`);
}
