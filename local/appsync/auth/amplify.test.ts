import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { API_KEY, ingest } from '../testing/callers.ts';
import { testServer, type TestServer } from '../testing/server.ts';

/** Amplify makes `wss:` of any endpoint, that of a laptop too: this socket undoes it for one without TLS. */
class PlainWebSocket extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(String(url).replace(/^wss:/, 'ws:'), protocols);
  }
}

const ALL = '@aws_api_key @aws_iam @aws_cognito_user_pools';
let server: TestServer;

beforeAll(async () => {
  server = await testServer({
    schema: `
      type Query { who: String ${ALL} }
      type Mutation { publish(by: String!): String ${ALL} }
      type Subscription { on: String @aws_subscribe(mutations: ["publish"]) @aws_api_key @aws_cognito_user_pools }`,
    authorization: ['API_KEY', 'AWS_IAM', 'AMAZON_COGNITO_USER_POOLS'],
    resolvers: {
      'Query.who': { response: ({ identity }) => ({ result: identity?.username ?? 'nobody' }) },
      'Mutation.publish': { response: (ctx) => ({ result: ctx.arguments.by }) },
    },
  });
  const token = await server.pool.token();
  vi.stubGlobal('WebSocket', PlainWebSocket);
  const { accessKeyId, secretAccessKey } = ingest;
  Amplify.configure(
    {
      API: {
        GraphQL: {
          endpoint: `http://${server.host}/graphql`,
          region: 'eu-west-1',
          defaultAuthMode: 'apiKey',
          apiKey: API_KEY,
        },
      },
    },
    {
      Auth: {
        tokenProvider: { getTokens: () => Promise.resolve({ accessToken: { toString: () => token, payload: {} } }) },
        credentialsProvider: {
          getCredentialsAndIdentityId: () => Promise.resolve({ credentials: { accessKeyId, secretAccessKey } }),
          clearCredentialsAndIdentityId: () => undefined,
        },
      },
    },
  );
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await server.close();
});

interface Subscribable {
  subscribe(observer: { next: (event: unknown) => void; error: (error: unknown) => void }): { unsubscribe(): void };
}

describe('the real Amplify client', () => {
  it.each([
    ['apiKey', 'nobody'],
    ['userPool', 'ada'],
  ] as const)('asks and subscribes by %s', async (authMode, who) => {
    const client = generateClient({ authMode });
    expect(await client.graphql({ query: '{ who }' })).toEqual({ data: { who } });
    const subscription = client.graphql({ query: 'subscription { on }' }) as unknown as Subscribable;
    const event = await new Promise((resolve, reject) => {
      const open = subscription.subscribe({ next: done(resolve), error: done(reject) });
      // Amplify does not say when it is subscribed.
      const publish = () =>
        client.graphql({ query: 'mutation ($by: String!) { publish(by: $by) }', variables: { by: who } });
      const repeat = setInterval(() => void publish(), 50);
      function done(settle: (value: unknown) => void) {
        return (value: unknown) => {
          clearInterval(repeat);
          open.unsubscribe();
          settle(value);
        };
      }
    });
    expect(event).toMatchObject({ data: { on: who } });
  });

  it('asks by a role what its policies allow, and is told what they do not', async () => {
    const client = generateClient({ authMode: 'iam' });
    const query = 'mutation { publish(by: "ingest") }';
    expect(await client.graphql({ query })).toEqual({ data: { publish: 'ingest' } });
    // Amplify's own word for 401, and for what it knows of AppSync's `Permission denied`.
    const unauthorized = { message: 'Unauthorized' };
    await expect(client.graphql({ query: '{ who }' })).rejects.toMatchObject({
      errors: [unauthorized],
    });
    const subscription = client.graphql({ query: 'subscription { on }' }) as unknown as Subscribable;
    const error = await new Promise((resolve) => {
      subscription.subscribe({ next: resolve, error: resolve });
    });
    expect(error).toMatchObject({ errors: [unauthorized] });
  });
});
