import { describe, expect, it } from 'vitest';
import type { ResolverArtifact } from '../artifacts.ts';
import { findUnfilteredSubscriptions } from './subscription-filters.ts';

const SCHEMA = `
  enum Kind { A B }
  input Near { place: String!, meters: Float! }
  type Query { any: String }
  type Subscription { onAny(ids: [ID!], kind: Kind!, near: Near): String }
`;

/** A subscription whose response handler has `body`; `organization` is that of the caller's token. */
function problemsOf(body: string, request = 'return {};', kind: ResolverArtifact['kind'] = 'PIPELINE'): string[] {
  const code = `import { extensions, runtime, util } from '@aws-appsync/utils';
export function request(ctx) { ${request} }
export function response(ctx) {
  const organization = ctx.identity.claims.organization_id;
  const { ids, kind, near } = ctx.args;
  ${body}
  return null;
}`;
  const resolver: ResolverArtifact =
    kind === 'UNIT' ? { kind, dataSource: 'none', code } : { kind, functions: [], code };
  return findUnfilteredSubscriptions({ schema: SCHEMA, resolvers: { 'Subscription.onAny': resolver } });
}
const filter = (expression: string) =>
  `extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter(${expression}));`;

describe('a subscription', () => {
  it.each([
    filter('{ organizationId: { eq: organization } }'),
    filter('{ organizationId: { eq: organization }, kind: { eq: kind } }'),
    filter('{ organizationId: { eq: organization }, or: [{ kind: { eq: kind } }, { a: { eq: 1 } }] }'),
    `if (ids && near) { ${filter('{ organizationId: { eq: organization }, ids: { containsAny: ids }, p: { eq: near.place } }')} }
     else { ${filter('{ organizationId: { eq: organization } }')} }`,
  ])('that is bound to the organization is let through: %s', (body) => {
    expect(problemsOf(body)).toEqual([]);
    expect(problemsOf(body, 'return {};', 'UNIT')).toEqual([]);
  });

  it.each([
    ['', 'sets no subscription filter'],
    [filter('{ kind: { eq: kind } }'), 'has a group without'],
    [filter('{ organizationId: { ne: organization } }'), 'has a group without'],
    [filter('{ organizationId: { eq: kind } }'), 'has a group without'],
    [filter("{ organizationId: { eq: 'x' } }"), 'has a group without'],
    [filter('{ or: [{ organizationId: { eq: organization } }, { kind: { eq: kind } }] }'), 'has a group without'],
    ['util.error("no");', 'its response handler fails: no'],
  ])('that is not is refused: %s', (body, problem) => {
    expect(problemsOf(body)).toEqual([expect.stringContaining(problem)]);
  });

  it.each([
    ['with an argument', `if (!ids) { ${filter('{ organizationId: { eq: organization } }')} }`],
    ['without an argument', `if (ids) { ${filter('{ organizationId: { eq: organization } }')} }`],
    ['with null', `if (ids !== null) { ${filter('{ organizationId: { eq: organization } }')} }`],
  ])('that is not bound %s is refused', (_, body) => {
    expect(problemsOf(body)).toHaveLength(1);
  });

  it('whose request handler ends early is refused, as its response may not run', () => {
    const bound = filter('{ organizationId: { eq: organization } }');
    expect(problemsOf(bound, 'runtime.earlyReturn(null);', 'UNIT')).toEqual([
      expect.stringContaining('its request handler ends early'),
    ]);
  });

  it('without a resolver is refused', () => {
    expect(findUnfilteredSubscriptions({ schema: SCHEMA, resolvers: {} })).toEqual([
      'Subscription.onAny has no resolver, so that it delivers everything to everybody',
    ]);
  });
});
