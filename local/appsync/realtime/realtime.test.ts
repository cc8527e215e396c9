import { afterEach, describe, expect, it } from 'vitest';
import { signedHeaders } from '../testing/callers.ts';
import { testServer } from '../testing/server.ts';
import type { Client, TestServer } from '../testing/server.ts';
import type { FakeApi } from '../testing/api.ts';

/** Lets the resolver of `onSlow` go on. */
let release: () => void = () => undefined;

const api: FakeApi = {
  schema: `
    type Query { none: String }
    type Batch @aws_cognito_user_pools @aws_iam { organization: ID! deviceIds: [ID!]! note: String secret: String @aws_iam }
    type Mutation {
      publish(organization: ID!, note: String, deviceIds: [ID!] = []): Batch @aws_cognito_user_pools @aws_iam
      remove(id: ID!): ID
    }
    type Subscription {
      onBatch(organization: ID, note: String): Batch @aws_subscribe(mutations: ["publish"])
      onFiltered(deviceIds: [ID!]): Batch @aws_subscribe(mutations: ["publish"])
      onSlow: Batch @aws_subscribe(mutations: ["publish"])
      onRefused: Batch @aws_subscribe(mutations: ["publish"])
      onAdmin: Batch @aws_subscribe(mutations: ["publish"]) @aws_cognito_user_pools(cognito_groups: ["ADMINISTRATOR"])
    }
  `,
  dataSources: {
    gate: {
      invoke: async () => {
        await new Promise<void>((resolve) => (release = resolve));
        return { result: null };
      },
    },
  },
  resolvers: {
    'Subscription.onSlow': { kind: 'UNIT', dataSource: 'gate', code: '' },
    'Mutation.publish': { request: (ctx) => ({ result: { ...ctx.arguments, secret: 's' } }) },
    'Mutation.remove': {
      response: (ctx) => ({
        result: ctx.arguments.id,
        invalidations: [{ subscriptionField: 'onFiltered', payload: { id: ctx.arguments.id } }],
      }),
    },
    'Subscription.onFiltered': {
      response: (ctx) => ({
        result: null,
        subscriptionFilter: {
          filterGroup: [
            {
              filters: [
                { fieldName: 'organization', operator: 'eq', value: 'o1' },
                ...(ctx.arguments.deviceIds
                  ? [{ fieldName: 'deviceIds', operator: 'containsAny' as const, value: ctx.arguments.deviceIds }]
                  : []),
              ],
            },
          ],
        },
        subscriptionInvalidationFilter: {
          filterGroup: [{ filters: [{ fieldName: 'id', operator: 'eq', value: 'sub-ada' }] }],
        },
      }),
    },
    'Subscription.onRefused': {
      request: () => ({ error: { message: 'Not active', errorType: 'Unauthorized', data: null, errorInfo: null } }),
    },
  },
};

const servers: TestServer[] = [];
const clients: Client[] = [];
afterEach(async () => {
  clients.splice(0).forEach(({ socket }) => {
    socket.terminate();
  });
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function open(options: Parameters<typeof testServer>[1] = {}) {
  const server = await testServer(api, options);
  servers.push(server);
  const authorization = { Authorization: await server.pool.token(), host: server.host };
  const connect = async (headers: Record<string, string> = authorization) => {
    const client = track(server.connect(headers));
    expect(await client.init()).toEqual({ type: 'connection_ack', payload: { connectionTimeoutMs: 300_000 } });
    return client;
  };
  const mutate = async (query: string) => {
    const response = await server.post(query, { authorization: authorization.Authorization });
    return (await response.json()) as { data: unknown; errors?: unknown };
  };
  return { server, authorization, connect, mutate };
}

function track(client: Client): Client {
  clients.push(client);
  return client;
}

const ON_BATCH = 'subscription ($o: ID, $n: String) { onBatch(organization: $o, note: $n) { organization note } }';
const publish = (organization: string, rest = '', selected = 'organization note deviceIds') =>
  `mutation { publish(organization: "${organization}"${rest}) { ${selected} } }`;

describe('a connection', () => {
  it('is acknowledged, kept alive, and subscribes until it stops', async () => {
    const { connect, authorization, mutate } = await open();
    const client = await connect();
    expect(await client.nextOfAny()).toEqual({ type: 'ka' });
    expect(await client.start('s1', ON_BATCH, authorization, { o: 'o1' })).toEqual({ type: 'start_ack', id: 's1' });
    expect(await mutate(publish('o1', ', note: "n"'))).toEqual({
      data: { publish: { organization: 'o1', note: 'n', deviceIds: [] } },
    });
    expect(await client.next()).toEqual({
      id: 's1',
      type: 'data',
      payload: { data: { onBatch: { organization: 'o1', note: 'n' } } },
    });
    await client.send({ type: 'stop', id: 's1' });
    expect(await client.next()).toEqual({ type: 'complete', id: 's1' });
    await mutate(publish('o1'));
    expect(await client.start('s2', ON_BATCH, authorization)).toEqual({ type: 'start_ack', id: 's2' });
  });

  it('takes the older form of the header object', async () => {
    const { server, authorization } = await open();
    const header = encodeURIComponent(Buffer.from(JSON.stringify(authorization)).toString('base64'));
    const client = track(server.connect(undefined, ['graphql-ws'], `?header=${header}&payload=e30=`));
    expect(await client.init()).toMatchObject({ type: 'connection_ack' });
  });

  it('takes SigV4, over the pretended POST to /graphql/connect', async () => {
    const { connect } = await open();
    await connect(await signedHeaders('{}', { path: '/graphql/connect' }));
  });

  it.each([
    ['no token', () => ({ host: 'x' }), 'Valid authorization header not provided.'],
    ['a bad token', () => ({ Authorization: 'a.b.c' }), 'You are not authorized to make this call.'],
    [
      'an expired token',
      async (server: TestServer) => ({ Authorization: await server.pool.token({ expiresIn: -1 }) }),
      'Token has expired.',
    ],
  ])('is refused with %s', async (_, headers, message) => {
    const { server } = await open();
    const client = track(server.connect(await headers(server)));
    expect(await client.init()).toEqual({
      type: 'connection_error',
      payload: { errors: [{ errorType: 'UnauthorizedException', message, errorCode: 401 }] },
    });
    expect(await client.closed).toBe(1000);
  });

  it.each([
    [[], 'NoProtocolError'],
    [['mqtt'], 'SubProtocolNotSupportedError'],
  ])('is refused with the sub-protocols %j', async (protocols, message) => {
    const { server } = await open();
    const client = track(server.connect(undefined, protocols));
    // ws ends a connection whose sub-protocol was not taken up; a browser does so too.
    if (protocols.length > 0) {
      client.socket.on('error', () => undefined);
      expect(await client.closed).toBe(1006);
    } else {
      expect(await client.init()).toEqual({
        type: 'connection_error',
        payload: { errors: [{ message, errorCode: 400 }] },
      });
    }
  });

  it('answers what it does not know with an error, and goes on', async () => {
    const { connect, authorization } = await open();
    const client = await connect();
    await client.send({ type: 'subscribe', id: 's1' });
    const payload = {
      errors: [{ errorType: 'UnsupportedOperation', message: 'unknown not supported through the realtime channel' }],
    };
    expect(await client.next()).toEqual({ id: 's1', type: 'error', payload });
    client.socket.send('not JSON');
    expect(await client.next()).toEqual({ type: 'error', payload });
    expect(await client.start('s1', ON_BATCH, authorization)).toMatchObject({ type: 'start_ack' });
  });

  it('ends when its lifetime is over, and when its peer no longer answers', async () => {
    const short = await open({ realtime: { lifetimeMs: 200 } });
    expect(await (await short.connect()).closed).toBe(1000);

    const beating = await open({ realtime: { keepAliveMs: 50 } });
    const mute = await beating.connect();
    mute.socket.pong = () => undefined;
    Reflect.set(mute.socket, '_autoPong', false);
    expect(await mute.closed).toBe(1006);
  });
});

describe('a start', () => {
  it.each([
    [
      'an unknown field',
      'subscription { onNothing { note } }',
      [
        {
          message:
            "Validation error of type FieldUndefined: Field 'onNothing' in type 'Subscription' is undefined @ 'onNothing'",
        },
      ],
    ],
    [
      'a query',
      '{ none }',
      [{ errorType: 'UnsupportedOperation', message: 'query not supported through the realtime channel' }],
    ],
    [
      'a directive whose variable is missing',
      'subscription ($s: Boolean!) { onAdmin @skip(if: $s) { note } }',
      [
        {
          message:
            'Argument "if" of required type "Boolean!" was provided the variable "$s" which was not provided a runtime value.',
        },
      ],
    ],
    [
      'what is nested too deeply to be parsed',
      `subscription ${'{a'.repeat(20_000)}`,
      [{ errorType: 'MalformedHttpRequestException', message: 'Unable to parse GraphQL query.' }],
    ],
    ['no GraphQL', '{', [{ errorType: 'MalformedHttpRequestException', message: 'Unable to parse GraphQL query.' }]],
    [
      'a field that its resolver refuses',
      'subscription { onRefused { note } }',
      [{ errorType: 'Unauthorized', message: 'Not active' }],
    ],
    [
      'a field of another group',
      'subscription { onAdmin { note } }',
      [{ errorType: 'Unauthorized', message: 'Not Authorized to access onAdmin on type Subscription' }],
    ],
    [
      'a filter beyond the limits',
      `subscription { onFiltered(deviceIds: [${'"d",'.repeat(21)}]) { note } }`,
      [
        {
          errorType: 'BadRequestException',
          message: 'Invalid subscription filter: filterGroup.0.filters.1.value: at most 20 values',
        },
      ],
    ],
  ])('is refused for %s', async (_, query, errors) => {
    const { connect, authorization } = await open();
    expect(await (await connect()).start('s1', query, authorization)).toEqual({
      id: 's1',
      type: 'error',
      payload: { errors },
    });
  });

  it('is refused for variables that do not fit, and for a token that has expired since', async () => {
    const { server, connect, authorization } = await open();
    const client = await connect();
    expect(await client.start('s1', ON_BATCH, authorization, { o: {} })).toEqual({
      id: 's1',
      type: 'error',
      payload: {
        errors: [{ message: "Variable 'o' has an invalid value. Expected type 'ID' but was 'LinkedHashMap'." }],
      },
    });
    const expired = { Authorization: await server.pool.token({ expiresIn: -1 }) };
    expect(await client.start('s1', ON_BATCH, expired)).toEqual({
      id: 's1',
      type: 'error',
      payload: { errors: [{ errorType: 'UnauthorizedException', message: 'Token has expired.' }] },
    });
    expect(await client.start('s1', ON_BATCH, authorization)).toMatchObject({ type: 'start_ack' });
    expect(await client.start('s1', ON_BATCH, authorization)).toMatchObject({ type: 'error', id: 's1' });
  });

  it('is refused beyond the number of subscriptions of a connection', async () => {
    const { connect, authorization } = await open({ realtime: { subscriptionsPerConnection: 2 } });
    const client = await connect();
    await client.start('s1', ON_BATCH, authorization);
    await client.start('s2', ON_BATCH, authorization);
    expect(await client.start('s3', ON_BATCH, authorization)).toEqual({
      id: 's3',
      type: 'error',
      payload: {
        errors: [{ errorType: 'MaxSubscriptionsReachedError', message: 'Max number of 2 subscriptions reached' }],
      },
    });
  });
});

it('a start that is stopped while its resolver runs is never acknowledged', async () => {
  const { connect, authorization } = await open();
  const client = await connect();
  const data = JSON.stringify({ query: 'subscription { onSlow { note } }' });
  await client.send({ id: 's1', type: 'start', payload: { data, extensions: { authorization } } });
  await client.send({ id: 's1', type: 'stop' });
  expect(await client.next()).toEqual({ type: 'complete', id: 's1' });
  release();
  expect(await client.start('s2', ON_BATCH, authorization)).toEqual({ type: 'start_ack', id: 's2' });
});

describe('an event', () => {
  it('is filtered by the arguments given: null wants null, a left-out one wants anything', async () => {
    const { connect, authorization, mutate } = await open();
    const client = await connect();
    await client.start('any', ON_BATCH, authorization);
    await client.start('o1', ON_BATCH, authorization, { o: 'o1' });
    await client.start('null', ON_BATCH, authorization, { n: null });
    await mutate(publish('o2', ', note: "n"'));
    expect(await client.next()).toMatchObject({ id: 'any' });
    await mutate(publish('o1', ', note: null'));
    expect([await client.next(), await client.next(), await client.next()].map(({ id }) => id)).toEqual([
      'any',
      'o1',
      'null',
    ]);
  });

  it('is filtered by an enhanced filter alone where the resolver sets one', async () => {
    const { connect, authorization, mutate } = await open();
    const client = await connect();
    await client.start('s1', 'subscription { onFiltered(deviceIds: ["d1", "d2"]) { deviceIds } }', authorization);
    await mutate(publish('o1', ', deviceIds: ["d3"]'));
    await mutate(publish('o2', ', deviceIds: ["d1"]'));
    // What the mutation does not select, no filter can see.
    await mutate(publish('o1', ', deviceIds: ["d1"]', 'organization'));
    await mutate(publish('o1', ', deviceIds: ["d2", "d9"]'));
    expect(await client.next()).toEqual({
      id: 's1',
      type: 'data',
      payload: { data: { onFiltered: { deviceIds: ['d2', 'd9'] } } },
    });
  });

  it('holds what the mutation selected: null is what it did not, and an error where that may not be', async () => {
    const { connect, authorization, mutate } = await open();
    const client = await connect();
    await client.start('s1', 'subscription { onBatch { renamed: organization note deviceIds } }', authorization);
    await mutate(publish('o1', ', note: "n"', 'organization deviceIds'));
    expect(await client.next()).toMatchObject({
      payload: { data: { onBatch: { renamed: 'o1', note: null, deviceIds: [] } } },
    });
    await mutate(publish('o1', '', 'organization'));
    expect(await client.next()).toEqual({
      id: 's1',
      type: 'data',
      payload: {
        data: { onBatch: null },
        errors: [
          {
            path: ['onBatch', 'deviceIds'],
            locations: null,
            message: "Cannot return null for non-nullable type: 'null' within parent 'Batch' (/onBatch/deviceIds)",
          },
        ],
      },
    });
  });

  it("shows a subscriber only what the subscriber may see, whatever the mutation's caller may", async () => {
    const { server, connect, authorization } = await open();
    const client = await connect();
    await client.start('s1', 'subscription { onBatch { note secret } }', authorization);
    const body = JSON.stringify({ query: publish('o1', ', note: "n"', 'note secret') });
    const response = await fetch(`http://${server.host}/graphql`, {
      method: 'POST',
      headers: await signedHeaders(body, { host: server.host }),
      body,
    });
    expect(await response.json()).toEqual({ data: { publish: { note: 'n', secret: 's' } } });
    expect(await client.next()).toMatchObject({
      payload: {
        data: { onBatch: { note: 'n', secret: null } },
        errors: [
          {
            path: ['onBatch', 'secret'],
            errorType: 'Unauthorized',
            message: 'Not Authorized to access secret on type Batch',
          },
        ],
      },
    });
  });

  it('is dropped where it is larger than AppSync delivers', async () => {
    const { connect, authorization, mutate } = await open();
    const client = await connect();
    await client.start('s1', ON_BATCH, authorization);
    await mutate(publish('o1', `, note: "${'x'.repeat(240 * 1024)}"`));
    await mutate(publish('o2', ', note: "small"'));
    expect(await client.next()).toMatchObject({ payload: { data: { onBatch: { organization: 'o2' } } } });
  });

  it('reaches the others when one does not read', async () => {
    const { connect, authorization, mutate } = await open({ realtime: { maxBufferedBytes: 64 * 1024 } });
    const slow = await connect();
    await slow.start('s1', ON_BATCH, authorization);
    slow.socket.pause();
    const quick = await connect();
    await quick.start('s1', ON_BATCH, authorization);
    const note = 'x'.repeat(100 * 1024);
    for (let count = 0; count < 60; count++) {
      await mutate(publish('o1', `, note: "${note}"`));
      expect(await quick.next()).toMatchObject({ type: 'data' });
    }
    slow.socket.resume();
    expect(await slow.closed).toBe(1006);
  });
});

it('an invalidation ends the subscriptions that it names', async () => {
  const { connect, authorization, mutate } = await open();
  const client = await connect();
  await client.start('s1', 'subscription { onFiltered { note } }', authorization);
  await client.start('s2', ON_BATCH, authorization);
  await mutate('mutation { remove(id: "sub-grace") }');
  await mutate('mutation { remove(id: "sub-ada") }');
  expect(await client.next()).toEqual({ type: 'complete', id: 's1' });
  await mutate(publish('o1'));
  expect(await client.next()).toMatchObject({ type: 'data', id: 's2' });
});
