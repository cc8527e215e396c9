import type { Log } from '../shared/logger.ts';
import type { Mailer } from '../shared/mail/mailer.ts';
import type { InvitationEvent } from './event.ts';

/** What the function needs of the world. */
export interface Ports {
  invitations: Invitations;
  organizationName(organizationId: string): Promise<string>;
  mailer: Mailer;
  /** Empty where there is none. */
  signInUrl: string;
  log: Log;
}

export interface Invitations {
  /** Counts an attempt to mail an invitation. @returns undefined where it is not to be mailed: it was already, or is another one by now, or none */
  begin(event: InvitationEvent): Promise<Invited | undefined>;
  /** Keeps what became of the mail, where the invitation is still the same. */
  record(event: InvitationEvent, outcome: Outcome): Promise<void>;
}

export type Outcome = { status: 'SENT' } | { status: 'FAILED'; error: string };

/** Who is invited. */
export interface Invited {
  name: string;
  email: string;
  locale: 'en' | 'fr';
  role: 'ADMINISTRATOR' | 'OPERATOR' | 'VIEWER';
  mailStatus?: 'BOUNCED' | 'COMPLAINED' | undefined;
  expiresAt: string;
  /** How often it has been tried, with this time. */
  attempts: number;
}
