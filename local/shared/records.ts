import * as v from 'valibot';
import { openLevel } from './level.ts';
import { Turns } from './turns.ts';

/** Resources of one kind by key, in memory and on disk. */
export interface Collection<Value> {
  get(key: string): Value | undefined;
  has(key: string): boolean;
  /** In the order of their keys. @param prefix of the keys; all unless given */
  list(prefix?: string): Value[];
  /** The keys, in their order. */
  keys(prefix?: string): string[];
  /** In no order that is promised: for looking at all, where there are many. */
  values(): IterableIterator<Value>;
  /** Resolves when it would survive the process. */
  put(key: string, value: Value): Promise<void>;
  /** @returns whether it was there */
  delete(key: string): Promise<boolean>;
}

export type Collections<Schemas extends Readonly<Record<string, v.GenericSchema>>> = {
  readonly [Name in keyof Schemas]: Collection<v.InferOutput<Schemas[Name]>>;
};

/**
 * Opens the resources of a service, which are few: all are in memory, and every change is on disk when it resolves. What is read sees a change from
 * the moment that it was asked for, and cannot be changed itself: it may be part of an answer.
 * @param directory made if it is missing
 * @param schemas by the names of the kinds, which have no `/`; their output must be what JSON can hold, and what they take themselves
 * @throws FolderInUse; or an Error that names what on disk is not as its schema says
 */
export async function openRecords<const Schemas extends Readonly<Record<string, v.GenericSchema>>>(
  directory: string,
  schemas: Schemas,
): Promise<{ records: Collections<Schemas>; close: () => Promise<void> }> {
  const level = await openLevel<unknown>(directory, 'json');
  // Of two changes of one key the later one must be the one on disk.
  const turns = new Turns();
  const byName = new Map(Object.keys(schemas).map((name) => [name, new Map<string, unknown>()]));
  for await (const [path, value] of level.iterator()) {
    const at = path.indexOf('/');
    const name = path.slice(0, at);
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    const parsed = schema && v.safeParse(schema, value);
    if (!parsed?.success) {
      await level.close();
      throw new Error(`${directory} has a ${path} that this version cannot read. Remove the folder to start anew.`);
    }
    byName.get(name)?.set(path.slice(at + 1), frozenCopy(parsed.output));
  }

  function collection(name: string): Collection<unknown> {
    const values = byName.get(name) ?? new Map<string, unknown>();
    const keys = (prefix = ''): string[] => [...values.keys()].filter((key) => key.startsWith(prefix)).sort();
    return {
      get: (key) => values.get(key),
      has: (key) => values.has(key),
      list: (prefix) => keys(prefix).map((key) => values.get(key)),
      keys,
      values: () => values.values(),
      async put(key, value) {
        values.set(key, frozenCopy(value));
        await turns.take(() => level.put(`${name}/${key}`, value));
      },
      async delete(key) {
        const found = values.delete(key);
        if (found) await turns.take(() => level.del(`${name}/${key}`));
        return found;
      },
    };
  }

  const entries = Object.keys(schemas).map((name) => [name, collection(name)]);
  return {
    // The mapped type has the schema's output at each name, which nothing but its own parse puts there.
    records: Object.fromEntries(entries) as Collections<Schemas>,
    close: () => turns.take(() => level.close()),
  };
}

function frozenCopy(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]: [string, unknown]) => [name, frozenCopy(member)]);
  return Object.freeze(Object.fromEntries(members));
}
