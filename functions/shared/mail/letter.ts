import { htmlOf } from './render-html.ts';
import { textOf } from './render-text.ts';

/** What a mail says, in the order in which it says it, as plain text. */
export interface Letter {
  /** BCP 47. */
  language: string;
  subject: string;
  heading: string;
  greeting: string;
  opening: readonly string[];
  links: readonly { text: string; url: string }[];
  /** What is to be known of the links. */
  notes: readonly string[];
  factsHeading: string;
  facts: readonly Fact[];
  closing: string;
  /** What stands between a label and its value. */
  colon: string;
}

export interface Fact {
  label: string;
  value: string;
}

export interface RenderedMail {
  /** One line without control characters. */
  subject: string;
  text: string;
  /** A document that needs nothing from elsewhere. */
  html: string;
}

/** A letter as a mail, which says the same in plain text as in HTML. */
export function renderedMail(letter: Letter): RenderedMail {
  return { subject: letter.subject, text: textOf(letter), html: htmlOf(letter) };
}
