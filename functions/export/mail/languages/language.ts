import type { ErrorType } from '../../../shared/errors.ts';
import type { MailLanguage } from '../../../shared/mail/languages.ts';
import type { Statistic } from '../../../shared/readings/store.ts';

/** All that a mail about an export says in one language. What is given to the functions is formatted already. */
export interface Language extends MailLanguage {
  ready: Outcome;
  empty: Outcome;
  failed: Outcome;
  /** Said of the file of an export without rows. */
  headerOnly: string;
  /** What a link does, as its text. */
  download: (name: string, about: string) => string;
  /** How to get the files that the mail has no link to. */
  moreFiles: (count: string, exportId: string) => string;
  /** Until when they work, and that they are personal. */
  linkNotes: (count: number, expiresAt: string) => string[];
  /** Introduces what the service says, which is in English always. */
  serviceMessage: (message: string) => string;
  /** What went wrong, and what to do, as whole sentences. */
  errors: Record<ErrorType, { kind: string; advice: string }>;
  factsHeading: string;
  labels: Record<
    | 'organization'
    | 'devices'
    | 'metrics'
    | 'period'
    | 'values'
    | 'format'
    | 'layout'
    | 'rows'
    | 'size'
    | 'requestedBy'
    | 'exportId',
    string
  >;
  allDevices: string;
  allMetrics: string;
  /** The last item of a list of names that is cut short. */
  others: (formatted: string, count: number) => string;
  /** A period whose end is not in. */
  period: (from: string, to: string) => string;
  eachReading: string;
  windows: (statistics: string, duration: string) => string;
  statistics: Record<Statistic, string>;
  formats: Record<'CSV' | 'PARQUET', string>;
  layouts: Record<'LONG' | 'WIDE', { readings: string; windows: string }>;
  rows: { one: string; other: string };
}

interface Outcome {
  subject: (organization: string, size?: string) => string;
  heading: string;
  opening: (organization: string) => string;
}
