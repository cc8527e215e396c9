import type { DuckDBConnection } from '@duckdb/node-api';
import * as v from 'valibot';
import type { JsonOperation } from '../shared/json-service.ts';
import type { Statement } from './dialect/compile.ts';
import { authoredFailure } from './dialect/failures.ts';
import { invalid, parseInput } from './errors.ts';
import { wireType } from './result-format.ts';
import type { Engine } from './storage/engine.ts';

const prepareInput = v.object({
  QueryString: v.pipe(v.string(), v.minLength(1)),
  ValidateOnly: v.optional(v.boolean()),
});

type Prepare = (select: string, connection: DuckDBConnection) => Promise<Statement>;

/** PrepareQuery: what a query would answer, without running it. Parameters such as `@device` are refused, as the types of theirs are not told. */
export function prepareQuery(engine: Engine, prepare: Prepare): JsonOperation {
  return async (input) => {
    const { QueryString: query, ValidateOnly } = parseInput(prepareInput, input);
    if (ValidateOnly !== true) throw invalid('PrepareQuery is supported with ValidateOnly only');
    const connection = await engine.connect();
    try {
      return { QueryString: query, Columns: await columnsOf(query, connection, prepare), Parameters: [] };
    } catch (error) {
      throw authoredFailure(error, query) ?? error;
    } finally {
      connection.closeSync();
    }
  };
}

async function columnsOf(query: string, connection: DuckDBConnection, prepare: Prepare): Promise<object[]> {
  const statement = await prepare(query, connection);
  const prepared = await connection.prepare(statement.sql);
  try {
    const indexes = Array.from({ length: prepared.columnCount }, (_, index) => index);
    const names = statement.names(indexes.map((index) => prepared.columnName(index)));
    const columns = statement.columns(prepared.columnCount);
    return indexes.map((index) => ({
      Name: names[index],
      Type: wireType(prepared.columnType(index)),
      ...columns[index],
    }));
  } finally {
    prepared.destroySync();
  }
}
