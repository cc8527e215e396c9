import { randomUUID } from 'node:crypto';
import * as v from 'valibot';

/** DuckDB's syntax tree, as `json_serialize_sql` gives it. */
export type Tree = null | boolean | number | string | readonly Tree[] | TreeNode;
export interface TreeNode {
  readonly [member: string]: Tree;
}

const tree: v.GenericSchema<Tree> = v.lazy(() =>
  v.union([v.null(), v.boolean(), v.number(), v.string(), v.array(tree), v.record(v.string(), tree)]),
);

const serialized = v.pipe(
  v.string(),
  v.parseJson(),
  v.union([
    v.object({ error: v.literal(false), statements: v.array(v.object({ node: v.record(v.string(), tree) })) }),
    v.object({ error: v.literal(true), error_message: v.string(), position: v.optional(v.string()) }),
  ]),
);

export type Parsed = { readonly node: TreeNode } | { readonly problem: string; readonly offset: number | undefined };

// JSON numbers of more than 15 digits are 64-bit integers, which JavaScript would round: they travel as marked strings. In a JSON
// string the quote before the colon would be escaped, so only values are met.
const MARK = `int-${randomUUID()}:`;
const LONG_INTEGER = /(?<!\\)":(-?\d{16,})(?=[,}\]])/g;
const MARKED_INTEGER = new RegExp(`"${MARK}(-?\\d+)"`, 'g');

/** Reads what `json_serialize_sql` answered for exactly one statement. */
export function readTree(json: string): Parsed {
  const result = v.parse(serialized, json.replaceAll(LONG_INTEGER, `":"${MARK}$1"`));
  if (result.error) {
    const offset = result.position === undefined ? undefined : Number(result.position);
    return { problem: result.error_message, offset };
  }
  const [statement, second] = result.statements;
  if (!statement || second) return { problem: 'Expected exactly one statement', offset: undefined };
  return { node: statement.node };
}

/** The JSON that `json_deserialize_sql` reads. */
export function writeTree(node: TreeNode): string {
  const json = JSON.stringify({ error: false, statements: [{ node, named_param_map: [] }] });
  return json.replaceAll(MARKED_INTEGER, '$1');
}

export function isNode(value: Tree | undefined): value is TreeNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a node holds at `path`; `undefined` where there is no such member. */
export function at(value: Tree | undefined, ...path: readonly string[]): Tree | undefined {
  return path.reduce<Tree | undefined>((inner, member) => (isNode(inner) ? inner[member] : undefined), value);
}

export function text(value: Tree | undefined): string {
  return typeof value === 'string' ? value : '';
}

function isList(value: Tree | undefined): value is readonly Tree[] {
  return Array.isArray(value);
}

export function list(value: Tree | undefined): readonly Tree[] {
  return isList(value) ? value : [];
}
