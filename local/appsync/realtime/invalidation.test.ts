import { describe, expect, it } from 'vitest';
import type { FakeApi } from '../testing/api.ts';
import { coded, realtimeApis } from '../testing/realtime.ts';

const open = realtimeApis();

/** The example of "Unsubscribing WebSocket connections using filters in AWS AppSync". */
const api: FakeApi = {
  schema: `
    type User { userId: ID! groupId: ID! }
    type GroupMessage { userId: ID! groupId: ID! message: String! }
    type Mutation {
      createGroupMessage(userId: ID!, groupId: ID!, message: String!): GroupMessage
      removeUserFromGroup(userId: ID!, groupId: ID!): User
      removeOften(times: Int!): Int
    }
    type Subscription {
      onGroupMessageCreated(userId: ID!, groupId: ID!): GroupMessage @aws_subscribe(mutations: ["createGroupMessage"])
      onAnyMessage: GroupMessage @aws_subscribe(mutations: ["createGroupMessage"])
    }
    type Query { none: String }
  `,
  resolvers: {
    'Mutation.createGroupMessage': { request: (ctx) => ({ result: ctx.arguments }) },
    'Mutation.removeUserFromGroup': coded(`
      import { extensions } from '@aws-appsync/utils';
      export function request(ctx) { return { payload: null }; }
      export function response(ctx) {
        const { userId, groupId } = ctx.args;
        extensions.invalidateSubscriptions({ subscriptionField: 'onGroupMessageCreated', payload: { userId, groupId } });
        return { userId, groupId };
      }
    `),
    'Mutation.removeOften': {
      response: (ctx) => ({
        result: 1,
        invalidations: Array.from({ length: Number(ctx.arguments.times) }, (_, index) => ({
          subscriptionField: 'onGroupMessageCreated',
          payload: { userId: `user-${index}`, groupId: 'group-1' },
        })),
      }),
    },
    'Subscription.onGroupMessageCreated': coded(`
      import { util, extensions } from '@aws-appsync/utils';
      export function request(ctx) { return { payload: null }; }
      export function response(ctx) {
        const filter = { groupId: { eq: ctx.args.groupId } };
        extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter(filter));
        const invalidation = { groupId: { eq: ctx.args.groupId }, userId: { eq: ctx.args.userId } };
        extensions.setSubscriptionInvalidationFilter(util.transform.toSubscriptionFilter(invalidation));
        return null;
      }
    `),
  },
};

const onMessage = (user: string, group: string) =>
  `subscription { onGroupMessageCreated(userId: "${user}", groupId: "${group}") { groupId message } }`;
const message = (group: string) =>
  `mutation { createGroupMessage(userId: "user-3", groupId: "${group}", message: "test message") { userId groupId message } }`;
const remove = (user: string, group: string) =>
  `mutation { removeUserFromGroup(userId: "${user}", groupId: "${group}") { userId } }`;

describe('an invalidation ("Unsubscribing WebSocket connections using filters")', () => {
  it('completes the subscriptions that it names, closes their connections, and leaves others alone', async () => {
    const { connect, authorization, mutate, server } = await open(api);
    const [a, b] = [await connect(), await connect()];
    await a.start('a', onMessage('user-1', 'group-1'), authorization);
    await b.start('b', onMessage('user-2', 'group-2'), authorization);
    await mutate(message('group-1'));
    expect(await a.next()).toMatchObject({
      type: 'data',
      payload: { data: { onGroupMessageCreated: { groupId: 'group-1' } } },
    });

    await mutate(remove('user-1', 'group-2'));
    await mutate(remove('user-1', 'group-1'));
    expect(await a.next()).toEqual({ type: 'complete', id: 'a' });
    expect(await a.closed).toBe(1000);
    await mutate(message('group-2'));
    expect(await b.next()).toMatchObject({ type: 'data', id: 'b' });
    expect(server.hub.size).toBe(1);
  });

  it('completes all that it names of a connection before that is closed, what else there is on it ending too', async () => {
    const { connect, authorization, mutate, server } = await open(api);
    const client = await connect();
    await client.start('a', onMessage('user-1', 'group-1'), authorization);
    await client.start('b', onMessage('user-2', 'group-1'), authorization);
    await client.start('other', 'subscription { onAnyMessage { message } }', authorization);
    await mutate('mutation { removeOften(times: 3) }');
    expect([await client.next(), await client.next()]).toEqual([
      { type: 'complete', id: 'a' },
      { type: 'complete', id: 'b' },
    ]);
    expect(await client.closed).toBe(1000);
    expect(server.hub.size).toBe(0);
  });

  it('ends nothing that set no invalidation filter', async () => {
    const { connect, authorization, mutate } = await open({
      ...api,
      resolvers: {
        ...api.resolvers,
        'Mutation.removeOften': {
          response: () => ({ result: 1, invalidations: [{ subscriptionField: 'onAnyMessage', payload: { a: 1 } }] }),
        },
      },
    });
    const client = await connect();
    await client.start('s1', 'subscription { onAnyMessage { message } }', authorization);
    await mutate('mutation { removeOften(times: 1) }');
    await mutate(message('group-1'));
    expect(await client.next()).toMatchObject({ type: 'data', id: 's1' });
  });

  it('is done at most five times by a request, and not at all beyond', async () => {
    const { connect, authorization, mutate } = await open(api);
    const client = await connect();
    await client.start('s1', onMessage('user-1', 'group-1'), authorization);
    expect(await mutate('mutation { removeOften(times: 6) }')).toMatchObject({ errors: [{}] });
    await mutate(message('group-1'));
    expect(await client.next()).toMatchObject({ type: 'data' });
    expect(await mutate('mutation { removeOften(times: 5) }')).toEqual({ data: { removeOften: 1 } });
    expect(await client.next()).toEqual({ type: 'complete', id: 's1' });
  });
});
