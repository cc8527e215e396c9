import * as v from 'valibot';
import { ownValue } from '../execution/fields.ts';
import type { SubscriptionFilter, SubscriptionOperator, SubscriptionRule } from '../types.ts';

/** Says whether a subscription wants what a mutation gave. */
export type Matches = (value: unknown) => boolean;

const Scalar = v.union([v.string(), v.pipe(v.number(), v.finite()), v.boolean()]);
const Ordered = v.union([v.string(), v.pipe(v.number(), v.finite())]);
const FieldName = v.pipe(
  v.string(),
  v.maxLength(256, 'a field path has at most 256 characters'),
  v.check((name) => name.split('.').length <= 5, 'a field path has at most 5 levels'),
);

function rule<const O extends SubscriptionOperator, V extends v.GenericSchema>(operators: readonly O[], value: V) {
  return v.object({ fieldName: FieldName, operator: v.picklist(operators), value });
}

const list = (limit: number) => v.pipe(v.array(Scalar), v.minLength(1), v.maxLength(limit, `at most ${limit} values`));

/** Source: Extensions (operators and their limits), Defining enhanced subscriptions filters. */
const Rule = v.variant('operator', [
  rule(['eq', 'ne', 'contains', 'notContains'], Scalar),
  rule(['le', 'lt', 'ge', 'gt'], Ordered),
  rule(['beginsWith'], v.string()),
  rule(['in', 'notIn'], list(5)),
  rule(['containsAny'], list(20)),
  rule(['between'], v.strictTuple([Ordered, Ordered])),
]);
type Rule = v.InferOutput<typeof Rule>;

const Filter = v.object({
  filterGroup: v.pipe(
    v.array(v.object({ filters: v.pipe(v.array(Rule), v.minLength(1)) })),
    v.minLength(1),
    v.maxLength(10, 'a filter has at most 10 groups'),
  ),
});

/** Why a filter is not one, in words; `undefined` where it is one. */
export function filterProblem(filter: SubscriptionFilter): string | undefined {
  const parsed = v.safeParse(Filter, filter);
  if (parsed.success) return undefined;
  const [issue] = parsed.issues;
  return `Invalid subscription filter: ${v.getDotPath(issue) ?? 'filter'}: ${issue.message}`;
}

/**
 * An enhanced filter: one of its groups must hold, all rules of it. A field that is null or was not selected satisfies no rule,
 * not even a negative one.
 * @throws where {@link filterProblem} has something to say
 */
export function enhancedFilter(filter: SubscriptionFilter): Matches {
  const { filterGroup } = v.parse(Filter, filter);
  return (value) => filterGroup.some(({ filters }) => filters.every((each) => holds(each, at(value, each.fieldName))));
}

/** Basic filtering: every argument given equals the field of its name; null wants null. Source: Using subscription arguments. */
export function argumentFilter(args: Readonly<Record<string, unknown>>): Matches {
  const wanted = Object.entries(args);
  return (value) => wanted.every(([name, argument]) => isSame(argument ?? null, ownValue(value, name)));
}

function at(value: unknown, path: string): unknown {
  return path.split('.').reduce(ownValue, value);
}

function holds({ operator, value }: Rule, field: unknown): boolean {
  if (field === null || field === undefined) return false;
  switch (operator) {
    case 'eq':
      return field === value;
    case 'ne':
      return field !== value;
    case 'le':
    case 'lt':
    case 'ge':
    case 'gt':
      return compares(operator, order(field, value));
    case 'contains':
      return contains(field, value);
    case 'notContains':
      return !contains(field, value);
    case 'beginsWith':
      return typeof field === 'string' && field.startsWith(value);
    case 'in':
      return value.some((each) => each === field);
    case 'notIn':
      return !value.some((each) => each === field);
    case 'containsAny':
      return value.some((each) => contains(field, each));
    case 'between':
      return compares('ge', order(field, value[0])) && compares('le', order(field, value[1]));
  }
}

/** Negative, zero or positive; NaN where the two are not comparable, which no comparison accepts. */
function order(field: unknown, value: string | number): number {
  if (typeof field === 'number' && typeof value === 'number') return field - value;
  if (typeof field === 'string' && typeof value === 'string') return field < value ? -1 : field > value ? 1 : 0;
  return Number.NaN;
}

function compares(operator: 'le' | 'lt' | 'ge' | 'gt', difference: number): boolean {
  switch (operator) {
    case 'le':
      return difference <= 0;
    case 'lt':
      return difference < 0;
    case 'ge':
      return difference >= 0;
    case 'gt':
      return difference > 0;
  }
}

/** An element of a list, or a part of a string. */
function contains(field: unknown, value: SubscriptionRule['value']): boolean {
  if (Array.isArray(field)) return field.includes(value);
  return typeof field === 'string' && typeof value === 'string' && field.includes(value);
}

function isSame(left: unknown, right: unknown): boolean {
  if (typeof left !== 'object' || left === null || typeof right !== 'object' || right === null) return left === right;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length && keys.every((key) => isSame(ownValue(left, key), ownValue(right, key)))
  );
}
