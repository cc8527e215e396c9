import type { Letter } from '../shared/mail/letter.ts';
import { mailLanguages } from '../shared/mail/languages.ts';
import { htmlOf } from '../shared/mail/render-html.ts';
import type { CustomMessageEvent, Source } from './event.ts';
import { english } from './wordings/en.ts';
import { french } from './wordings/fr.ts';
import type { Wording } from './wordings/wording.ts';

const wordings = { en: english, fr: french } as const;
export type Locale = keyof typeof wordings;

const OCCASIONS: Readonly<Record<Source, keyof Wording['occasions']>> = {
  CustomMessage_SignUp: 'confirmation',
  CustomMessage_ResendCode: 'confirmation',
  CustomMessage_ForgotPassword: 'recovery',
  CustomMessage_UpdateUserAttribute: 'verification',
  CustomMessage_VerifyUserAttribute: 'verification',
  CustomMessage_Authentication: 'signIn',
  CustomMessage_AdminCreateUser: 'account',
};

/**
 * Subject and body of a mail, with Cognito's placeholders in them. There is nothing in it that anybody wrote: who signs up with another's address cannot say
 * anything to them.
 */
export function messageOf(event: CustomMessageEvent, locale: Locale): { emailSubject: string; emailMessage: string } {
  const letter = letterOf(event, locale);
  return { emailSubject: letter.subject.replaceAll(/\s/g, ' '), emailMessage: withoutBreaklessSpaces(htmlOf(letter)) };
}

function letterOf({ triggerSource, request }: CustomMessageEvent, locale: Locale): Letter {
  const wording = wordings[locale];
  const { codeParameter: code, usernameParameter: username } = request;
  const occasion = wording.occasions[OCCASIONS[triggerSource]];
  const { tag, colon, closing, greeting } = mailLanguages[locale];
  const isAccount = triggerSource === 'CustomMessage_AdminCreateUser';
  return {
    language: tag,
    subject: `${occasion.subject} – Sonde`,
    heading: isAccount ? wording.passwordHeading(code) : wording.heading(code),
    greeting: greeting(''),
    opening: [occasion.opening],
    links: [],
    notes: wording.notes,
    factsHeading: wording.factsHeading,
    facts: [
      ...(username === null ? [] : [{ label: wording.username, value: username }]),
      { label: wording.validity, value: occasion.validFor },
    ],
    closing,
    colon,
  };
}

/** Cognito takes no spaces but plain ones; as entities it does not see them. Source: "Custom message Lambda trigger" and the pattern of `EmailMessage`. */
function withoutBreaklessSpaces(html: string): string {
  return html.replaceAll('\u00a0', '&#160;');
}
