import { describe, expect, it } from 'vitest';
import type { FakeApi } from '../testing/api.ts';
import { realtimeApis } from '../testing/realtime.ts';

const open = realtimeApis();

function version(
  batch: string,
  subscription = 'onBatch(organization: ID): Batch @aws_subscribe(mutations: ["publish"])',
): FakeApi {
  return {
    schema: `
      type Query { none: String }
      type Mutation { publish(organization: ID!, note: String, level: Int): Batch other: Batch }
      type Batch { ${batch} }
      type Subscription { ${subscription} keep: Batch @aws_subscribe(mutations: ["publish", "other"]) }
    `,
    resolvers: {
      'Mutation.publish': { request: (ctx) => ({ result: ctx.arguments }) },
      'Subscription.onFiltered': {
        response: () => ({
          result: null,
          subscriptionFilter: {
            filterGroup: [{ filters: [{ fieldName: 'organization', operator: 'eq', value: 'o1' }] }],
          },
        }),
      },
    },
  };
}
const first = version('organization: ID! note: String');
const ON_BATCH = 'subscription ($o: ID) { onBatch(organization: $o) { organization note } }';
const publish = (organization: string, selected = 'organization note') =>
  `mutation { publish(organization: "${organization}", note: "5") { ${selected} } }`;

/** Of a promise, what settles it: node 20 has no `Promise.withResolvers`. */
function gateway(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return {
    opened,
    open: () => {
      open();
    },
  };
}

describe('a change of the API', () => {
  it('leaves open subscriptions open, with the new definition of what they select', async () => {
    const { server, connect, authorization, mutate } = await open(first);
    const client = await connect();
    await client.start('s1', ON_BATCH, authorization, { o: 'o1' });
    server.change(version('organization: ID! note: AWSJSON level: Int'));
    await mutate(publish('o2'));
    await mutate(publish('o1'));
    expect(await client.next()).toEqual({
      id: 's1',
      type: 'data',
      payload: { data: { onBatch: { organization: 'o1', note: '"5"' } } },
    });
    server.change(version('organization: ID! note: String!'));
    await mutate(publish('o1', 'organization'));
    expect(await client.next()).toMatchObject({
      payload: { data: { onBatch: null }, errors: [{ path: ['onBatch', 'note'] }] },
    });
    expect(server.hub.size).toBe(1);
  });

  it.each<[string, FakeApi, string]>([
    [
      'the field',
      version('organization: ID! note: String', 'onOther: Batch @aws_subscribe(mutations: ["publish"])'),
      'FieldUndefined',
    ],
    ['what it selects', version('organization: ID!'), 'FieldUndefined'],
    [
      'its argument',
      version('organization: ID! note: String', 'onBatch: Batch @aws_subscribe(mutations: ["publish"])'),
      'UnknownArgument',
    ],
    [
      'the right to it',
      version(
        'organization: ID! note: String',
        'onBatch(organization: ID): Batch @aws_subscribe(mutations: ["publish"]) @aws_iam',
      ),
      'Not Authorized to access onBatch on type Subscription',
    ],
  ])('that takes away %s ends a subscription with an error that says so, and no other', async (_, changed, message) => {
    const { server, connect, authorization, mutate } = await open(first);
    const client = await connect();
    await client.start('s1', ON_BATCH, authorization);
    await client.start('kept', 'subscription { keep { organization } }', authorization);
    server.change(changed);
    expect(await client.next()).toEqual({
      id: 's1',
      type: 'error',
      payload: { errors: [expect.objectContaining({ message: expect.stringContaining(message) as string })] },
    });
    await mutate(publish('o1', 'organization'));
    expect(await client.next()).toMatchObject({ id: 'kept', type: 'data' });
    expect(server.hub.size).toBe(1);
    await client.send({ type: 'stop', id: 'kept' });
    await client.next();
    server.change(first);
    expect(await client.start('s1', ON_BATCH, authorization)).toEqual({ id: 's1', type: 'start_ack' });
  });

  it('leaves the filter that a resolver set when the subscription was started', async () => {
    const field = 'onFiltered: Batch @aws_subscribe(mutations: ["publish"])';
    const { server, connect, authorization, mutate } = await open(version('organization: ID! note: String', field));
    const client = await connect();
    await client.start('s1', 'subscription { onFiltered { organization } }', authorization);
    const changed = version('organization: ID! note: String', field);
    server.change({ ...changed, resolvers: { ...changed.resolvers, 'Subscription.onFiltered': {} } });
    await mutate(publish('o2'));
    await mutate(publish('o1'));
    expect(await client.next()).toMatchObject({ payload: { data: { onFiltered: { organization: 'o1' } } } });
  });

  it('while a subscription starts is a change of that one too', async () => {
    const field = (rights = '') => `onSlow: Batch @aws_subscribe(mutations: ["publish"]) ${rights}`;
    const { server, connect, authorization } = await open(version('organization: ID! note: String', field()));
    const changes = [
      version('organization: ID!', field()),
      version('organization: ID! note: String', field('@aws_iam')),
    ];
    for (const changed of changes) {
      const gate = gateway();
      const asked = gateway();
      const dataSources = {
        echo: {
          invoke: async () => {
            asked.open();
            await gate.opened;
            return { result: null };
          },
        },
      };
      const slow = version('organization: ID! note: String', field());
      server.change({ ...slow, dataSources, resolvers: { ...slow.resolvers, 'Subscription.onSlow': {} } });
      const client = await connect();
      const answer = client.start('s1', 'subscription { onSlow { organization note } }', authorization);
      await asked.opened;
      server.change(changed);
      gate.open();
      expect(await answer).toMatchObject({ id: 's1', type: 'error' });
      expect(server.hub.size).toBe(0);
    }
  });

  it('takes other mutations and other triggers at once', async () => {
    const { server, connect, authorization, mutate } = await open(first);
    const client = await connect();
    await client.start('s1', ON_BATCH, authorization);
    server.change(
      version(
        'organization: ID! note: String',
        'onBatch(organization: ID): Batch @aws_subscribe(mutations: ["other"])',
      ),
    );
    await client.start('kept', 'subscription { keep { organization } }', authorization);
    await mutate(publish('o1'));
    expect(await client.next()).toMatchObject({ id: 'kept' });
  });
});
