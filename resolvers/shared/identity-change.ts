import { operations } from '@aws-appsync/utils/dynamodb';
import type { AddressStatus, IdentityStatus, UpdateIdentityInput } from '../../schema/generated/types.ts';
import { changesOf, type Changes } from './changes.ts';
import { invalid } from './errors.ts';
import type { IdentityRow } from './rows.ts';

/** What a change of an identity comes to. */
interface IdentityChange {
  /** The identity as it will be. */
  updated: IdentityRow;
  /** What is written, and no more: functions that mail mark the row without a change of its version. */
  update: Changes;
  /** Beside that the version is the one that was seen. */
  condition: object;
  /** What of the input changes something. */
  details: Record<string, unknown>;
}

/** What `input` does to the identity that was loaded. Ends with a ValidationError where it asks for what cannot be. */
export function identityChange(current: IdentityRow, input: UpdateIdentityInput): IdentityChange {
  const asked = { ...input, status: statusAfter(current, input.status) };
  const { update, changed, details } = changesOf(current, asked, ['name', 'role', 'locale', 'status']);
  if (!clearsMail(current, input.mailStatus)) return { updated: changed, update, condition: {}, details };
  const { mailStatus: _mailStatus, mailStatusAt: _mailStatusAt, ...unmarked } = changed;
  return {
    updated: { ...unmarked, mailClearedAt: changed.updatedAt },
    update: {
      ...update,
      mailStatus: operations.remove(),
      mailStatusAt: operations.remove(),
      mailClearedAt: operations.replace(changed.updatedAt),
    },
    condition: mailIsAsIn(current),
    details: { ...details, mailStatus: input.mailStatus },
  };
}

/** Lifting the suspension of somebody who never signed in makes them INVITED again: there is no Cognito user to be active. */
function statusAfter(current: IdentityRow, asked: IdentityStatus | null | undefined): IdentityStatus {
  if (!asked || asked === current.status) return current.status;
  if (asked === 'INVITED')
    invalid('status cannot be set to INVITED: it is what a new identity has until the first sign-in.');
  if (asked === 'SUSPENDED') return 'SUSPENDED';
  if (current.status === 'INVITED')
    invalid('status becomes ACTIVE by itself when the person signs in for the first time.');
  return current.sub ? 'ACTIVE' : 'INVITED';
}

/** Whether the mark of a mail that did not arrive is to be taken back. */
function clearsMail(current: IdentityRow, asked: AddressStatus | null | undefined): boolean {
  if (!asked || asked === (current.mailStatus ?? 'DELIVERABLE')) return false;
  if (asked !== 'DELIVERABLE') invalid(`mailStatus cannot be set to ${asked}: that is the mail service's to say.`);
  return true;
}

/** The condition that no mail has bounced since `current` was read: that mark is nothing that anybody has seen yet. */
function mailIsAsIn({ mailStatus, mailStatusAt }: IdentityRow): object {
  return { mailStatus: { eq: mailStatus }, mailStatusAt: { eq: mailStatusAt } };
}
