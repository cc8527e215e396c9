import type { Letter } from './letter.ts';

/** A letter as plain text. */
export function textOf(letter: Letter): string {
  const { heading, greeting, opening, links, notes, factsHeading, facts, closing, colon } = letter;
  const paragraphs = [
    heading,
    greeting,
    ...opening,
    ...links.map(({ text, url }) => `${text}${colon.trimEnd()}\n${url}`),
    ...(notes.length > 0 ? [notes.join('\n')] : []),
    [factsHeading, ...facts.map(({ label, value }) => `- ${label}${colon}${value}`)].join('\n'),
    // Programs know by `-- ` that what follows is no part of the message. Source: RFC 3676, "Usenet Signature Convention".
    `-- \n${closing}`,
  ];
  return `${paragraphs.join('\n\n')}\n`;
}
