import { AwsError } from '../shared/aws-error.ts';
import { isTopicFilter } from './topic-filter.ts';

/** What a rule's expressions see of a message. */
export interface RuleMessage {
  payload: Buffer;
  topic: string;
  clientId: string;
  principal: string;
  /** Milliseconds since the epoch. */
  now: number;
}

type Expression = (message: RuleMessage) => string | number | undefined;

export interface RuleQuery {
  /** The topic filter of the FROM clause. */
  filter: string;
  /** The rule's output; a member whose expression is undefined is left out. */
  select: (message: RuleMessage) => Record<string, string | number>;
}

interface Token {
  kind: 'word' | 'string' | 'number' | 'symbol' | 'end';
  text: string;
}

/**
 * Parses the part of the rules engine's SQL (version 2016-03-23) that needs no payload but as bytes:
 * `SELECT <expression> AS <name>, … FROM '<topic filter>'` with `encode(*, 'base64')`, `topic()`, `topic(n)`, `timestamp()`, `principal()`,
 * `clientid()`, strings and numbers. Everything else is refused by name.
 * Source: AWS IoT Core Developer Guide, "AWS IoT SQL reference"; `encode(*, 'base64')` takes any bytes ("Working with binary payloads").
 * @throws AwsError `SqlParseException`
 */
export function parseRuleSql(sql: string): RuleQuery {
  const parser = new Parser(tokenize(sql));
  parser.keyword('SELECT');
  const fields = new Map<string, Expression>();
  do {
    const expression = parseExpression(parser);
    parser.keyword('AS');
    const name = parser.next('word', 'a name after AS');
    if (fields.has(name)) throw refuse(`The name ${name} is given twice`);
    fields.set(name, expression);
  } while (parser.accept(','));
  parser.keyword('FROM');
  const filter = parser.next('string', 'a topic filter in quotes after FROM');
  if (!isTopicFilter(filter)) throw refuse(`'${filter}' is not a topic filter`);
  parser.end();
  return { filter, select: (message) => selectFields(fields, message) };
}

function selectFields(fields: ReadonlyMap<string, Expression>, message: RuleMessage): Record<string, string | number> {
  const output: Record<string, string | number> = {};
  for (const [name, expression] of fields) {
    const value = expression(message);
    if (value !== undefined) output[name] = value;
  }
  return output;
}

function parseExpression(parser: Parser): Expression {
  const token = parser.take();
  if (token.kind === 'string') return () => token.text;
  if (token.kind === 'number') return () => Number(token.text);
  if (token.kind !== 'word') throw refuse(`${token.text || 'The end'} is not supported as an expression`);
  if (!parser.accept('(')) throw refuse(`The payload's member ${token.text} is not supported as an expression`);
  const call = parseCall(token.text, parser);
  parser.symbol(')');
  return call;
}

function parseCall(name: string, parser: Parser): Expression {
  switch (name) {
    case 'encode':
      return parseEncode(parser);
    case 'topic': {
      if (parser.peek().kind !== 'number') return ({ topic }) => topic;
      const level = Number(parser.take().text);
      if (!Number.isInteger(level) || level < 1) throw refuse(`topic(${level}): levels count from 1`);
      return ({ topic }) => topic.split('/')[level - 1];
    }
    case 'timestamp':
      return ({ now }) => now;
    case 'principal':
      return ({ principal }) => principal;
    case 'clientid':
      return ({ clientId }) => clientId;
    default:
      throw refuse(`The function ${name}() is not supported`);
  }
}

function parseEncode(parser: Parser): Expression {
  if (!parser.accept('*')) throw refuse('encode() is supported of * only');
  parser.symbol(',');
  const scheme = parser.next('string', "'base64' in encode(*, 'base64')");
  if (scheme !== 'base64') throw refuse(`The encoding scheme '${scheme}' is not supported, only 'base64'`);
  return ({ payload }) => payload.toString('base64');
}

class Parser {
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  peek(): Token {
    return this.tokens[this.at] ?? { kind: 'end', text: '' };
  }

  take(): Token {
    const token = this.peek();
    this.at += 1;
    return token;
  }

  accept(symbol: string): boolean {
    const token = this.peek();
    const found = token.kind === 'symbol' && token.text === symbol;
    if (found) this.at += 1;
    return found;
  }

  symbol(symbol: string): void {
    if (!this.accept(symbol)) throw this.expected(symbol);
  }

  keyword(keyword: string): void {
    const { kind, text } = this.peek();
    if (kind !== 'word' || text.toUpperCase() !== keyword) throw this.expected(keyword);
    this.at += 1;
  }

  next(kind: Token['kind'], what: string): string {
    if (this.peek().kind !== kind) throw this.expected(what);
    return this.take().text;
  }

  end(): void {
    const { kind, text } = this.peek();
    if (kind !== 'end') throw refuse(`The clause ${text} is not supported`);
  }

  private expected(what: string): AwsError {
    const { text } = this.peek();
    return refuse(`Expected ${what}, found ${text || 'the end'}`);
  }
}

const lexemes = /\s+|(?<word>[A-Za-z_]\w*)|'(?<string>[^']*)'|(?<number>-?\d+(?:\.\d+)?)|(?<symbol>[^\s\w'])/gy;

function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of sql.matchAll(lexemes)) {
    end = match.index + match[0].length;
    const { word, string, number, symbol } = match.groups ?? {};
    if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (string !== undefined) tokens.push({ kind: 'string', text: string });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol });
  }
  if (end < sql.length) throw refuse(`The text at ${sql.slice(end, end + 20)} cannot be read`);
  return tokens;
}

function refuse(reason: string): AwsError {
  return new AwsError('SqlParseException', `${reason} in a topic rule here.`);
}
