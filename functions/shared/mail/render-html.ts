import type { Letter } from './letter.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

/**
 * Colours are the reader's own, so that they fit a dark screen too; what stands side by side is in tables, and what is styled is styled in its place,
 * for some programs know nothing else.
 */
const FONT = 'font-family:Helvetica,Arial,sans-serif;font-size:16px;line-height:24px';
const BREAK = 'overflow-wrap:anywhere;word-break:break-word';
const PARAGRAPH = 'margin:0 0 16px';
const CELL = 'padding:6px 12px 6px 0;vertical-align:top;border-top:1px solid #808080';
const LAYOUT_TABLE = markup`role="presentation" cellpadding="0" cellspacing="0" border="0"`;

/** A letter as an HTML document of its own. */
export function htmlOf(letter: Letter): string {
  const { language, subject, heading, greeting, opening, links, notes, factsHeading, facts, closing } = letter;
  const document = markup`<!DOCTYPE html>
<html lang="${language}" dir="ltr">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
<title>${subject}</title>
</head>
<body style="margin:0;padding:0">
<table ${LAYOUT_TABLE} width="100%">
<tr><td align="center" style="padding:24px 16px">
<table ${LAYOUT_TABLE} width="600" style="width:100%;max-width:600px">
<tr><td align="left" style="${FONT};${BREAK}">
<h1 style="margin:0 0 16px;font-size:22px;line-height:28px">${heading}</h1>
${[greeting, ...opening].map(paragraph)}
${links.length === 1 ? links.map(button) : linkList(links)}
${notes.map(paragraph)}
<h2 style="margin:24px 0 8px;font-size:18px;line-height:24px">${factsHeading}</h2>
<table cellpadding="0" cellspacing="0" border="0" width="100%" style="border-collapse:collapse;${FONT};${BREAK}">
${facts.map(row)}
</table>
<p style="margin:24px 0 0;font-size:14px;line-height:20px">${closing}</p>
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
  return document.source;
}

function paragraph(text: string): Markup {
  return markup`<p style="${PARAGRAPH}">${text}</p>`;
}

function row({ label, value }: Letter['facts'][number]): Markup {
  return markup`<tr>
<th scope="row" align="left" width="30%" style="${CELL};font-weight:bold;text-align:left">${label}</th>
<td align="left" style="${CELL}">${value}</td>
</tr>`;
}

/** The border is the cell's, for some programs give a link none. */
function button({ text, url }: Letter['links'][number]): Markup {
  return markup`<table ${LAYOUT_TABLE} style="${PARAGRAPH}">
<tr><td style="padding:10px 20px;border:2px solid #1a73e8;border-radius:4px;${FONT};${BREAK}">
<a href="${url}"><strong>${text}</strong></a>
</td></tr>
</table>`;
}

function linkList(links: Letter['links']): readonly Markup[] {
  if (links.length === 0) return [];
  const items = links.map(({ text, url }) => markup`<li style="margin:0 0 8px"><a href="${url}">${text}</a></li>`);
  return [
    markup`<ul style="margin:0 0 16px;padding:0 0 0 24px">
${items}
</ul>`,
  ];
}
