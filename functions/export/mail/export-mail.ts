import type { ExportRow } from '../../shared/exports/row.ts';
import { renderedMail, type RenderedMail } from '../../shared/mail/letter.ts';
import { letterOf } from './letter.ts';

/** All that a mail about an export says. Names may be any text. */
export interface ExportMailInput {
  locale: 'en' | 'fr';
  organizationName: string;
  recipientName: string;
  /** Who asked for it, where that is known still. */
  requestedByName?: string;
  exportId: string;
  request: MailedRequest;
  outcome: MailedOutcome;
}

/** What was asked for; times and the length of a window in ns. */
export type MailedRequest = Omit<ExportRow['request'], 'deviceIds'> & {
  /** How many devices, and the names of at least some; null for all of the organization. */
  devices: { count: number; names: readonly string[] } | null;
};

export type MailedOutcome =
  | { kind: 'SUCCEEDED'; files: readonly MailedFile[]; rows: number; bytes: number; expiresAt: string }
  | { kind: 'FAILED'; type: string; message: string };

export interface MailedFile {
  name: string;
  bytes: number;
  rows?: number | undefined;
  /** The recipient's own link. */
  url: string;
}

/** The mail that tells a recipient what became of an export, in their language, the same in plain text as in HTML. */
export function exportMail(input: ExportMailInput): RenderedMail {
  return renderedMail(letterOf(input));
}
