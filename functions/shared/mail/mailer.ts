import type { RenderedMail } from './letter.ts';

export interface Mail extends RenderedMail {
  /** An address. */
  to: string;
}

export interface Mailer {
  /** Rejects where the mail service did not take the mail; the message is for a person. */
  send(mail: Mail): Promise<void>;
}
