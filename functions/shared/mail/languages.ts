/** What every mail of Sonde says, and how a language writes it. */
export interface MailLanguage {
  /** BCP 47: how `Intl` writes numbers and dates. */
  tag: string;
  /** Between a label and its value, with its spaces. */
  colon: string;
  /** Of a day and a time of that day, such as 1 January 2026 and 10:30. */
  dateAndTime: (date: string, time: string) => string;
  greeting: (name: string) => string;
  closing: string;
}

/** The space before `:`, `;`, `?` and `!` and within guillemets, which does not break. */
export const NBSP = '\u00a0';

/** By the locale of an identity. */
export const mailLanguages = {
  en: {
    tag: 'en-GB',
    colon: ': ',
    dateAndTime: (date, time) => `${date}, ${time}`,
    greeting: (name) => (name ? `Hello ${name},` : 'Hello,'),
    closing: 'This message was sent automatically by Sonde.',
  },
  fr: {
    tag: 'fr-FR',
    colon: `${NBSP}: `,
    // The first of a month is an ordinal, which Intl does not write.
    dateAndTime: (date, time) => `${date.replace(/^1(?=\s)/, '1er')} à ${time}`,
    greeting: (name) => (name ? `Bonjour ${name},` : 'Bonjour,'),
    closing: 'Ce message a été envoyé automatiquement par Sonde.',
  },
} as const satisfies Record<'en' | 'fr', MailLanguage>;
