import type { AwsError } from '../../shared/aws-error.ts';
import { invalid } from '../errors.ts';
import { position } from './tokens.ts';

/** DuckDB's kinds of error that a query's author causes. The others are the stand-in's own. */
const AUTHORED =
  /^(Binder|Catalog|Parser|Conversion|Invalid Input|Out of Range|Mismatch Type|Not implemented|Invalid type) Error: ([^]*)$/i;

const MISSING_COLUMN = [
  /^Referenced column "([^]*?)" not found/,
  /^(?:Table|Values list) "[^]*?" does not have a column named "([^]*?)"/,
  /^Referenced table "([^]*?)" not found/,
];

/**
 * What Timestream answers for a failure of DuckDB on `query`: ValidationException with the place in the query where that can be told.
 * Answers `undefined` for a failure that is not the query's.
 */
export function authoredFailure(error: unknown, query: string): AwsError | undefined {
  const [, , message] = error instanceof Error ? (AUTHORED.exec(error.message) ?? []) : [];
  if (message === undefined) return undefined;
  for (const pattern of MISSING_COLUMN) {
    const [, column] = pattern.exec(message) ?? [];
    if (column !== undefined) return invalid(`line ${placeOf(column, query)}: Column '${column}' does not exist`);
  }
  // Below its first lines DuckDB speaks of its own functions and shows the translated text.
  const [summary = message] = message.split(/\n\s*(?:\n|Candidate|LINE |Did you mean)/);
  return invalid(summary.trim());
}

/** `line:column` of the first mention of a name. */
export function placeOf(name: string, query: string): string {
  const at = query.toLowerCase().indexOf(name.toLowerCase());
  return position(query, Math.max(at, 0));
}
