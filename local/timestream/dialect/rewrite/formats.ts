import { invalid } from '../../errors.ts';
import { at, list, text } from '../tree.ts';
import type { Tree, TreeNode } from '../tree.ts';
import { call, functionName, textConstant } from './rule.ts';

/** MySQL's specifiers, of `date_format` and `date_parse`, in DuckDB's. */
const PERCENT: Readonly<Record<string, string>> = {
  '%a': '%a',
  '%b': '%b',
  '%c': '%-m',
  '%d': '%d',
  '%e': '%-d',
  '%f': '%f',
  '%H': '%H',
  '%h': '%I',
  '%I': '%I',
  '%i': '%M',
  '%j': '%j',
  '%k': '%-H',
  '%l': '%-I',
  '%M': '%B',
  '%m': '%m',
  '%p': '%p',
  '%r': '%I:%M:%S %p',
  '%S': '%S',
  '%s': '%S',
  '%T': '%H:%M:%S',
  '%v': '%V',
  '%W': '%A',
  '%Y': '%Y',
  '%y': '%y',
  '%%': '%%',
};

/** Joda's letters, of `format_datetime` and `parse_datetime`, in DuckDB's specifiers. */
const LETTERS: Readonly<Record<string, string>> = {
  yyyy: '%Y',
  uuuu: '%Y',
  yy: '%y',
  MM: '%m',
  M: '%-m',
  LL: '%m',
  MMM: '%b',
  MMMM: '%B',
  dd: '%d',
  d: '%-d',
  HH: '%H',
  H: '%-H',
  hh: '%I',
  h: '%-I',
  mm: '%M',
  m: '%-M',
  ss: '%S',
  s: '%-S',
  SSS: '%g',
  SSSSSS: '%f',
  SSSSSSSSS: '%n',
  a: '%p',
  EEE: '%a',
  EEEE: '%A',
  DDD: '%j',
};

const TO_TEXT: Readonly<Record<string, (format: string) => string>> = {
  date_format: percent,
  format_datetime: letters,
};
const FROM_TEXT: Readonly<Record<string, (format: string) => string>> = {
  date_parse: percent,
  parse_datetime: letters,
};

/** "Date / time functions", Formatting and parsing. */
export function formatted(node: TreeNode): TreeNode | undefined {
  const name = functionName(node);
  const translate = TO_TEXT[name] ?? FROM_TEXT[name];
  const [subject, format] = list(at(node, 'children'));
  if (!translate || subject === undefined) return undefined;
  const specifiers = textConstant(translate(constantText(format, name)));
  return call(node, name in TO_TEXT ? 'ts_format' : 'ts_parse', [subject, specifiers]);
}

function constantText(node: Tree | undefined, name: string): string {
  const value = at(node, 'value', 'value');
  if (at(node, 'class') !== 'CONSTANT' || at(node, 'value', 'type', 'id') !== 'VARCHAR' || typeof value !== 'string')
    throw invalid(`${name} is supported here with a string constant as format only`);
  return text(value);
}

function percent(format: string): string {
  return format.replaceAll(/%[^]?/g, (specifier) => known(PERCENT, specifier));
}

function letters(format: string): string {
  return format.replaceAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|%/g, (found: string, quoted: string | undefined) => {
    if (quoted !== undefined) return literal(quoted === '' ? "'" : quoted.replaceAll("''", "'"));
    return found === '%' ? literal(found) : known(LETTERS, found);
  });
}

function literal(piece: string): string {
  return piece.replaceAll('%', '%%');
}

function known(specifiers: Readonly<Record<string, string>>, specifier: string): string {
  const found = specifiers[specifier];
  if (found === undefined) throw invalid(`'${specifier}' in the format of a date or time is not supported here`);
  return found;
}
