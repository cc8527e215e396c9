import type { HttpOperation, JsonCaller } from './json-service.ts';
import { findOperation } from './find-operation.ts';
import type { QueryOperations } from './query/query-service.ts';
import type { XmlContent, XmlElements } from './xml.ts';

/**
 * One operation of a service, whatever protocol it is asked by: its input unparsed; its answer with lists as arrays and times as `Date`s, or nothing.
 */
export type Operation = (input: unknown) => object | undefined | Promise<object | undefined>;
export type Operations = Readonly<Record<string, Operation>>;

/** Calls an operation in the same process. Rejects with {@link AwsError}. */
export function callerOf(operations: Operations): JsonCaller {
  return async (name, input) => (await findOperation(operations, name)(input)) ?? {};
}

/** For `jsonService`. Times are seconds since the epoch. Source: "AWS JSON 1.1 protocol", Smithy. */
export function asJsonOperations(operations: Operations): Readonly<Record<string, HttpOperation>> {
  return mapped(operations, (run) => async (input) => json((await run(input)) ?? {}));
}

/**
 * For `queryService`. Source: "AWS Query protocol", Smithy.
 * @param maps names of the members that are maps rather than structures, wherever they are
 */
export function asQueryOperations(operations: Operations, maps: readonly string[] = []): QueryOperations {
  return mapped(operations, (run) => async (input) => {
    const answer = await run(input);
    return answer && elements(answer, maps);
  });
}

function mapped<To>(operations: Operations, to: (run: Operation) => To): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(operations).map(([name, run]) => [name, to(run)]));
}

function json(value: object): object {
  return Object.fromEntries(Object.entries(value).map(([name, member]: [string, unknown]) => [name, jsonOf(member)]));
}

function jsonOf(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(jsonOf);
  return typeof value === 'object' && value !== null ? json(value) : value;
}

function elements(value: object, maps: readonly string[]): XmlElements {
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: [string, unknown]) => [name, content(name, member, maps)]),
  );
}

function content(name: string, value: unknown, maps: readonly string[]): XmlContent {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return { member: value.map((item) => content('member', item, maps)) };
  if (typeof value !== 'object') throw new TypeError(`${name} is a ${typeof value}, which XML has no form for`);
  if (!maps.includes(name)) return elements(value, maps);
  return {
    entry: Object.entries(value).map(([key, item]: [string, unknown]) => ({ key, value: content(key, item, maps) })),
  };
}
