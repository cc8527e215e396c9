import * as v from 'valibot';
import type { SubscriptionFilter } from '../../types.ts';
import { LibraryError, notSupported, type Run } from '../run.ts';
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
const MAXIMUM_INVALIDATIONS = 5;

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

export const extensions = {
  setSubscriptionFilter: (run: Run, value: unknown): void => {
    run.subscriptionFilter = readFilter('extensions.setSubscriptionFilter', value);
  },
  setSubscriptionInvalidationFilter: (run: Run, value: unknown): void => {
    run.subscriptionInvalidationFilter = readFilter('extensions.setSubscriptionInvalidationFilter', value);
  },
  invalidateSubscriptions: (run: Run, value: unknown): void => {
    if (run.invalidations.length === MAXIMUM_INVALIDATIONS) {
      throw new LibraryError(`extensions.invalidateSubscriptions: at most ${MAXIMUM_INVALIDATIONS} in a request`);
    }
    run.invalidations.push(read('extensions.invalidateSubscriptions', invalidation, value));
  },
  evictFromApiCache: notSupported('extensions.evictFromApiCache'),
};

function readFilter(name: string, value: unknown): SubscriptionFilter {
  return read(name, filter, value);
}
