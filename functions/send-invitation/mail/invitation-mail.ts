import { mailLanguages } from '../../shared/mail/languages.ts';
import { renderedMail, type RenderedMail } from '../../shared/mail/letter.ts';
import { plainText } from '../../shared/mail/plain-text.ts';
import { timesOf } from '../../shared/mail/times.ts';
import { invitationTexts } from './texts.ts';

/** All that the mail of an invitation says. Names may be any text. */
export interface InvitationMailInput {
  locale: 'en' | 'fr';
  organizationName: string;
  name: string;
  email: string;
  role: 'ADMINISTRATOR' | 'OPERATOR' | 'VIEWER';
  /** ISO 8601. */
  expiresAt: string;
  /** Empty where there is none. */
  signInUrl: string;
}

/** A subject is read in a list. */
const MAX_SUBJECT_NAME = 60;
const MAX_NAME = 200;
const MAX_ADDRESS = 254;

/** The mail that invites a person to an organization, in their language, the same in plain text as in HTML. */
export function invitationMail({ locale, role, signInUrl, ...input }: InvitationMailInput): RenderedMail {
  const language = mailLanguages[locale];
  const texts = invitationTexts[locale];
  const organization = plainText(input.organizationName, MAX_NAME);
  const name = plainText(input.name, MAX_NAME);
  const email = plainText(input.email, MAX_ADDRESS);
  const until = timesOf(language).instant(input.expiresAt);
  const { labels } = texts;
  return renderedMail({
    language: language.tag,
    subject: texts.subject(plainText(input.organizationName, MAX_SUBJECT_NAME)),
    heading: texts.heading,
    greeting: language.greeting(name),
    opening: [texts.opening(organization), texts.newcomer(email), texts.member],
    links: signInUrl === '' ? [] : [{ text: texts.link, url: signInUrl }],
    notes: [texts.until(until), texts.unexpected],
    factsHeading: texts.factsHeading,
    facts: [
      { label: labels.organization, value: organization },
      { label: labels.name, value: name },
      { label: labels.email, value: email },
      { label: labels.role, value: texts.roles[role] },
      { label: labels.until, value: `${until} (UTC)` },
    ],
    closing: language.closing,
    colon: language.colon,
  });
}
