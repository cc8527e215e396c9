import * as v from 'valibot';
import { LibraryError } from '../run.ts';
import { anyRecord, read } from './arguments.ts';

interface Rule {
  fieldName: string;
  operator: string;
  value: unknown;
}
/** OR of ANDs: the disjunctive normal form, in which AppSync wants filters. */
type Groups = Rule[][];

const NAME = 'util.transform.toSubscriptionFilter';
const ALWAYS: Groups = [[]];
const MAXIMUM_GROUPS = 1_000;

/**
 * `util.transform.toSubscriptionFilter` ("Transformation helpers in $util.transform", which has the rules and the examples):
 * fields, "and" and "or" are joined by AND, several operators of one field by OR, and of the strict rules one must hold.
 * @param ignored names of fields that do not count in `filter`
 */
export function toSubscriptionFilter(filter: unknown, ignored: unknown, rules: unknown) {
  const names = read(NAME, v.nullish(v.array(v.string()), []), ignored);
  const strict = Object.entries(read(NAME, v.nullish(anyRecord, {}), rules)).flatMap(([fieldName, conditions]) =>
    strictRule(fieldName, conditions),
  );
  const groups = all([groupsOf(read(NAME, anyRecord, filter), names) ?? ALWAYS, strict.length > 0 ? strict : ALWAYS]);
  return { filterGroup: groups.filter((filters) => filters.length > 0).map((filters) => ({ filters })) };
}

/** `undefined` where all fields are ignored. */
function groupsOf(filter: Readonly<Record<string, unknown>>, ignored: readonly string[]): Groups | undefined {
  const parts: Groups[] = [];
  for (const [name, value] of Object.entries(filter)) {
    const part = name === 'and' || name === 'or' ? joined(name, value, ignored) : fieldGroups(name, value, ignored);
    if (part) parts.push(part);
  }
  return parts.length > 0 ? all(parts) : undefined;
}

function joined(name: 'and' | 'or', value: unknown, ignored: readonly string[]): Groups | undefined {
  const parts = read(`${NAME}: ${name}`, v.array(anyRecord), value)
    .map((part) => groupsOf(part, ignored))
    .filter((part) => part !== undefined);
  if (parts.length === 0) return undefined;
  return name === 'and' ? all(parts) : parts.flat();
}

function fieldGroups(fieldName: string, value: unknown, ignored: readonly string[]): Groups | undefined {
  return ignored.includes(fieldName) ? undefined : anyOperator(fieldName, value);
}

function anyOperator(fieldName: string, value: unknown): Groups {
  const operators = Object.entries(read(`${NAME}: ${fieldName}`, anyRecord, value));
  if (operators.length === 0) throw new LibraryError(`${NAME}: ${fieldName} has no operator`);
  return operators.map(([operator, operand]) => [{ fieldName, operator, value: operand }]);
}

/** Strict rules have one operator a field, and neither "and" nor "or". */
function strictRule(fieldName: string, conditions: unknown): Groups {
  if (fieldName === 'and' || fieldName === 'or') throw new LibraryError(`${NAME}: rules take no ${fieldName}`);
  const groups = anyOperator(fieldName, conditions);
  if (groups.length > 1) throw new LibraryError(`${NAME}: rules take one operator for ${fieldName}`);
  return groups;
}

/** Every way to take one group of each part. */
function all(parts: readonly Groups[]): Groups {
  const groups = parts.reduce(
    (left, right) => left.flatMap((first) => right.map((second) => [...first, ...second])),
    ALWAYS,
  );
  if (groups.length > MAXIMUM_GROUPS)
    throw new LibraryError(`${NAME}: the filter has more than ${MAXIMUM_GROUPS} groups`);
  return groups;
}
