import type { SuppressionReason } from './store.ts';

/** What happens to a message at one of its recipients. */
export interface Fate {
  /** Whether it arrives in the mailbox. */
  readonly arrives: boolean;
  readonly bounce?: Bounce;
  readonly complaint?: Complaint;
  /** Whether somebody who is out of the office answers. */
  readonly absent?: boolean;
}

export interface Bounce {
  /** Source: Amazon SES Developer Guide, "Contents of event data that Amazon SES publishes to Amazon SNS": those of bounce type Permanent. */
  readonly subType: 'General' | 'Suppressed' | 'OnAccountSuppressionList';
  readonly diagnosticCode: string;
}

export interface Complaint {
  /** Set where SES itself complains, as the address had complained before. */
  readonly subType: 'OnAccountSuppressionList' | null;
}

export const DELIVERED: Fate = { arrives: true };

/** Of a recipient that SES accepts a message for, and does not send it to. */
export function suppressedFate(reason: SuppressionReason): Fate {
  const subType = 'OnAccountSuppressionList';
  const diagnosticCode =
    'Amazon SES did not send the message to this address because it is on the suppression list for your account.';
  return reason === 'BOUNCE'
    ? { arrives: false, bounce: { subType, diagnosticCode } }
    : { arrives: false, complaint: { subType } };
}

export type Fates = readonly (readonly [address: string, fate: Fate])[];
