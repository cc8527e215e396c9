/** A stretch of plain text; with `href`, one that is a link. */
export interface TextPart {
  text: string;
  href?: string;
}

/** Ends before white space, control characters, and what URLs are quoted with in running text. */
const URL_PATTERN = /https?:\/\/[^\s\p{C}<>"'`]+/giu;

/** Splits plain text into its http(s) URLs and what is between them. The texts of the parts together are the text. */
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(URL_PATTERN)) {
    const url = withoutTrailingPunctuation(match[0]);
    if (!URL.canParse(url)) continue;
    parts.push({ text: text.slice(end, match.index) }, { text: url, href: url });
    end = match.index + url.length;
  }
  return [...parts, { text: text.slice(end) }].filter((part) => part.text !== '');
}

/** The http(s) URLs in plain text, in their order. */
export function linksIn(text: string): string[] {
  return splitLinks(text).flatMap(({ href }) => href ?? []);
}

const BRACKETS = ['()', '[]', '{}'];

/** A sentence's punctuation is not part of the URL that ends it; a closing bracket is, where the URL itself opened it. */
function withoutTrailingPunctuation(url: string): string {
  /** By closing bracket, how many more of them there are than of the opening one. */
  const unopened = new Map(
    BRACKETS.map(([opening = '', closing = '']) => [closing, url.split(closing).length - url.split(opening).length]),
  );
  let end = url.length;
  for (; end > 0; end--) {
    const last = url.charAt(end - 1);
    const count = unopened.get(last);
    if (count === undefined ? !'.,;:!?*_~'.includes(last) : count <= 0) break;
    if (count !== undefined) unopened.set(last, count - 1);
  }
  return url.slice(0, end);
}
