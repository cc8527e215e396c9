import { escapeWildcards } from '../../shared/wildcard.ts';
import { comparisonOf } from './conditions.ts';
import type { Statement } from './document.ts';

/** All that is known of a request: what condition keys and policy variables stand for, by their name. A key that there is not has no values. */
export type Context = (name: string) => readonly string[] | undefined;

const VARIABLE = /\$\{([^}]*)\}/g;

/**
 * A pattern with its policy variables replaced; `undefined` where one stands for nothing, or for several values.
 * Source: IAM User Guide, "IAM policy elements: Variables and tags".
 */
export function expand(context: Context, pattern: string): string | undefined {
  const isSpecial = (name: string): boolean => /^[*?$]$/.test(name);
  const variables = [...pattern.matchAll(VARIABLE)].map(([, name = '']) => name);
  if (!variables.every((name) => isSpecial(name) || context(name)?.length === 1)) return undefined;
  return pattern.replace(VARIABLE, (variable, name: string) =>
    isSpecial(name) ? variable : escapeWildcards(context(name)?.[0] ?? ''),
  );
}

/** Whether operators of a condition are among those that {@link holdIn} knows. */
export const isComparable = (operator: string): boolean => operator === 'Null' || comparisonOf(operator) !== undefined;

/**
 * Whether the conditions of a statement hold, all of them.
 * Source: IAM User Guide, "IAM JSON policy elements: Condition operators"; "Multivalued context keys".
 */
export function holdIn(context: Context, conditions: Statement['Condition']): boolean {
  return Object.entries(conditions).every(([operator, byKey]) =>
    Object.entries(byKey).every(([key, wanted]) => {
      const expanded = wanted.map((each) => expand(context, each));
      const patterns = expanded.filter((pattern) => pattern !== undefined);
      return patterns.length === expanded.length && holds(operator, context(key), patterns);
    }),
  );
}

function holds(operator: string, values: readonly string[] | undefined, wanted: readonly string[]): boolean {
  if (operator === 'Null') return wanted.includes(String(values === undefined));
  const comparison = comparisonOf(operator);
  if (!comparison) return false;
  const matches = (value: string): boolean => wanted.some((each) => comparison.is(value, each)) !== comparison.negated;
  if (values === undefined && operator.endsWith('IfExists')) return true;
  if (operator.startsWith('ForAllValues:')) return (values ?? []).every(matches);
  if (operator.startsWith('ForAnyValue:')) return (values ?? []).some(matches);
  // A key that is not there is equal to nothing.
  return values === undefined ? comparison.negated : values.some(matches);
}
