import { invalidParameter } from './errors.ts';

interface Term {
  /** `?` in front: one of these is enough; `-`: none of these; neither: all of these. */
  kind: '?' | '-' | '';
  text: string;
}

/**
 * What a filter pattern of terms asks of a message; an empty one asks nothing. Terms are case-sensitive and may be quoted. Throws
 * `InvalidParameterException` for patterns of JSON or of columns, and regular expressions. Source: Amazon CloudWatch Logs User Guide, "Filter pattern
 * syntax".
 */
export function matcherOf(pattern: string): (message: string) => boolean {
  const terms = termsOf(pattern.trim());
  const texts = (kind: Term['kind']) => terms.filter((term) => term.kind === kind).map(({ text }) => text);
  const [all, any, none] = [texts(''), texts('?'), texts('-')];
  return (message) =>
    all.every((text) => message.includes(text)) &&
    // AWS ignores these beside terms that must all be there.
    (any.length === 0 || all.length > 0 || any.some((text) => message.includes(text))) &&
    !none.some((text) => message.includes(text));
}

const TERM = /([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\w+))(?:\s+|$)/y;

function termsOf(pattern: string): Term[] {
  if (/^[{[]/.test(pattern))
    throw invalidParameter(`filterPattern: patterns of JSON or columns are not supported here`);
  if (pattern.includes('%')) throw invalidParameter('filterPattern: regular expressions are not supported here');
  const terms: Term[] = [];
  TERM.lastIndex = 0;
  while (TERM.lastIndex < pattern.length) {
    const found = TERM.exec(pattern);
    if (!found) throw invalidParameter('Invalid filter pattern: terms with other than letters and digits are quoted');
    const [, kind, quoted, plain] = found;
    const text = quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '';
    terms.push({ kind: kind === '?' || kind === '-' ? kind : '', text });
  }
  return terms;
}
