import * as v from 'valibot';

/** A parameter's value, or what is below it. */
export type FormValue = string | { readonly [name: string]: FormValue };

interface Node {
  value: string;
  children: Map<string, Node>;
}

/** The nested parameters of a form, as `Destination.ToAddresses.member.1=ada@example.com`. Source: "AWS Query protocol", Smithy. */
export function parseForm(form: string): FormValue {
  const root: Node = { value: '', children: new Map() };
  for (const [path, value] of new URLSearchParams(form)) {
    let node = root;
    for (const name of path.split('.')) {
      const child = node.children.get(name) ?? { value: '', children: new Map() };
      node.children.set(name, child);
      node = child;
    }
    node.value = value;
  }
  return valueOf(root);
}

function valueOf({ value, children }: Node): FormValue {
  if (children.size === 0) return value;
  return Object.fromEntries([...children].map(([name, child]) => [name, valueOf(child)]));
}

/** What a caller in the same process gives, as a form would have it: its numbers and booleans are texts, and what is undefined is left out. */
export function asForm(input: unknown): unknown {
  if (typeof input === 'number' || typeof input === 'boolean') return String(input);
  if (Array.isArray(input)) return input.map(asForm);
  if (typeof input !== 'object' || input === null) return input;
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, asForm(value)]));
}

const numbered = v.object({ member: v.record(v.pipe(v.string(), v.digits()), v.unknown()) });

/** A list, whose items are numbered `member`s; a parameter without a value is an empty one. An array is itself, for callers in the same process. */
export function members<Output>(item: v.GenericSchema<unknown, Output>): v.GenericSchema<unknown, Output[]> {
  return v.pipe(
    v.optional(v.union([v.literal(''), numbered, v.array(v.unknown())]), ''),
    v.transform((list): unknown => {
      if (list === '') return [];
      if (Array.isArray(list)) return list;
      const items = Object.entries(list.member).sort(([a], [b]) => Number(a) - Number(b));
      return items.map(([, value]) => value);
    }),
    v.array(item),
  );
}
