import { invalid } from '../errors.ts';
import { content, isString, isSymbol, syntaxError, tokenize, word } from '../dialect/tokens.ts';
import type { Token } from '../dialect/tokens.ts';

export interface UnloadStatement {
  /** The SELECT, at the place where it stands in the statement, so that messages name the right line and column. */
  readonly select: string;
  readonly bucket: string;
  /** What the keys of all objects begin with: empty, or ending with `/`. */
  readonly prefix: string;
  readonly options: ReadonlyMap<string, OptionValue>;
}

export type OptionValue = string | readonly string[];

const UNLOAD = /^(?:\s|--[^\n]*|\/\*[^]*?\*\/)*unload\b/i;
const DESTINATION = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s;

export function isUnload(query: string): boolean {
  return UNLOAD.test(query);
}

/**
 * Parses `UNLOAD (SELECT …) TO 's3://bucket/folder' [WITH (option = value, …)]` ("UNLOAD" in the Timestream Developer Guide).
 * Throws ValidationException for anything else; the SELECT itself is not looked at.
 */
export function parseUnload(query: string): UnloadStatement {
  const reader = new TokenReader(query);
  reader.takeWord('unload');
  const open = reader.takeSymbol('(');
  const close = reader.takeClosing();
  reader.takeWord('to');
  const destination = content(reader.takeString());
  const [, bucket, folder = ''] = DESTINATION.exec(destination) ?? [];
  if (bucket === undefined) throw invalid(`The destination '${destination}' is not of the form s3://bucket/folder`);
  const options = reader.tryWord('with') ? readOptions(reader) : new Map<string, OptionValue>();
  reader.takeEnd();
  return {
    select: query.slice(0, open.at + 1).replaceAll(/[^\n]/g, ' ') + query.slice(open.at + 1, close.at),
    bucket,
    prefix: folder === '' || folder.endsWith('/') ? folder : `${folder}/`,
    options,
  };
}

function readOptions(reader: TokenReader): Map<string, OptionValue> {
  const options = new Map<string, OptionValue>();
  reader.takeSymbol('(');
  do {
    const name = reader.takeAnyWord();
    reader.takeSymbol('=');
    if (options.has(name)) throw invalid(`The option ${name} is given twice`);
    options.set(name, reader.tryWord('array') ? readArray(reader) : content(reader.takeString()));
  } while (reader.trySymbol(','));
  reader.takeSymbol(')');
  return options;
}

function readArray(reader: TokenReader): string[] {
  const items: string[] = [];
  reader.takeSymbol('[');
  do items.push(content(reader.takeString()));
  while (reader.trySymbol(','));
  reader.takeSymbol(']');
  return items;
}

/** Takes the tokens of a statement one after another; throws ValidationException with the place of the first that does not fit. */
class TokenReader {
  private readonly query: string;
  private readonly tokens: readonly Token[];
  private next = 0;

  constructor(query: string) {
    this.query = query;
    this.tokens = tokenize(query);
  }

  tryWord(wanted: string): boolean {
    return this.skipIf(word(this.tokens[this.next]) === wanted);
  }

  trySymbol(wanted: string): boolean {
    return this.skipIf(isSymbol(this.tokens[this.next], wanted));
  }

  takeWord(wanted: string): void {
    if (!this.tryWord(wanted)) this.fail();
  }

  takeAnyWord(): string {
    return word(this.take((token) => token.kind === 'word'));
  }

  takeSymbol(wanted: string): Token {
    return this.take((token) => isSymbol(token, wanted));
  }

  takeString(): Token {
    return this.take(isString);
  }

  /** The parenthesis that closes the one taken before. */
  takeClosing(): Token {
    let depth = 1;
    for (;;) {
      const token = this.take(() => true);
      if (isSymbol(token, '(')) depth += 1;
      if (isSymbol(token, ')')) depth -= 1;
      if (depth === 0) return token;
    }
  }

  takeEnd(): void {
    this.trySymbol(';');
    if (this.next < this.tokens.length) this.fail();
  }

  private take(fits: (token: Token) => boolean): Token {
    const token = this.tokens[this.next];
    if (!token || !fits(token)) return this.fail();
    this.next += 1;
    return token;
  }

  private skipIf(fits: boolean): boolean {
    if (fits) this.next += 1;
    return fits;
  }

  private fail(): never {
    throw syntaxError(this.query, this.tokens[this.next]?.at ?? this.query.length);
  }
}
