import * as v from 'valibot';
import type { SubscriptionFilter, SubscriptionOperator, SubscriptionRule } from '../types.ts';
import type { FrameError } from './protocol.ts';

/**
 * What an enhanced filter may be. Source: Extensions (operators, possible value types, exceptions). A problem is worded as AppSync words it
 * where reports show that: amplify-category-api issues 740 and 2547, amplify-flutter issue 6142, the DataStore of amplify-js.
 */
const MAX_GROUPS = 10;
const MAX_FIELDS = 5;
const MAX_LEVELS = 5;
const MAX_CHARACTERS = 256;
const MAX_VALUES: ReadonlyMap<string, number> = new Map([
  ['in', 5],
  ['notIn', 5],
  ['containsAny', 20],
]);

const Text = v.string();
const Finite = v.pipe(v.number(), v.finite());
const Plain = v.union([Text, Finite]);
const Plains = v.pipe(v.array(Plain), v.minLength(1));

function rule<const O extends SubscriptionOperator, V extends v.GenericSchema>(operators: readonly O[], value: V) {
  return v.object({ fieldName: v.string(), operator: v.picklist(operators), value });
}

const Rule = v.variant('operator', [
  rule(['eq', 'ne'], v.union([Text, Finite, v.boolean()])),
  rule(['le', 'lt', 'ge', 'gt', 'contains', 'notContains'], Plain),
  rule(['beginsWith'], Text),
  rule(['in', 'notIn', 'containsAny'], Plains),
  rule(['between'], v.union([v.strictTuple([Finite, Finite]), v.strictTuple([Text, Text])])),
]);
export type Rule = v.InferOutput<typeof Rule>;
const OPERATORS: ReadonlySet<string> = new Set(Rule.options.flatMap(({ entries }) => entries.operator.options));

/** Rules that hold together, of groups one of which must hold. */
export type Groups = readonly (readonly Rule[])[];

/** A filter that AppSync takes, or why it does not. */
type ReadFilter = { groups: Groups; problem?: never } | { groups?: never; problem: FrameError };

export function readFilter({ filterGroup }: SubscriptionFilter): ReadFilter {
  const groups: Rule[][] = [];
  for (const { filters } of filterGroup) {
    const rules: Rule[] = [];
    for (const each of filters) {
      const problem = ruleProblem(each);
      if (problem !== undefined) return { problem: badFilter(problem) };
      rules.push(v.parse(Rule, each));
    }
    groups.push(rules);
  }
  const problem = groupsProblem(groups);
  return problem === undefined ? { groups } : { problem: badFilter(problem) };
}

/** Basic filtering is by at most as many arguments as an enhanced filter has fields. */
export function argumentsProblem(args: Readonly<Record<string, unknown>>): FrameError | undefined {
  return Object.keys(args).length > MAX_FIELDS ? badFilter(TOO_MANY_FIELDS) : undefined;
}

const TOO_MANY_FIELDS = `Filters exceed maximum attributes limit ${MAX_FIELDS} for subscription.`;

const badFilter = (message: string): FrameError => ({ message, errorCode: 400 });

function ruleProblem({ fieldName, operator, value }: SubscriptionRule): string | undefined {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const limit = MAX_VALUES.get(operator);
  if (limit !== undefined && values.length > limit)
    return `subscription exceeds maximum value limit ${limit} for operator \`${operator}\`.`;
  if (!OPERATORS.has(operator)) return `subscription filter has unknown operator \`${operator}\`.`;
  if (!v.is(Rule, { fieldName, operator, value }))
    return `subscription filter has invalid filter value for operator \`${operator}\`.`;
  if (fieldName.split('.').length > MAX_LEVELS)
    return `subscription filter goes more than ${MAX_LEVELS} levels deep with fieldName \`${fieldName}\`.`;
  if ([fieldName, ...values].some((text) => typeof text === 'string' && text.length > MAX_CHARACTERS))
    return `subscription filter has a string of more than ${MAX_CHARACTERS} characters for operator \`${operator}\`.`;
  return undefined;
}

function groupsProblem(groups: Groups): string | undefined {
  if (groups.length === 0 || groups.some((rules) => rules.length === 0)) return 'subscription filter is empty.';
  for (const rules of groups) {
    const fields = new Set(rules.map(({ fieldName }) => fieldName));
    if (fields.size < rules.length) return 'subscription filter uses same fieldName multiple time.';
    if (fields.size > MAX_FIELDS) return TOO_MANY_FIELDS;
  }
  const combinations = groups.reduce((sum, rules) => sum + rules.reduce((product, each) => product * ways(each), 1), 0);
  return combinations > MAX_GROUPS
    ? `Filters combination exceed maximum limit ${MAX_GROUPS} for subscription.`
    : undefined;
}

/** `in` counts as so many filters as it has values: AppSync takes it apart. */
function ways(each: Rule): number {
  return each.operator === 'in' ? each.value.length : 1;
}
