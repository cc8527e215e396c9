import type { Letter } from '../../shared/mail/letter.ts';
import { plainText } from '../../shared/mail/plain-text.ts';
import type { ExportMailInput, MailedFile, MailedOutcome } from './export-mail.ts';
import { factsOf } from './facts.ts';
import { formatsOf } from './formats.ts';
import type { Formats } from './formats.ts';
import type { Language } from './languages/language.ts';
import { languages } from './languages/index.ts';

/** More would make a mail that programs cut off. */
const MAX_LINKS = 50;
/** A subject is read in a list. */
const MAX_SUBJECT_NAME = 60;
const MAX_NAME = 200;
const MAX_MESSAGE = 2000;

/** What the mail about an export says. */
export function letterOf(input: ExportMailInput): Letter {
  const language = languages[input.locale];
  const formats = formatsOf(language);
  const organization = plainText(input.organizationName, MAX_NAME);
  const inSubject = plainText(input.organizationName, MAX_SUBJECT_NAME);
  return {
    language: language.tag,
    greeting: language.greeting(plainText(input.recipientName, MAX_NAME)),
    ...(input.outcome.kind === 'FAILED'
      ? failure(input.outcome, language, organization, inSubject)
      : success(input.outcome, input.exportId, language, formats, organization, inSubject)),
    factsHeading: language.factsHeading,
    facts: factsOf(input, organization, language, formats),
    closing: language.closing,
    colon: language.colon,
  };
}

type Middle = Pick<Letter, 'subject' | 'heading' | 'opening' | 'links' | 'notes'>;

function success(
  { files, rows, bytes, expiresAt }: Extract<MailedOutcome, { kind: 'SUCCEEDED' }>,
  exportId: string,
  language: Language,
  formats: Formats,
  organization: string,
  inSubject: string,
): Middle {
  const isEmpty = rows === 0;
  const { subject, heading, opening } = isEmpty ? language.empty : language.ready;
  const listed = files.slice(0, MAX_LINKS);
  return {
    subject: subject(inSubject, formats.size(bytes)),
    heading,
    opening: [opening(organization), ...(isEmpty && files.length > 0 ? [language.headerOnly] : [])],
    links: listed.map((file) => linkTo(file, language, formats)),
    notes: [
      ...(files.length > listed.length
        ? [language.moreFiles(formats.number(files.length - listed.length), exportId)]
        : []),
      ...(files.length > 0 ? language.linkNotes(listed.length, formats.instant(expiresAt)) : []),
    ],
  };
}

function linkTo({ name, bytes, rows, url }: MailedFile, language: Language, formats: Formats): Letter['links'][number] {
  const size = formats.size(bytes);
  const about = rows === undefined ? size : `${size}, ${formats.rows(rows)}`;
  return { text: language.download(plainText(name, MAX_NAME), about), url };
}

function failure(
  { type, message }: Extract<MailedOutcome, { kind: 'FAILED' }>,
  { failed, serviceMessage, errors }: Language,
  organization: string,
  inSubject: string,
): Middle {
  // The types are those of `errorType`, but a row may be older than a type's name.
  const { kind, advice } = new Map(Object.entries(errors)).get(type) ?? errors.InternalError;
  return {
    subject: failed.subject(inSubject),
    heading: failed.heading,
    opening: [failed.opening(organization), `${kind} ${serviceMessage(plainText(message, MAX_MESSAGE))}`, advice],
    links: [],
    notes: [],
  };
}
