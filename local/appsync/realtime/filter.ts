import { ownValue } from '../execution/fields.ts';
import type { Groups, Rule } from './filter-rules.ts';

/** Says whether a subscription wants what a mutation gave. */
export type Matches = (value: unknown) => boolean;

export interface EventFilter {
  /** Filters with the same key want the same events. */
  key: string;
  /** What holds of everything that matches: fields, by their path, that equal a scalar. Whatever else there is in the filter may not hold. */
  equalities: readonly Equality[];
  matches: Matches;
}

export interface Equality {
  path: string;
  value: Scalar;
}
export type Scalar = string | number | boolean;

/**
 * Enhanced filtering: one group must hold, all rules of it. A field that is null or was not selected satisfies no rule, not even a negative one,
 * and what is a list as a whole is never wanted. Source: Extensions; Defining enhanced subscriptions filters (additional restrictions).
 */
export function enhancedFilter(groups: Groups): EventFilter {
  const [first = []] = groups;
  return {
    key: JSON.stringify(groups),
    equalities: groups.length === 1 ? first.flatMap(equalityOf) : [],
    matches: (value) => !Array.isArray(value) && groups.some((rules) => rules.every((each) => holdsIn(value, each))),
  };
}

/** Basic filtering: every argument given equals the field of its name; null wants null. Source: Using subscription arguments. */
export function argumentFilter(args: Readonly<Record<string, unknown>>): EventFilter {
  const wanted = Object.entries(args);
  return {
    key: JSON.stringify({ args }),
    equalities: wanted.flatMap(([path, value]) => (isScalar(value) ? [{ path, value }] : [])),
    matches: (value) => wanted.every(([name, argument]) => isSame(argument ?? null, ownValue(value, name))),
  };
}

/** Whether an invalidation's payload satisfies a filter: by the same logic as an event's. */
export const invalidationFilter = (groups: Groups): Matches => enhancedFilter(groups).matches;

/** The value at a path such as `location.address.country`; `null` where there is none. */
export function at(value: unknown, path: string): unknown {
  return path.includes('.') ? path.split('.').reduce(ownValue, value) : ownValue(value, path);
}

export function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function equalityOf({ fieldName: path, operator, value }: Rule): Equality[] {
  return operator === 'eq' ? [{ path, value }] : [];
}

function holdsIn(value: unknown, each: Rule): boolean {
  const field = at(value, each.fieldName);
  return field !== null && field !== undefined && holds(each, field);
}

function holds({ operator, value }: Rule, field: unknown): boolean {
  switch (operator) {
    case 'eq':
      return field === value;
    case 'ne':
      return field !== value;
    case 'le':
      return order(field, value) <= 0;
    case 'lt':
      return order(field, value) < 0;
    case 'ge':
      return order(field, value) >= 0;
    case 'gt':
      return order(field, value) > 0;
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
      return value.some((each) => elements(field).includes(each));
    case 'between':
      // The documented example takes 2, 3 and 4 for the pair of 1 and 5.
      return order(field, value[0]) > 0 && order(field, value[1]) < 0;
  }
}

/** Negative, zero or positive; NaN where the two are not comparable, which no comparison accepts. */
function order(field: unknown, value: string | number): number {
  if (typeof field === 'number' && typeof value === 'number') return field - value;
  if (typeof field === 'string' && typeof value === 'string') return field < value ? -1 : field > value ? 1 : 0;
  return Number.NaN;
}

/** A part of a string, an element of a list, or a single item itself. */
function contains(field: unknown, value: string | number): boolean {
  if (typeof field === 'string' && typeof value === 'string') return field.includes(value);
  return elements(field).includes(value);
}

function elements(field: unknown): readonly unknown[] {
  return Array.isArray(field) ? field : [field];
}

function isSame(left: unknown, right: unknown): boolean {
  if (typeof left !== 'object' || left === null || typeof right !== 'object' || right === null) return left === right;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length && keys.every((key) => isSame(ownValue(left, key), ownValue(right, key)))
  );
}
