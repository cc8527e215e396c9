import type { DuckDBConnection } from '@duckdb/node-api';
import { invalid } from '../errors.ts';
import { aliasUses } from './aliases.ts';
import { check } from './check.ts';
import type { TableCheck } from './check.ts';
import { placeOf } from './failures.ts';
import { rewrite } from './rewrite/rewrite.ts';
import { selectColumns } from './select-columns.ts';
import type { SelectColumn } from './select-columns.ts';
import { outputNames } from './names.ts';
import { syntaxError } from './tokens.ts';
import { translate } from './translate.ts';
import { readTree, writeTree } from './tree.ts';
import type { TreeNode } from './tree.ts';

export interface Statement {
  /** What DuckDB runs. */
  readonly sql: string;
  /** The names of the result's columns. */
  names(found: readonly string[]): string[];
  /** Where the result's columns, of that number, come from. */
  columns(width: number): SelectColumn[];
}

/** "Quotas" in the Timestream Developer Guide. */
const MAX_QUERY_BYTES = 256 * 1024;

/**
 * Makes of a query in Timestream's dialect what DuckDB runs. Rejects with ValidationException what is no SELECT, or has anything that
 * Timestream, or this stand-in, does not know.
 * @param connection parses; nothing of the query runs on it
 */
export async function compile(query: string, connection: DuckDBConnection, checkTable: TableCheck): Promise<Statement> {
  if (Buffer.byteLength(query) > MAX_QUERY_BYTES) throw invalid(`The query is longer than ${MAX_QUERY_BYTES} bytes`);
  const { sql, origin } = translate(query);
  const parsed = readTree(
    await scalar(connection, 'SELECT CAST(json_serialize_sql(CAST($1 AS VARCHAR)) AS VARCHAR)', sql),
  );
  if ('problem' in parsed) {
    if (parsed.offset === undefined) throw invalid(parsed.problem);
    throw syntaxError(query, origin(characterOffset(sql, parsed.offset)));
  }
  check(parsed.node, checkTable);
  const exact = rewrite(parsed.node);
  for (const { name, probe } of aliasUses(exact ?? parsed.node))
    if (!(await canRun(connection, probe)))
      throw invalid(`line ${placeOf(name, query)}: Column '${name}' does not exist`);
  return {
    sql: exact ? await sqlOf(connection, exact) : sql,
    names: (found) => outputNames(parsed.node, found),
    columns: (width) => selectColumns(parsed.node, width),
  };
}

async function canRun(connection: DuckDBConnection, node: TreeNode): Promise<boolean> {
  try {
    const prepared = await connection.prepare(await sqlOf(connection, node));
    prepared.destroySync();
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Binder Error')) return false;
    throw error;
  }
}

function sqlOf(connection: DuckDBConnection, node: TreeNode): Promise<string> {
  return scalar(connection, 'SELECT json_deserialize_sql(CAST($1 AS JSON))', writeTree(node));
}

async function scalar(connection: DuckDBConnection, sql: string, argument: string): Promise<string> {
  const [row] = (await connection.runAndReadAll(sql, [argument])).getRows();
  const [value] = row ?? [];
  if (typeof value !== 'string') throw new TypeError('Expected text of the database');
  return value;
}

function characterOffset(sql: string, byteOffset: number): number {
  return Buffer.from(sql).subarray(0, byteOffset).toString().length;
}
