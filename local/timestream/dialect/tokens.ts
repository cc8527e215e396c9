import { invalid } from '../errors.ts';

export interface Token {
  /** `word` is an unquoted identifier or keyword, `name` one in double quotes, `string` one in single quotes. */
  readonly kind: 'word' | 'name' | 'string' | 'number' | 'duration' | 'symbol';
  /** As it stands in the query. */
  readonly text: string;
  /** Offset of the first character in the query. */
  readonly at: number;
}

const PATTERNS: readonly (readonly [Token['kind'] | 'space' | 'comment', RegExp])[] = [
  ['space', /\s+/y],
  ['comment', /--[^\n]*|\/\*[^]*?\*\//y],
  ['string', /'(?:[^']|'')*'/y],
  ['name', /"(?:[^"]|"")+"/y],
  ['duration', /(?:\d+(?:\.\d+)?|\.\d+)(?!e[+-]?\d)[a-z_][a-z0-9_]*/iy],
  ['number', /(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/iy],
  ['word', /[a-z_][a-z0-9_]*/iy],
  ['symbol', /<>|<=|>=|!=|\|\||::|->|[-+*/%(),.<>=;[\]]/y],
];

/**
 * The tokens of a query, without spaces and comments. Throws ValidationException at what is not part of the language, such as
 * DuckDB's own quotes (`$$`, `E''`), which would otherwise be read in another way than here.
 */
export function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < query.length) {
    const { kind, text } = tokenAt(query, at);
    if (kind !== 'space' && kind !== 'comment') tokens.push({ kind, text, at });
    at += text.length;
  }
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    const isPrefixed = token.kind === 'word' && next?.kind === 'string' && next.at === token.at + token.text.length;
    if (isPrefixed) throw syntaxError(query, next.at);
  }
  return tokens;
}

function tokenAt(query: string, at: number): { kind: Token['kind'] | 'space' | 'comment'; text: string } {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const [text] = pattern.exec(query) ?? [];
    if (text !== undefined) return { kind, text };
  }
  throw syntaxError(query, at);
}

/** `line:column` of an offset, both from 1, as Timestream's messages have them. */
export function position(query: string, at: number): string {
  const before = query.slice(0, at).split('\n');
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
}

export function syntaxError(query: string, at: number) {
  return invalid(`The query syntax is invalid at line ${position(query, at)}`);
}

/** An unquoted word in lower case; the empty string for any other token. */
export const word = (token: Token | undefined): string => (token?.kind === 'word' ? token.text.toLowerCase() : '');
export const isSymbol = (token: Token | undefined, text: string): boolean =>
  token?.kind === 'symbol' && token.text === text;
export const isString = (token: Token | undefined): token is Token => token?.kind === 'string';
/** What a string constant means. */
export const content = (token: Token): string => token.text.slice(1, -1).replaceAll("''", "'");
