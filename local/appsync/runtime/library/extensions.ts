import * as v from 'valibot';
import { MAX_INVALIDATIONS } from '../../quotas.ts';
import type { SubscriptionFilter } from '../../types.ts';
import { LibraryError, type Run } from '../run.ts';
import { anyRecord, read } from './arguments.ts';

/** "Extensions" and "Enhanced subscription filtering": operators, and how many values they take. */
const operators = [
  'eq',
  'ne',
  'le',
  'lt',
  'ge',
  'gt',
  'contains',
  'notContains',
  'beginsWith',
  'in',
  'notIn',
  'between',
  'containsAny',
] as const;
const MAXIMUM_VALUES: Readonly<Record<string, number>> = { in: 5, notIn: 5, between: 2, containsAny: 20 };

const rule = v.pipe(
  v.object({ fieldName: v.string(), operator: v.picklist(operators), value: v.unknown() }),
  v.check(({ operator, value }) => !(operator in MAXIMUM_VALUES) || Array.isArray(value), 'The operator takes a list'),
  v.check(
    ({ operator, value }) => !Array.isArray(value) || value.length <= (MAXIMUM_VALUES[operator] ?? Infinity),
    ({ input: { operator } }) => `${operator} takes at most ${MAXIMUM_VALUES[operator] ?? 0} values`,
  ),
);
const filter = v.object({ filterGroup: v.array(v.object({ filters: v.array(rule) })) });
const invalidation = v.object({ subscriptionField: v.string(), payload: anyRecord });

const typeAndField = v.tuple([v.string(), v.string(), anyRecord]);

export const extensions = {
  setSubscriptionFilter: (run: Run, value: unknown): void => {
    const name = 'extensions.setSubscriptionFilter';
    requirePlace(name, run, 'Subscription');
    run.subscriptionFilter = readFilter(name, value);
  },
  setSubscriptionInvalidationFilter: (run: Run, value: unknown): void => {
    const name = 'extensions.setSubscriptionInvalidationFilter';
    requirePlace(name, run, 'Subscription');
    run.subscriptionInvalidationFilter = readFilter(name, value);
  },
  invalidateSubscriptions: (run: Run, value: unknown): void => {
    const name = 'extensions.invalidateSubscriptions';
    requirePlace(name, run, 'Mutation');
    if (run.invalidations.length === MAX_INVALIDATIONS) {
      throw new LibraryError(`${name}: at most ${MAX_INVALIDATIONS} in a request`);
    }
    run.invalidations.push(read(name, invalidation, value));
  },
  /** An API here has no cache, so that there is nothing to remove. */
  evictFromApiCache: (run: Run, ...values: readonly unknown[]): void => {
    const name = 'extensions.evictFromApiCache';
    read(name, typeAndField, values);
    if (run.context.info.parentTypeName !== 'Mutation') throw new LibraryError(`${name}: works in mutations only`);
  },
};

/** "Extensions": where each may be called. A call elsewhere would be lost without a word. */
function requirePlace(name: string, { handler, context }: Run, parentTypeName: string): void {
  if (handler === 'response' && context.info.parentTypeName === parentTypeName) return;
  throw new LibraryError(`${name}: works only in the response handler of a ${parentTypeName.toLowerCase()}`);
}

function readFilter(name: string, value: unknown): SubscriptionFilter {
  return read(name, filter, value);
}
