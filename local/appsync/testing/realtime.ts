import { afterEach, expect } from 'vitest';
import { loadCode } from '../runtime/index.ts';
import { nodeHost } from '../runtime/host.ts';
import { silentLog } from '../../shared/log.ts';
import type { FakeApi, FakeHandlers } from './api.ts';
import { testServer, type Client, type TestServer } from './server.ts';

export interface OpenApi {
  server: TestServer;
  /** What proves that a person of the pool asks. */
  authorization: { Authorization: string; host: string };
  /** A connection that was acknowledged. */
  connect: (headers?: Readonly<Record<string, string>>) => Promise<Client>;
  /** A connection that was not. It is ended after the test. */
  track: (client: Client) => Client;
  mutate: (query: string, variables?: object) => Promise<{ data: unknown; errors?: unknown }>;
}

/** Opens APIs for the tests of a file; all that is open ends with each test. */
export function realtimeApis(): (api: FakeApi, options?: Parameters<typeof testServer>[1]) => Promise<OpenApi> {
  const servers: TestServer[] = [];
  const clients: Client[] = [];
  afterEach(async () => {
    for (const { socket } of clients.splice(0)) socket.terminate();
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  return async (api, options) => {
    const server = await testServer(api, options);
    servers.push(server);
    const authorization = { Authorization: await server.pool.token(), host: server.host };
    const track = (client: Client): Client => {
      clients.push(client);
      return client;
    };
    return {
      server,
      authorization,
      track,
      async connect(headers = authorization) {
        const client = track(server.connect(headers));
        expect(await client.init()).toEqual({ type: 'connection_ack', payload: { connectionTimeoutMs: 300_000 } });
        return client;
      },
      async mutate(query, variables) {
        const response = await server.post(query, { authorization: authorization.Authorization }, variables);
        return (await response.json()) as { data: unknown; errors?: unknown };
      },
    };
  };
}

/** Handlers in APPSYNC_JS. */
export function coded(source: string): FakeHandlers {
  const code = loadCode(source, 'test.js', { ...nodeHost, log: silentLog });
  return {
    request: (context) => code.evaluate('request', context),
    response: (context) => code.evaluate('response', context),
  };
}
