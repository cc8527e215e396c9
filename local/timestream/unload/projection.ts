import type { DuckDBType } from '@duckdb/node-api';
import { invalid } from '../errors.ts';
import { identifier, literal } from '../storage/sql.ts';
import { csvField, mayClash } from './csv.ts';
import type { UnloadOptions } from './options.ts';
import { conversionsOf } from './text.ts';

/** What of a query's result goes into the files, as SQL. */
export interface Projection {
  readonly from: string;
  readonly columns: readonly string[];
  /** The names of `columns` in the result. */
  readonly names: readonly string[];
  /** The text of a row's folder below `results/`. */
  readonly partition: string | undefined;
}

interface Column {
  readonly name: string;
  readonly typed: string;
  readonly text: string;
  readonly isText: boolean;
}

/** Throws ValidationException for types that cannot be exported, and where the columns of `partitioned_by` are not the last ones. */
export function project(
  sql: string,
  names: readonly string[],
  types: readonly DuckDBType[],
  { csv, partitionedBy }: UnloadOptions,
): Projection {
  const columns = types.map((type, index) => columnOf(type, index, names[index] ?? ''));
  const kept = columns.length - partitionedBy.length;
  const partitions = columns.slice(kept);
  if (partitionedBy.some((name, index) => partitions[index]?.name !== name))
    throw invalid('The columns of partitioned_by must be the last ones of the SELECT, in the same order');
  if (kept < 1) throw invalid('UNLOAD needs a column that is not in partitioned_by');
  const fields = columns.slice(0, kept).map(({ name, typed, text, isText }) => {
    if (!csv) return `${typed} AS ${identifier(name)}`;
    return isText || mayClash(csv) ? csvField(text, csv) : text;
  });
  return {
    from: `(${sql}) AS ts_unload(${columns.map((_, index) => place(index)).join(', ')})`,
    columns: fields,
    names: names.slice(0, kept),
    partition:
      partitions.length === 0
        ? undefined
        : partitions.map(({ name, text }) => `${literal(`${name}=`)} || ${text} || '/'`).join(' || '),
  };
}

function columnOf(type: DuckDBType, index: number, name: string): Column {
  const conversions = conversionsOf(type);
  const typed = conversions.typed(place(index));
  return { name, typed, text: conversions.text(typed), isText: conversions.isText };
}

function place(index: number): string {
  return `c${index}`;
}
