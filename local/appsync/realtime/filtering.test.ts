import { describe, expect, it } from 'vitest';
import type { FakeApi } from '../testing/api.ts';
import { coded, realtimeApis } from '../testing/realtime.ts';

const open = realtimeApis();

const TICKET = `
  type Query { none: String }
  enum Priority { none lowest low medium high highest }
  type Address { country: String }
  type Location { address: Address }
  type Ticket {
    id: ID! severity: Int weight: Float isOpen: Boolean content: String priority: Priority category: String group: String status: String
    createdAt: AWSDateTime at: AWSTimestamp seats: [Int] location: Location point: Point
  }
  type Point { x: Int y: Int }
  input PointInput { x: Int y: Int }
  input TicketInput {
    id: ID! severity: Int weight: Float isOpen: Boolean content: String priority: Priority category: String group: String status: String
    createdAt: AWSDateTime at: AWSTimestamp seats: [Int] location: AWSJSON point: PointInput
  }
  type Mutation { createTicket(input: TicketInput!): Ticket createTickets(inputs: [TicketInput!]!): [Ticket] }
`;
const ALL =
  'id severity weight isOpen content priority category group status createdAt at seats location { address { country } } point { x y }';
const resolvers: FakeApi['resolvers'] = {
  'Mutation.createTicket': { request: (ctx) => ({ result: ctx.arguments.input }) },
  'Mutation.createTickets': { request: (ctx) => ({ result: ctx.arguments.inputs }) },
};

/** The ids of the tickets that a subscription gets, of all that are created. Each ticket's own is its id. */
async function received(
  api: FakeApi,
  { query, variables }: { query: string; variables?: object },
  { tickets, selected = ALL }: { tickets: readonly object[]; selected?: string },
): Promise<unknown> {
  const { connect, authorization, mutate } = await open({ ...api, resolvers: { ...resolvers, ...api.resolvers } });
  const client = await connect();
  const started = await client.start('s1', query, authorization, variables);
  if (started.type === 'error') return started.payload;
  await client.start('all', 'subscription { onAll { id } }', authorization);
  const ids: string[] = [];
  for (const [index, ticket] of tickets.entries()) {
    const input = { id: String(index), ...ticket };
    const answer = await mutate(`mutation ($input: TicketInput!) { createTicket(input: $input) { ${selected} } }`, {
      input,
    });
    expect(answer).not.toHaveProperty('errors');
    // The subscription to all events says when the other one has had its own.
    for (;;) {
      const { id } = await client.next();
      if (id === 'all') break;
      ids.push(input.id);
    }
  }
  return ids;
}

describe('basic filtering ("Using subscription arguments")', () => {
  const api: FakeApi = {
    schema: `${TICKET}
      type Subscription {
        onTicket(
          id: ID severity: Int weight: Float isOpen: Boolean content: String priority: Priority group: String status: String
          createdAt: AWSDateTime at: AWSTimestamp seats: [Int] point: PointInput
        ): Ticket @aws_subscribe(mutations: ["createTicket"])
        onDefault(status: String = "new"): Ticket @aws_subscribe(mutations: ["createTicket"])
        onAll: Ticket @aws_subscribe(mutations: ["createTicket"])
      }`,
  };
  const subscribing = (args: string) => ({ query: `subscription { onTicket${args} { id } }` });

  it('without arguments is for everything', async () => {
    expect(await received(api, subscribing(''), { tickets: [{ severity: 1 }, {}] })).toEqual(['0', '1']);
  });

  it.each<[string, object, object]>([
    ['(id: "1")', { id: '1' }, { id: '2' }],
    ['(severity: 7)', { severity: 7 }, { severity: 8 }],
    ['(weight: 1)', { weight: 1 }, { weight: 1.5 }],
    ['(isOpen: false)', { isOpen: false }, {}],
    ['(content: "a")', { content: 'a' }, { content: 'A' }],
    ['(priority: high)', { priority: 'high' }, { priority: 'highest' }],
    [
      '(createdAt: "2026-01-02T03:04:05Z")',
      { createdAt: '2026-01-02T03:04:05Z' },
      { createdAt: '2026-01-02T03:04:06Z' },
    ],
    ['(at: 1)', { at: 1 }, { at: 2 }],
    ['(seats: [1, 2])', { seats: [1, 2] }, { seats: [2, 1] }],
    ['(point: { x: 1, y: 2 })', { point: { x: 1, y: 2 } }, { point: { x: 1 } }],
    ['(severity: 7, status: "new")', { severity: 7, status: 'new' }, { severity: 7, status: 'old' }],
    ['(group: null)', {}, { group: 'a' }],
    ['(group: null)', { group: null }, { group: '' }],
  ])('%s is for %j and not for %j', async (args, wanted, other) => {
    expect(await received(api, subscribing(args), { tickets: [other, wanted].map(withId) })).toEqual([
      'id' in wanted ? wanted.id : '1',
    ]);
    function withId(ticket: object, index: number) {
      return { id: String(index), ...ticket };
    }
  });

  it('by variables is as by literals, and one that is left out filters nothing', async () => {
    const query = 'subscription ($g: String, $s: String) { onTicket(group: $g, status: $s) { id } }';
    const tickets = [{ group: 'a' }, { group: 'a', status: 'new' }, { group: 'b' }];
    expect(await received(api, { query, variables: { g: 'a' } }, { tickets })).toEqual(['0', '1']);
    expect(await received(api, { query, variables: { g: 'a', s: null } }, { tickets })).toEqual(['0']);
    expect(await received(api, { query, variables: {} }, { tickets })).toEqual(['0', '1', '2']);
  });

  it("by an argument's default value is as by a value given", async () => {
    const tickets = [{ status: 'new' }, { status: 'old' }];
    expect(await received(api, { query: 'subscription { onDefault { id } }' }, { tickets })).toEqual(['0']);
  });

  it('sees only what the mutation selects', async () => {
    const tickets = [{ severity: 7 }];
    expect(await received(api, subscribing('(severity: 7)'), { tickets, selected: 'id' })).toEqual([]);
    expect(await received(api, subscribing('(severity: null)'), { tickets, selected: 'id' })).toEqual(['0']);
    expect(await received(api, subscribing('(severity: 7)'), { tickets, selected: 'id other: severity' })).toEqual([]);
  });
});

describe('enhanced filtering ("Defining enhanced subscriptions filters")', () => {
  const filtering = (filter: string): FakeApi => ({
    schema: `${TICKET}
      type Subscription {
        onTicket(group: String, filter: String): Ticket @aws_subscribe(mutations: ["createTicket"])
        onTickets: [Ticket] @aws_subscribe(mutations: ["createTickets"])
        onAll: Ticket @aws_subscribe(mutations: ["createTicket"])
        onAllTickets: [Ticket] @aws_subscribe(mutations: ["createTickets"])
      }`,
    resolvers: {
      ...resolvers,
      ...Object.fromEntries(
        ['Subscription.onTicket', 'Subscription.onTickets'].map((field) => [
          field,
          coded(`
            import { util, extensions } from '@aws-appsync/utils';
            export function request(ctx) { return { payload: null }; }
            export function response(ctx) { ${filter} return null; }
          `),
        ]),
      ),
    },
  });
  const setting = (filter: string) =>
    filtering(`extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter(${filter}));`);
  const raw = (groups: string) => filtering(`extensions.setSubscriptionFilter({ filterGroup: ${groups} });`);
  const ON_TICKET = { query: 'subscription { onTicket { id } }' };

  const IMPORTANT = `{
    or: [
      { severity: { ge: 7 }, priority: { in: ['high', 'medium'] } },
      { category: { eq: 'security' }, group: { in: ['admin', 'operators'] } },
      { 'location.address.country': { eq: 'USA' } },
    ],
  }`;
  it('takes the tickets of its example', async () => {
    const tickets = [
      { severity: 7, priority: 'high' },
      { severity: 8, priority: 'medium' },
      { severity: 7, priority: 'low' },
      { severity: 6, priority: 'high' },
      { category: 'security', group: 'admin' },
      { category: 'Security', group: 'admin' },
      { category: 'security', group: 'operators', severity: 1 },
      { location: '{"address":{"country":"USA"}}' },
      { location: '{"address":{"country":"FR"}}' },
      { location: '{"address":null}' },
    ];
    expect(await received(setting(IMPORTANT), ON_TICKET, { tickets })).toEqual(['0', '1', '4', '6', '7']);
  });

  it('by arguments of the subscription, which filter nothing by themselves', async () => {
    const api = setting("{ group: { eq: ctx.args.group }, status: { eq: 'pending' } }");
    const tickets = [{ group: 'aws', status: 'pending' }, { group: 'aws' }, { group: 'b', status: 'pending' }];
    const query = 'subscription { onTicket(group: "aws") { id } }';
    expect(await received(api, { query }, { tickets })).toEqual(['0']);
    expect(await received(setting("{ status: { eq: 'pending' } }"), { query }, { tickets })).toEqual(['0', '2']);
  });

  it("by a client's own filter", async () => {
    const api = setting('JSON.parse(ctx.args.filter)');
    const query = 'subscription ($filter: String) { onTicket(filter: $filter) { id } }';
    const tickets = [{ severity: 2 }, { severity: 3 }];
    expect(await received(api, { query, variables: { filter: '{"severity":{"le":2}}' } }, { tickets })).toEqual(['0']);
  });

  it('sees only what the mutation selects, and what it does not see satisfies no rule', async () => {
    const tickets = [{ group: 'b', status: 'pending' }];
    for (const rule of ["{ group: { ne: 'a' } }", "{ group: { notIn: ['a'] } }", "{ group: { notContains: 'a' } }"]) {
      expect(await received(setting(rule), ON_TICKET, { tickets })).toEqual(['0']);
      expect(await received(setting(rule), ON_TICKET, { tickets, selected: 'id' })).toEqual([]);
    }
  });

  it('ignores what is a list as a whole', async () => {
    const { connect, authorization, mutate } = await open(
      raw("[{ filters: [{ fieldName: 'id', operator: 'eq', value: '1' }] }]"),
    );
    const client = await connect();
    await client.start('s1', 'subscription { onTickets { id } }', authorization);
    await client.start('all', 'subscription { onAllTickets { id } }', authorization);
    await mutate('mutation { createTickets(inputs: [{ id: "1" }]) { id } }');
    await mutate('mutation { createTickets(inputs: [{ id: "2" }]) { id } }');
    expect([(await client.next()).id, (await client.next()).id]).toEqual(['all', 'all']);
  });

  it.each([
    [
      'a field twice in one filter',
      "[{ filters: [{ fieldName: 'severity', operator: 'ge', value: 1 }, { fieldName: 'severity', operator: 'le', value: 5 }] }]",
      'subscription filter uses same fieldName multiple time.',
    ],
    [
      'six fields in one filter',
      "[{ filters: [1, 2, 3, 4, 5, 6].map((n) => ({ fieldName: `f${n}`, operator: 'eq', value: 1 })) }]",
      'Filters exceed maximum attributes limit 5 for subscription.',
    ],
    [
      'eleven filters',
      "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((n) => ({ filters: [{ fieldName: 'severity', operator: 'eq', value: n }] }))",
      'Filters combination exceed maximum limit 10 for subscription.',
    ],
    ['no filter', '[]', 'subscription filter is empty.'],
    [
      'a value that the operator does not take',
      "[{ filters: [{ fieldName: 'seats', operator: 'containsAny', value: [] }] }]",
      'subscription filter has invalid filter value for operator `containsAny`.',
    ],
  ])('refuses %s when the subscription is started', async (_, groups, message) => {
    expect(await received(raw(groups), ON_TICKET, { tickets: [] })).toEqual({ errors: [{ message, errorCode: 400 }] });
  });

  it('refuses an invalidation filter as well', async () => {
    const api = filtering('extensions.setSubscriptionInvalidationFilter({ filterGroup: [] });');
    expect(await received(api, ON_TICKET, { tickets: [] })).toMatchObject({ errors: [{ errorCode: 400 }] });
  });
});
