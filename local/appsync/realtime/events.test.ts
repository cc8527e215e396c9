import { describe, expect, it, vi } from 'vitest';
import { signedHeaders } from '../testing/callers.ts';
import type { FakeApi } from '../testing/api.ts';
import { realtimeApis } from '../testing/realtime.ts';

const resolvedChild = vi.fn(() => ({ result: { name: 'resolved' } }));

const api: FakeApi = {
  schema: `
    type Query { none: String }
    enum Priority { low high }
    interface Named { name: String }
    type Place implements Named { name: String country: String }
    type Ticket @aws_cognito_user_pools @aws_iam {
      id: ID!
      note: String
      tags: [String!]!
      priority: Priority
      details: AWSJSON
      history: [AWSJSON]
      place: Place
      named: Named
      secret: String @aws_iam
    }
    input TicketInput {
      id: ID! note: String tags: [String!] priority: Priority details: AWSJSON history: [AWSJSON] place: AWSJSON
    }
    type Mutation {
      publish(input: TicketInput!): Ticket @aws_cognito_user_pools @aws_iam
      close(input: TicketInput!): Ticket
      fail(input: TicketInput!): Ticket
      publishAll(inputs: [TicketInput!]!): [Ticket]
    }
    type Subscription {
      onTicket(id: ID): Ticket @aws_subscribe(mutations: ["publish", "close", "fail"])
      onTickets(id: ID): [Ticket] @aws_subscribe(mutations: ["publishAll", "publishAll"])
    }
  `,
  resolvers: {
    'Mutation.publish': { request: (ctx) => ({ result: { ...inputOf(ctx), secret: 's' } }) },
    'Mutation.close': { request: (ctx) => ({ result: inputOf(ctx) }) },
    'Mutation.fail': {
      request: (ctx) => ({
        result: inputOf(ctx),
        appendedErrors: [{ message: 'In part', errorType: 'Part', data: null, errorInfo: null }],
      }),
    },
    'Mutation.publishAll': { request: (ctx) => ({ result: ctx.arguments.inputs }) },
    'Place.country': { response: resolvedChild },
  },
};
const open = realtimeApis();

function inputOf({ arguments: { input } }: { arguments: Readonly<Record<string, unknown>> }) {
  const given = input as Record<string, unknown>;
  return { tags: [], named: { __typename: 'Place', name: 'n' }, ...given };
}

const PUBLISH = (selected: string, mutation = 'publish') =>
  `mutation ($input: TicketInput!) { ${mutation}(input: $input) { ${selected} } }`;

/** The payload of the first event of a subscription. */
async function eventOf(
  subscription: string,
  mutation: string,
  { input = {}, variables = {} }: { input?: object; variables?: object } = {},
): Promise<unknown> {
  const { connect, authorization, mutate } = await open(api);
  const client = await connect();
  expect(await client.start('s1', subscription, authorization, variables)).toMatchObject({ type: 'start_ack' });
  await mutate(mutation, { input: { id: 't1', ...input } });
  return (await client.next()).payload;
}

describe('an event holds what the mutation selected ("Using subscriptions for real-time data applications")', () => {
  it('and of that only what the subscription selects', async () => {
    expect(
      await eventOf('subscription { onTicket { note } }', PUBLISH('id note tags'), { input: { note: 'n' } }),
    ).toEqual({ data: { onTicket: { note: 'n' } } });
  });

  it('null is what the mutation did not select', async () => {
    expect(await eventOf('subscription { onTicket { id note } }', PUBLISH('id'), { input: { note: 'n' } })).toEqual({
      data: { onTicket: { id: 't1', note: null } },
    });
  });

  it('an error is what the mutation did not select and may not be null', async () => {
    expect(await eventOf('subscription { onTicket { id tags } }', PUBLISH('id'))).toEqual({
      data: { onTicket: null },
      errors: [
        {
          path: ['onTicket', 'tags'],
          locations: null,
          message: "Cannot return null for non-nullable type: 'null' within parent 'Ticket' (/onTicket/tags)",
        },
      ],
    });
  });

  it('no resolver runs for it', async () => {
    const input = { place: '{"name": "here", "country": "USA"}' };
    const subscription = 'subscription { onTicket { place { name country } } }';
    expect(await eventOf(subscription, PUBLISH('id place { name }'), { input })).toEqual({
      data: { onTicket: { place: { name: 'here', country: null } } },
    });
    expect(resolvedChild).not.toHaveBeenCalled();
  });

  it('by the names of the fields: an alias in the mutation hides one', async () => {
    expect(
      await eventOf('subscription { onTicket { id note } }', PUBLISH('id text: note'), { input: { note: 'n' } }),
    ).toEqual({ data: { onTicket: { id: 't1', note: null } } });
  });

  it('a mutation with an alias has none', async () => {
    const { connect, authorization, mutate } = await open(api);
    const client = await connect();
    await client.start('s1', 'subscription { onTicket { id } }', authorization);
    await mutate('mutation { renamed: publish(input: { id: "t1" }) { id } }');
    await mutate('mutation { publish(input: { id: "t2" }) { id } }');
    expect(await client.next()).toMatchObject({ payload: { data: { onTicket: { id: 't2' } } } });
  });
});

describe('an event is as the subscription asks for it', () => {
  const input = { note: 'n', priority: 'high', tags: ['a'] };

  it.each([
    ['aliases', 'subscription { event: onTicket { key: id text: note } }', { event: { key: 't1', text: 'n' } }],
    [
      'fragments',
      'subscription { onTicket { ...parts ... on Ticket { priority } } } fragment parts on Ticket { id note }',
      { onTicket: { id: 't1', note: 'n', priority: 'high' } },
    ],
    [
      '__typename',
      'subscription { onTicket { __typename tags } }',
      { onTicket: { __typename: 'Ticket', tags: ['a'] } },
    ],
    [
      'interfaces',
      'subscription { onTicket { named { __typename name } } }',
      { onTicket: { named: { __typename: 'Place', name: 'n' } } },
    ],
  ])('with %s', async (_, subscription, data) => {
    expect(await eventOf(subscription, PUBLISH('id note priority tags named { __typename name }'), { input })).toEqual({
      data,
    });
  });

  it('with @include and @skip, by its own variables', async () => {
    const { connect, authorization, mutate } = await open(api);
    const client = await connect();
    const query = 'subscription ($more: Boolean!, $id: ID) { onTicket(id: $id) { id note @include(if: $more) } }';
    await client.start('more', query, authorization, { more: true });
    await client.start('less', query, authorization, { more: false });
    await client.start('filtered', query, authorization, { more: false, id: 't1' });
    await mutate(PUBLISH('id note'), { input: { id: 't1', note: 'n' } });
    const events = await client.nextByIds(3);
    expect(events.get('more')).toEqual({ data: { onTicket: { id: 't1', note: 'n' } } });
    expect(events.get('less')).toEqual({ data: { onTicket: { id: 't1' } } });
    expect(events.get('filtered')).toEqual({ data: { onTicket: { id: 't1' } } });
  });

  it('with AWSJSON as text, once', async () => {
    const details = '{"a":[1,"b"]}';
    const subscription = 'subscription { onTicket { details history } }';
    const given = { details, history: ['1', '"x"', 'null'] };
    expect(await eventOf(subscription, PUBLISH('id details history'), { input: given })).toEqual({
      data: { onTicket: { details, history: ['1', '"x"', null] } },
    });
  });

  it("with what the subscriber may see, whatever the mutation's caller may", async () => {
    const { server, connect, authorization } = await open(api);
    const client = await connect();
    await client.start('s1', 'subscription { onTicket { note secret } }', authorization);
    const body = JSON.stringify({ query: 'mutation { publish(input: { id: "t1", note: "n" }) { note secret } }' });
    const headers = await signedHeaders(body, { host: server.host });
    const response = await fetch(`http://${server.host}/graphql`, { method: 'POST', headers, body });
    expect(await response.json()).toEqual({ data: { publish: { note: 'n', secret: 's' } } });
    expect(await client.next()).toMatchObject({
      payload: {
        data: { onTicket: { note: 'n', secret: null } },
        errors: [
          {
            path: ['onTicket', 'secret'],
            errorType: 'Unauthorized',
            message: 'Not Authorized to access secret on type Ticket',
          },
        ],
      },
    });
  });
});

describe('events', () => {
  it('come from each mutation that the field names, also from one that answers with errors', async () => {
    const { connect, authorization, mutate } = await open(api);
    const client = await connect();
    await client.start('s1', 'subscription { onTicket { id } }', authorization);
    for (const mutation of ['publish', 'close', 'fail']) {
      await mutate(PUBLISH('id', mutation), { input: { id: mutation } });
      expect(await client.next()).toMatchObject({ payload: { data: { onTicket: { id: mutation } } } });
    }
  });

  it('come once for each mutation of a request, in their order', async () => {
    const { connect, authorization, mutate } = await open(api);
    const client = await connect();
    await client.start('s1', 'subscription { onTicket { id } }', authorization);
    await mutate('mutation { close(input: { id: "1" }) { id } publish(input: { id: "2" }) { id } }');
    expect(await client.next()).toMatchObject({ payload: { data: { onTicket: { id: '1' } } } });
    expect(await client.next()).toMatchObject({ payload: { data: { onTicket: { id: '2' } } } });
  });

  it('come in the order of their mutations, to each subscription of a connection', async () => {
    const { connect, authorization, mutate } = await open(api);
    const client = await connect();
    const ids = Array.from({ length: 30 }, (_, index) => `t${index}`);
    await client.start('s1', 'subscription { onTicket { id } }', authorization);
    await client.start('s2', 'subscription { onTicket { id note } }', authorization);
    for (const id of ids) await mutate(PUBLISH('id'), { input: { id } });
    const received = new Map<string, unknown[]>([
      ['s1', []],
      ['s2', []],
    ]);
    for (let count = 0; count < 2 * ids.length; count++) {
      const { id = '', payload } = await client.next();
      received.get(id)?.push((payload as { data: { onTicket: { id: string } } }).data.onTicket.id);
    }
    expect([...received.values()]).toEqual([ids, ids]);
  });

  it('may be lists', async () => {
    const { connect, authorization, mutate } = await open(api);
    const client = await connect();
    await client.start('s1', 'subscription { onTickets { id } }', authorization);
    const query = 'mutation ($inputs: [TicketInput!]!) { publishAll(inputs: $inputs) { id } }';
    await mutate(query, { inputs: [{ id: 't1' }, { id: 't2' }] });
    expect(await client.next()).toMatchObject({ payload: { data: { onTickets: [{ id: 't1' }, { id: 't2' }] } } });
  });

  it('come once, though the field names its mutation twice', async () => {
    const { connect, authorization, mutate } = await open(api);
    const client = await connect();
    await client.start('s1', 'subscription { onTickets { id } }', authorization);
    for (const id of ['t1', 't2']) {
      await mutate(`mutation { publishAll(inputs: [{ id: "${id}" }]) { id } }`);
      expect(await client.next()).toMatchObject({ payload: { data: { onTickets: [{ id }] } } });
    }
  });

  it('of more than 240 KB are dropped (aws/aws-appsync-community issue 175)', async () => {
    const warn = vi.fn();
    const log = { info: () => undefined, warn, error: () => undefined };
    const { connect, authorization, mutate } = await open(api, { log });
    const client = await connect();
    const query = 'subscription { onTicket { id note } }';
    await client.start('s1', query, authorization);
    const overhead = JSON.stringify({ data: { onTicket: { id: 't1', note: '' } } }).length;
    for (const excess of [1, 0]) {
      const note = 'x'.repeat(240 * 1024 - overhead + excess);
      expect(await mutate(PUBLISH('id note'), { input: { id: `t${excess}`, note } })).not.toHaveProperty('errors');
    }
    expect(await client.next()).toMatchObject({ payload: { data: { onTicket: { id: 't0' } } } });
    expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('245761 bytes and is dropped'));
  });
});
