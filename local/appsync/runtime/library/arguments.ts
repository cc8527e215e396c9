import * as v from 'valibot';
import { LibraryError } from '../run.ts';

/** Reads an argument of a library function. @throws {LibraryError} that names the function and what it takes */
export function read<Schema extends v.GenericSchema>(
  name: string,
  schema: Schema,
  value: unknown,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  throw new LibraryError(`${name}: ${path === null ? '' : `${path}: `}${issue.message}`);
}

export function readString(name: string, value: unknown): string {
  return read(name, v.string(), value);
}

export function readNumber(name: string, value: unknown): number {
  return read(name, v.number(), value);
}

/** An object with members of any name: `v.record` leaves out those that are called `constructor` and the like. */
export const anyRecord = v.custom<Readonly<Record<string, unknown>>>(isObject, 'Expected an object');

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether an argument was left out: JSON brings `undefined` as `null`. */
export function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}
