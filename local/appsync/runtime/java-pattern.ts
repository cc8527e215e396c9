import * as v from 'valibot';
import { withDeadline } from './deadline.ts';
import { LibraryError } from './run.ts';

/**
 * Regular expressions as `java.util.regex.Pattern` writes them, which `util.matches`, `replace` and `replaceAll` take
 * ("Supported runtime features"; "Utility helpers in util"). What JavaScript cannot say is refused by name.
 */

/** Characters. */
const SHORT = 10_000;
const LINE_END = '(?:\\r\\n|[\\n\\r\\u0085\\u2028\\u2029])';
const CLASSES: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\x00-\\x7f',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: '!-/:-@\\[-`{-~',
  Graph: '!-~',
  Print: ' -~',
  Blank: ' \\t',
  Cntrl: '\\x00-\\x1f\\x7f',
  XDigit: '0-9a-fA-F',
  Space: '\\t-\\r ',
};
const SHORTHANDS: Readonly<Record<string, string>> = {
  s: '\\t-\\r ',
  h: ' \\t\\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000',
  v: '\\n\\x0b\\f\\r\\u0085\\u2028\\u2029',
};
const ANCHORS: Readonly<Record<string, string>> = {
  A: '(?<![^])',
  z: '(?![^])',
  Z: `(?=${LINE_END}?(?![^]))`,
  R: LINE_END,
  a: '\\x07',
  e: '\\x1b',
};
/** Escapes that mean the same in both, the rest of their text included. */
const SHARED = /\\(?:[dDwWbBtnrf]|[1-9]\d*|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|k<[a-zA-Z][a-zA-Z0-9]*>)/y;

/** What `String.replace` gives its function: the match and its groups, the offset, the text, and the named groups if any. */
const matchArguments = v.pipe(
  v.array(v.unknown()),
  v.transform((values) => ({ groups: values.slice(0, values.findIndex(isNumber)), names: values.at(-1) })),
  v.object({
    groups: v.array(v.optional(v.string())),
    names: v.fallback(v.record(v.string(), v.optional(v.string())), {}),
  }),
);

/** Replaces the first match, or all, as Java's `replaceFirst` and `replaceAll` do: `$1` and `${name}` are groups, `\` escapes. */
export function replaceMatches(text: string, pattern: string, replacement: string, all: boolean): string {
  const expression = toRegExp(pattern, all ? 'g' : '');
  return inTime(pattern, text, () => text.replace(expression, javaReplacement(replacement)));
}

/**
 * Whether `pattern` matches `text`. AppSync does not document whether that is the whole text or a part of it, so that a
 * pattern for which it matters is refused.
 */
export function matches(pattern: string, text: string): boolean {
  const part = toRegExp(pattern, '');
  const all = toRegExp(`^(?:${pattern})\\z`, '');
  const [found, whole] = inTime(pattern, text, () => [part.test(text), all.test(text)]);
  if (found !== whole) {
    throw new LibraryError(
      `util.matches: the pattern ${pattern} matches only a part of the text, which AppSync may take for a match or not: anchor it with ^ and $`,
    );
  }
  return found;
}

/** Only what may be repeated can take long, and what is long. */
function inTime<T>(pattern: string, text: string, match: () => T): T {
  return /[*+{]/.test(pattern) || text.length > SHORT ? withDeadline(`The pattern ${pattern}`, match) : match();
}

/** @param flags of JavaScript, besides those at the pattern's start */
export function toRegExp(pattern: string, flags: string): RegExp {
  const [, inline = ''] = /^(?:\^\(\?:)?\(\?([a-zA-Z]+)\)/.exec(pattern) ?? [];
  const unknown = /[^ism]/.exec(inline);
  if (unknown) throw refused(pattern, `the flag ${unknown[0]}`);
  try {
    return new RegExp(translate(pattern.replace(`(?${inline})`, ''), inline), `u${flags}${inline}`);
  } catch (error) {
    if (error instanceof SyntaxError) throw new LibraryError(`Invalid pattern ${pattern}: ${error.message}`);
    throw error;
  }
}

function translate(pattern: string, flags: string): string {
  let out = '';
  let inClass = false;
  for (let at = 0; at < pattern.length;) {
    const rest = pattern.slice(at);
    const token = nextToken(pattern, at, inClass);
    const next = pattern[at + token.length] ?? '';
    if (!inClass && /^(?:[*+?]|\{\d+(?:,\d*)?\})$/.test(token) && next === '+')
      throw refused(pattern, 'a possessive quantifier');
    if (!inClass && /^\(\?(?:>|[a-zA-Z]+[):-])/.test(rest)) throw refused(pattern, `the group ${rest.slice(0, 4)}`);
    if (inClass && (rest.startsWith('&&') || token === '[')) throw refused(pattern, 'a class inside a class');
    const delimiter = (token === '[' && !inClass) || (token === ']' && inClass);
    out += delimiter ? token : translated(pattern, token, inClass, flags);
    if (delimiter) inClass = !inClass;
    at += token.length;
  }
  return out;
}

function nextToken(pattern: string, at: number, inClass: boolean): string {
  const quoted = /\\Q([^]*?)(?:\\E|$)/y;
  const property = /\\[pP](?:\{[^}]*\}|[a-zA-Z])/y;
  const counted = /\{\d+(?:,\d*)?\}/y;
  for (const expression of [quoted, property, SHARED, /\\[^]/y, ...(inClass ? [] : [counted])]) {
    expression.lastIndex = at;
    const match = expression.exec(pattern);
    if (match) return match[0];
  }
  return String.fromCodePoint(pattern.codePointAt(at) ?? 0);
}

function translated(pattern: string, token: string, inClass: boolean, flags: string): string {
  if (!token.startsWith('\\')) return plain(token, inClass, flags);
  if (token === '\\') throw refused(pattern, 'a backslash at the end');
  if (token.startsWith('\\Q'))
    return token
      .slice(2)
      .replace(/\\E$/, '')
      .replace(/[\\^$.*+?()[\]{}|/-]/g, literal);
  if (/^\\[pP]./.test(token)) return property(pattern, token, inClass);
  SHARED.lastIndex = 0;
  if (SHARED.test(token)) return token;
  const letter = token.slice(1);
  const characters = SHORTHANDS[letter.toLowerCase()];
  if (characters !== undefined) return negatable(pattern, characters, letter !== letter.toLowerCase(), inClass);
  const anchor = ANCHORS[letter];
  if (anchor !== undefined && !inClass) return anchor;
  if (/[a-zA-Z0-9]/.test(letter)) throw refused(pattern, token);
  return literal(letter);
}

function plain(token: string, inClass: boolean, flags: string): string {
  if (inClass) return /[(){}/|]/.test(token) ? `\\${token}` : token;
  // Java's end of input is also the place before a last line end, and its dot stops at more line ends than JavaScript's.
  if (token === '$') return flags.includes('m') ? '$' : `(?=${LINE_END}?(?![^]))`;
  if (token === '.') return flags.includes('s') ? '.' : '[^\\n\\r\\u0085\\u2028\\u2029]';
  return token === '/' || token === ']' || token === '}' ? `\\${token}` : token;
}

function property(pattern: string, token: string, inClass: boolean): string {
  const name = token.replace(/^\\[pP]\{?|\}$/g, '');
  const characters = CLASSES[name];
  if (characters === undefined) return `\\${token[1] ?? ''}{${name.replace(/^Is/, '')}}`;
  return negatable(pattern, characters, token.startsWith('\\P'), inClass);
}

function negatable(pattern: string, characters: string, negated: boolean, inClass: boolean): string {
  if (!inClass) return `[${negated ? '^' : ''}${characters}]`;
  if (negated) throw refused(pattern, 'a negated class inside a class');
  return characters;
}

function literal(character: string): string {
  return /[\\^$.*+?()[\]{}|/-]/.test(character) ? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}` : character;
}

/** A function that writes Java's replacement text for one match. */
function javaReplacement(replacement: string): (...match: unknown[]) => string {
  return (...match) => {
    const { groups, names } = v.parse(matchArguments, match);
    return replacement.replace(
      /\\([^])|\$(\d)|\$\{([a-zA-Z][a-zA-Z0-9]*)\}|\\$|\$/g,
      (found, escaped?: string, index?: string, name?: string) => {
        if (escaped !== undefined) return escaped;
        if (index !== undefined && Number(index) < groups.length) return groups[Number(index)] ?? '';
        if (name !== undefined && Object.hasOwn(names, name)) return names[name] ?? '';
        throw new LibraryError(`Invalid replacement ${replacement}: ${found} names no group`);
      },
    );
  };
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number';
}

function refused(pattern: string, what: string): LibraryError {
  return new LibraryError(`not supported here: ${what} in the pattern ${pattern}`);
}
