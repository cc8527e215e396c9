import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { FakeApi } from '../testing/api.ts';
import { testServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';

/** Amplify makes `wss:` of any endpoint, that of a laptop too: this socket undoes it for one without TLS. */
class PlainWebSocket extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(String(url).replace(/^wss:/, 'ws:'), protocols);
  }
}

const device = { deviceId: 'd1', value: 21.5 };
const api: FakeApi = {
  schema: `
    type Query { reading: Reading }
    type Mutation { publish(deviceId: ID!, value: Float!): Reading }
    type Subscription { onReading(deviceId: ID): Reading @aws_subscribe(mutations: ["publish"]) onRefused: Reading @aws_subscribe(mutations: ["publish"]) }
    type Reading { deviceId: ID! value: Float! }
  `,
  resolvers: {
    'Query.reading': { response: () => ({ result: device }) },
    'Mutation.publish': { request: (ctx) => ({ result: ctx.arguments }) },
    'Subscription.onRefused': {
      request: () => ({
        error: { message: 'Not active', errorType: 'ValidationError', data: null, errorInfo: null },
      }),
    },
  },
};
/** Amplify waits 5 s before it connects anew. */
const RECONNECT_WITHIN = 30_000;
let server: TestServer;
let token: string;

beforeAll(async () => {
  server = await testServer(api);
  token = await server.pool.token();
  vi.stubGlobal('WebSocket', PlainWebSocket);
  Amplify.configure(
    {
      API: { GraphQL: { endpoint: `http://${server.host}/graphql`, region: 'eu-west-1', defaultAuthMode: 'userPool' } },
    },
    {
      Auth: {
        tokenProvider: { getTokens: () => Promise.resolve({ accessToken: { toString: () => token, payload: {} } }) },
      },
    },
  );
});

afterAll(async () => {
  vi.unstubAllGlobals();
  await server.close();
});

interface Subscribable {
  subscribe(observer: { next?: (event: unknown) => void; error?: (error: unknown) => void }): { unsubscribe(): void };
}

/** The first event or error of a subscription. `trigger` is repeated until then, for Amplify does not say when it is subscribed. */
async function first(subscription: Subscribable, trigger: () => Promise<unknown>): Promise<unknown> {
  const outcome = new Promise((resolve, reject) => {
    const open = subscription.subscribe({ next: done(resolve), error: done(reject) });
    const repeat = setInterval(() => void trigger(), 50);
    function done(settle: (value: unknown) => void) {
      return (value: unknown) => {
        clearInterval(repeat);
        open.unsubscribe();
        settle(value);
      };
    }
  });
  return outcome;
}

const PUBLISH = 'mutation ($id: ID!) { publish(deviceId: $id, value: 21.5) { deviceId value } }';

it('queries, mutates and subscribes with the real Amplify client', async () => {
  const client = generateClient();
  expect(await client.graphql({ query: '{ reading { deviceId value } }' })).toMatchObject({
    data: { reading: device },
  });

  const publish = (id: string) => client.graphql({ query: PUBLISH, variables: { id } });
  const subscription = client.graphql({
    query: 'subscription ($id: ID) { onReading(deviceId: $id) { deviceId value } }',
    variables: { id: 'd1' },
  }) as unknown as Subscribable;
  const event = await first(subscription, () => Promise.all([publish('d2'), publish('d1')]));
  expect(event).toMatchObject({ data: { onReading: device } });
});

it('tells the real Amplify client why a subscription is refused', async () => {
  const subscription = generateClient().graphql({
    query: 'subscription { onRefused { value } }',
  }) as unknown as Subscribable;
  await expect(first(subscription, () => Promise.resolve())).rejects.toMatchObject({
    errors: [{ message: 'Connection failed: {"errors":[{"errorType":"ValidationError","message":"Not active"}]}' }],
  });
});

it(
  'lets the real Amplify client subscribe anew by itself after a restart',
  { timeout: 2 * RECONNECT_WITHIN },
  async () => {
    const client = generateClient();
    const publish = () => client.graphql({ query: PUBLISH, variables: { id: 'd1' } });
    const subscription = client.graphql({
      query: 'subscription { onReading { deviceId value } }',
    }) as unknown as Subscribable;
    const next = vi.fn();
    const error = vi.fn();
    const open = subscription.subscribe({ next, error });
    const received = async (): Promise<number> => {
      await publish();
      return next.mock.calls.length;
    };
    await expect.poll(received).toBeGreaterThan(0);

    const port = Number(server.host.split(':')[1]);
    await server.close();
    server = await testServer(api, { port });
    next.mockClear();
    await expect.poll(received, { timeout: RECONNECT_WITHIN, interval: 200 }).toBeGreaterThan(0);
    expect(next).toHaveBeenCalledWith(expect.objectContaining({ data: { onReading: device } }));
    expect(error).not.toHaveBeenCalled();
    open.unsubscribe();
    await expect.poll(() => server.hub.size).toBe(0);
  },
);
