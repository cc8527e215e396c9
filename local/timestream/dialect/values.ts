import { isSymbol, word } from './tokens.ts';
import type { Token } from './tokens.ts';

/** `(VALUES 1, 2)` as `(VALUES (1), (2))`, which is what DuckDB reads. */
export function parenthesizedValues(tokens: readonly Token[]): Token[] {
  const result: Token[] = [];
  for (let index = 0; index < tokens.length;) {
    const token = tokens[index];
    if (!token) break;
    result.push(token);
    index += 1;
    if (word(token) !== 'values' || !isSymbol(tokens[index - 2], '(') || isSymbol(tokens[index], '(')) continue;
    const end = endOfList(tokens, index);
    result.push(...parenthesized(tokens.slice(index, end)));
    index = end;
  }
  return result;
}

/** Where the parenthesis closes that was open at `start`. */
function endOfList(tokens: readonly Token[], start: number): number {
  let depth = 0;
  for (let index = start; index < tokens.length; index += 1) {
    depth += depthOf(tokens[index]);
    if (depth < 0) return index;
  }
  return tokens.length;
}

function parenthesized(items: readonly Token[]): Token[] {
  const [first] = items;
  const last = items.at(-1);
  if (!first || !last) return [];
  let depth = 0;
  const separated = items.flatMap((token) => {
    depth += depthOf(token);
    return depth === 0 && isSymbol(token, ',') ? [symbol(')', token), token, symbol('(', token)] : [token];
  });
  return [symbol('(', first), ...separated, symbol(')', last)];
}

function depthOf(token: Token | undefined): number {
  if (isSymbol(token, '(') || isSymbol(token, '[')) return 1;
  return isSymbol(token, ')') || isSymbol(token, ']') ? -1 : 0;
}

function symbol(text: string, { at }: Token): Token {
  return { kind: 'symbol', text, at };
}
