import { METRIC_NAME, ULID } from '../../names.ts';
import type { Nanoseconds } from '../../time.ts';
import { isStorable } from '../../time.ts';

/**
 * The parts of SQL text that come from elsewhere. Timestream has no bind parameters, so each is checked against a strict pattern before it
 * is quoted. All throw RangeError where a part is not what it must be: the caller has to have checked it.
 */

/** A database and a table in it, from configuration. */
export interface TableName {
  database: string;
  table: string;
}

/** The measures that the table already has a column for: Timestream makes one with the first record that has it. */
export interface MeasureColumns {
  value: boolean;
  text: boolean;
}

export function table(name: TableName): string {
  return `${identifier(name.database)}.${identifier(name.table)}`;
}

function identifier(name: string): string {
  return `"${checked(name, /^[A-Za-z0-9_.-]{3,256}$/, 'database or table')}"`;
}

export function id(value: string): string {
  return quoted(checked(value, ULID, 'id'));
}

export function metricName(value: string): string {
  return quoted(checked(value, METRIC_NAME, 'metric'));
}

export function instant(time: Nanoseconds): string {
  if (!isStorable(time)) throw new RangeError(`${time.toString()} ns is not a time that a reading can have`);
  return `from_nanoseconds(${time.toString()})`;
}

/** A duration of whole seconds. */
export function duration(length: Nanoseconds): string {
  if (length <= 0n || length % 1_000_000_000n !== 0n)
    throw new RangeError(`${length.toString()} ns is not a duration of whole seconds`);
  return secondsLong(Number(length / 1_000_000_000n));
}

/** A whole number of seconds, as a duration. */
export function secondsLong(seconds: number): string {
  return `parse_duration('${count(seconds)}s')`;
}

/** A duration of whole milliseconds. */
export function millisecondsLong(length: Nanoseconds): string {
  if (length <= 0n || length % 1_000_000n !== 0n)
    throw new RangeError(`${length.toString()} ns is not a duration of whole milliseconds`);
  return `parse_duration('${count(Number(length / 1_000_000n))}ms')`;
}

export function count(value: number): string {
  if (!Number.isSafeInteger(value) || value < 1) throw new RangeError(`${value} is not a count`);
  return value.toString();
}

/** The column of a measure, or nulls of its type where the table has no such column yet. */
export function measure(name: keyof MeasureColumns, columns: MeasureColumns): string {
  if (columns[name]) return name;
  return `CAST(NULL AS ${name === 'value' ? 'double' : 'varchar'})`;
}

/** `text` as it is where it matches `pattern`. */
export function checked(text: string, pattern: RegExp, what: string): string {
  if (!pattern.test(text)) throw new RangeError(`${JSON.stringify(text)} is not a ${what}`);
  return text;
}

export function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
