import { describe, expect, it } from 'vitest';
import { respond, run } from '../../testing/evaluate.ts';

const filter = (rules: string) => `{ filterGroup: [{ filters: [${rules}] }] }`;
const rule = "{ fieldName: 'severity', operator: 'le', value: 3 }";

describe('extensions of subscriptions ("Extensions")', () => {
  it('set the filters of a subscription', () => {
    const groups = `{ filterGroup: [{ filters: [{ fieldName: 'userId', operator: 'eq', value: 1 }] },
      { filters: [{ fieldName: 'group', operator: 'in', value: ['Admin', 'Developer'] }] }] }`;
    const evaluation = respond(
      `extensions.setSubscriptionFilter(${groups}); extensions.setSubscriptionInvalidationFilter(${filter(rule)});`,
      'Subscription',
    );
    expect(evaluation.error).toBeUndefined();
    expect(evaluation.subscriptionFilter).toEqual({
      filterGroup: [
        { filters: [{ fieldName: 'userId', operator: 'eq', value: 1 }] },
        { filters: [{ fieldName: 'group', operator: 'in', value: ['Admin', 'Developer'] }] },
      ],
    });
    expect(evaluation.subscriptionInvalidationFilter).toEqual({
      filterGroup: [{ filters: [{ fieldName: 'severity', operator: 'le', value: 3 }] }],
    });
  });

  const invalidation = "{ subscriptionField: 'onUserDelete', payload: { group: 'Developer', type: 'Full-Time' } }";

  it('invalidate from a mutation', () => {
    expect(respond(`extensions.invalidateSubscriptions(${invalidation});`, 'Mutation').invalidations).toEqual([
      { subscriptionField: 'onUserDelete', payload: { group: 'Developer', type: 'Full-Time' } },
    ]);
  });

  it('invalidate at most five times', () => {
    const one = `extensions.invalidateSubscriptions(${invalidation});`;
    expect(respond(one.repeat(5), 'Mutation').error).toBeUndefined();
    expect(respond(one.repeat(6), 'Mutation').error?.message).toContain('at most 5');
  });

  it.each([
    [`setSubscriptionFilter(${filter(rule)})`, 'Mutation', 'a subscription'],
    [`setSubscriptionInvalidationFilter(${filter(rule)})`, 'Query', 'a subscription'],
    [`invalidateSubscriptions(${invalidation})`, 'Query', 'a mutation'],
    [`invalidateSubscriptions(${invalidation})`, 'Subscription', 'a mutation'],
  ])('%s is refused in the response of a %s', (call, typeName, place) => {
    expect(respond(`extensions.${call};`, typeName).error?.message).toContain(
      `works only in the response handler of ${place}`,
    );
  });

  it.each([`setSubscriptionFilter(${filter(rule)})`, `invalidateSubscriptions(${invalidation})`])(
    '%s is refused in a request handler',
    (call) => {
      expect(run(`extensions.${call};`).error?.message).toContain('works only in the response handler of a');
    },
  );

  it.each([
    [filter("{ fieldName: 'a', operator: 'like', value: 1 }"), 'operator'],
    [filter("{ fieldName: 'a', operator: 'gte', value: 1 }"), 'operator'],
    [filter("{ fieldName: 'a', operator: 'in', value: 1 }"), 'takes a list'],
    [filter("{ fieldName: 'a', operator: 'in', value: [1, 2, 3, 4, 5, 6] }"), 'at most 5 values'],
    [`{ filters: [] }`, 'filterGroup'],
  ])('refuse the filter %s', (text, message) => {
    const { error, subscriptionFilter } = respond(`extensions.setSubscriptionFilter(${text});`, 'Subscription');
    expect(error?.message).toContain(message);
    expect(subscriptionFilter).toBeUndefined();
  });
});

describe('extensions.evictFromApiCache ("Extensions"), where an API has no cache', () => {
  const evict =
    "extensions.evictFromApiCache('Query', 'allClasses', { 'context.arguments.semester': 'a' }); return null;";

  it('has nothing to remove', () => {
    expect(respond(evict, 'Mutation')).toMatchObject({ result: null, appendedErrors: [] });
  });

  it('works in mutations only', () => {
    expect(respond(evict, 'Query').error?.message).toContain('works in mutations only');
  });

  it.each(["'Query', 'a'", "'Query', {}", '{}', "'Query', 'a', 'b'"])('refuses (%s)', (args) => {
    expect(respond(`extensions.evictFromApiCache(${args});`, 'Mutation').error).toMatchObject({ errorType: 'Code' });
  });
});
