import { invalid } from '../errors.ts';
import { durationSql } from './durations.ts';
import { INTERNAL_FUNCTIONS, RENAMED_FUNCTIONS } from './functions.ts';
import { content, isString, isSymbol, position, syntaxError, tokenize, word } from './tokens.ts';
import type { Token } from './tokens.ts';
import { parenthesizedValues } from './values.ts';

export interface Translation {
  /** The statement in DuckDB's dialect, still to be checked. */
  readonly sql: string;
  /** The offset in the query that an offset in `sql` comes from. */
  readonly origin: (offset: number) => number;
}

/** A rule that looks at the tokens from `index` on: what they become, and how many they are. */
type Rule = (tokens: readonly Token[], index: number, query: string) => { sql: string; length: number } | undefined;

/** Without parentheses: "Date / time functions", General and conversion. */
const MOMENTS: Readonly<Record<string, string>> = {
  current_timestamp: 'now()',
  localtimestamp: 'now()',
  current_date: 'CAST(now() AS DATE)',
  current_time: 'CAST(now() AS TIME)',
  localtime: 'CAST(now() AS TIME)',
};

const SCALAR_TYPES = ['double', 'bigint', 'varchar', 'boolean', 'timestamp'];

const duration: Rule = (tokens, index) => {
  const token = tokens[index];
  return token?.kind === 'duration' ? { sql: durationSql(token.text), length: 1 } : undefined;
};

const parseDuration: Rule = (tokens, index) => {
  if (word(tokens[index]) !== 'parse_duration' || !isSymbol(tokens[index + 1], '(')) return undefined;
  const argument = tokens[index + 2];
  if (!isString(argument) || !isSymbol(tokens[index + 3], ')'))
    throw invalid('parse_duration is supported here with one string constant only');
  return { sql: durationSql(content(argument)), length: 4 };
};

const intervalLiteral: Rule = (tokens, index, query) => {
  if (word(tokens[index]) !== 'interval') return undefined;
  const sign = tokens[index + 1];
  const signed = isSymbol(sign, '-') || isSymbol(sign, '+') ? 1 : 0;
  const amount = tokens[index + signed + 1];
  if (!isString(amount)) return undefined;
  const unit = word(tokens[index + signed + 2]);
  if (unit === 'week') throw invalid("The unit 'week' of an interval is not supported here");
  const negative = content(amount).startsWith('-') !== isSymbol(sign, '-');
  if (word(tokens[index + signed + 3]) === 'to' || unit === '') throw syntaxError(query, amount.at);
  const sql = durationSql(`${content(amount).replace(/^-/, '')}${unit}`);
  return { sql: negative ? `(-${sql})` : sql, length: signed + 3 };
};

/** DuckDB's TIMESTAMP has microseconds only. */
const timestampType: Rule = (tokens, index) => {
  if (word(tokens[index]) !== 'timestamp') return undefined;
  const isCast = word(tokens[index - 1]) === 'as' && isSymbol(tokens[index + 1], ')');
  return isString(tokens[index + 1]) || isCast ? { sql: 'TIMESTAMP_NS', length: 1 } : undefined;
};

/** `measure_value::double` is the name of a column. */
const measureValue: Rule = (tokens, index, query) => {
  const token = tokens[index];
  if (!isSymbol(tokens[index + 1], '::')) return isSymbol(token, '::') && token ? fail(query, token.at) : undefined;
  const type = word(tokens[index + 2]);
  if (word(token) !== 'measure_value' || !SCALAR_TYPES.includes(type)) return undefined;
  return { sql: `"measure_value::${type}"`, length: 3 };
};

const moment: Rule = (tokens, index) => {
  const sql = isSymbol(tokens[index - 1], '.') ? undefined : MOMENTS[word(tokens[index])];
  return sql === undefined ? undefined : { sql, length: 1 };
};

const renamedFunction: Rule = (tokens, index) => {
  const token = tokens[index];
  if (!token || !isSymbol(tokens[index + 1], '(')) return undefined;
  const sql = RENAMED_FUNCTIONS.get(functionName(token));
  return sql === undefined ? undefined : { sql, length: 1 };
};

/** DuckDB would read `1.5` as a decimal; Timestream has doubles. */
const double: Rule = (tokens, index) => {
  const token = tokens[index];
  return token?.kind === 'number' && /^[\d.]*\.[\d.]*$/.test(token.text)
    ? { sql: `${token.text}e0`, length: 1 }
    : undefined;
};

const RULES = [
  duration,
  parseDuration,
  intervalLiteral,
  timestampType,
  measureValue,
  moment,
  renamedFunction,
  double,
] satisfies Rule[];

function fail(query: string, at: number): never {
  throw syntaxError(query, at);
}

/** Translates one SELECT of Timestream's dialect. Throws ValidationException for anything else. */
export function translate(query: string): Translation {
  const tokens = parenthesizedValues(withoutTrailingSemicolon(tokenize(query)));
  refuseOtherStatements(query, tokens);
  const origins: { readonly start: number; readonly at: number }[] = [];
  let sql = '';
  for (let index = 0; index < tokens.length;) {
    const token = tokens[index];
    if (!token) break;
    const { sql: piece, length } = apply(tokens, index, query) ?? { sql: token.text, length: 1 };
    origins.push({ start: sql.length, at: token.at });
    sql += `${piece} `;
    index += length;
  }
  return {
    sql,
    origin: (offset) => origins.findLast(({ start }) => start <= offset)?.at ?? 0,
  };
}

function apply(tokens: readonly Token[], index: number, query: string) {
  for (const rule of RULES) {
    const result = rule(tokens, index, query);
    if (result) return result;
  }
  return undefined;
}

function withoutTrailingSemicolon(tokens: Token[]): Token[] {
  return isSymbol(tokens.at(-1), ';') ? tokens.slice(0, -1) : tokens;
}

function refuseOtherStatements(query: string, tokens: readonly Token[]): void {
  const first = tokens.find((token) => !isSymbol(token, '('));
  if (!first) throw invalid('The query is empty');
  if (!['select', 'with'].includes(word(first)))
    throw invalid(
      `line ${position(query, first.at)}: only SELECT is supported here, and ${first.text.toUpperCase()} is not`,
    );
  const semicolon = tokens.find((token) => isSymbol(token, ';'));
  if (semicolon) throw syntaxError(query, semicolon.at);
  for (const [index, token] of tokens.entries())
    if (isSymbol(tokens[index + 1], '(')) refuseForeignFunction(query, tokens[index - 1], token);
  // DuckDB also takes FROM, TABLE and the like for a query of their own.
  for (const [index, token] of tokens.entries())
    if (isSymbol(tokens[index - 1], '(') && ['from', 'table', 'describe', 'show', 'summarize'].includes(word(token)))
      throw syntaxError(query, token.at);
}

/** A function of a schema, or one that only translations may use. */
function refuseForeignFunction(query: string, before: Token | undefined, token: Token): void {
  if (token.kind !== 'word' && token.kind !== 'name') return;
  if (isSymbol(before, '.')) throw syntaxError(query, token.at);
  const name = functionName(token);
  if (INTERNAL_FUNCTIONS.has(name)) throw invalid(`Function ${name} is not supported here`);
}

function functionName(token: Token): string {
  return (token.kind === 'name' ? token.text.slice(1, -1) : token.text).toLowerCase();
}
