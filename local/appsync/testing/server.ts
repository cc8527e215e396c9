import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { WebSocket } from 'ws';
import { silentLog } from '../../shared/log.ts';
import type { Log } from '../../shared/log.ts';
import { executableApi } from '../api/executable.ts';
import { authenticator } from '../auth/authenticate.ts';
import { httpDoor } from '../doors/http.ts';
import { realtimeDoor } from '../doors/realtime.ts';
import { loadedApi, type LoadedApi } from '../execution/engine.ts';
import { defaultLimits, type ApiLimits } from '../execution/scope.ts';
import { Hub } from '../realtime/hub.ts';
import { defaultRealtime, type RealtimeSettings } from '../realtime/settings.ts';
import { fakeApi } from './api.ts';
import type { FakeApi } from './api.ts';
import { accessTo, API_ARN, hasApiKey, principals, testPool } from './callers.ts';
import type { TestPool } from './callers.ts';

export interface TestServer {
  pool: TestPool;
  hub: Hub;
  /** Puts another API in the place of the present one, as a change of its schema and its resolvers does. */
  change(api: FakeApi): void;
  /** `127.0.0.1:<port>` */
  host: string;
  post(query: string, headers: Readonly<Record<string, string>>, variables?: object): Promise<Response>;
  connect(headers: Readonly<Record<string, string>> | undefined, protocols?: readonly string[], query?: string): Client;
  /** Connects as a client outside a browser can, with headers of its own. */
  connectWithHeaders(headers: Readonly<Record<string, string>>): Client;
  close(): Promise<void>;
}

/** An API on a free port, unless one is given. */
export async function testServer(
  api: FakeApi,
  {
    log = silentLog,
    port = 0,
    ...options
  }: { realtime?: Partial<RealtimeSettings>; limits?: Partial<ApiLimits>; log?: Log; port?: number } = {},
): Promise<TestServer> {
  const pool = await testPool();
  const load = (wanted: FakeApi): LoadedApi => {
    const { definition, parts } = fakeApi(wanted);
    return loadedApi(executableApi(definition, parts), { ...defaultLimits, ...options.limits });
  };
  let current = load(api);
  const pools = () => [accessTo(pool)];
  const served = {
    loaded: () => current,
    authenticate: authenticator({ apiArn: API_ARN, pools, hasApiKey, principals, clock: Date.now }),
    hub: new Hub(log),
  };
  const find = () => served;
  const http = httpDoor({ find, log });
  const realtime = realtimeDoor({ find, log, settings: { ...defaultRealtime, ...options.realtime } });
  const server = createServer();
  const answer = getRequestListener((request) => http.fetch(request));
  server.on('request', (request, response) => void answer(request, response));
  realtime.attach(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    pool,
    host,
    hub: served.hub,
    change(wanted) {
      current = load(wanted);
      served.hub.renew(served.loaded);
    },
    post: (query, headers, variables) =>
      fetch(`http://${host}/graphql`, {
        method: 'POST',
        headers: { ...headers },
        body: JSON.stringify({ query, variables }),
      }),
    connect: (headers, protocols, query = '') => {
      const encoded = headers && `header-${Buffer.from(JSON.stringify(headers)).toString('base64url')}`;
      return new Client(
        `ws://${host}/graphql/realtime${query}`,
        protocols ?? ['graphql-ws', ...(encoded ? [encoded] : [])],
      );
    },
    connectWithHeaders: (headers) => new Client(`ws://${host}/graphql/realtime`, ['graphql-ws'], headers),
    close: async () => {
      realtime.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface Frame {
  type: string;
  id?: string;
  payload?: unknown;
}

/** A WebSocket client that keeps the frames that it gets in order. */
export class Client {
  readonly socket: WebSocket;
  readonly closed: Promise<number>;
  readonly #frames: Frame[] = [];
  #waiting: (() => void) | undefined;

  constructor(url: string, protocols: readonly string[], headers: Readonly<Record<string, string>> = {}) {
    this.socket = new WebSocket(url, [...protocols], { headers });
    this.socket.on('message', (message: Buffer) => {
      this.#frames.push(JSON.parse(message.toString()) as Frame);
      this.#waiting?.();
    });
    this.closed = new Promise((resolve) => this.socket.on('close', resolve));
  }

  async send(frame: object): Promise<void> {
    if (this.socket.readyState === WebSocket.CONNECTING)
      await new Promise((resolve) => this.socket.once('open', resolve));
    this.socket.send(JSON.stringify(frame));
  }

  /** The next frame that is not a `ka`. */
  async next(): Promise<Frame> {
    for (;;) {
      const frame = await this.nextOfAny();
      if (frame.type !== 'ka') return frame;
    }
  }

  /** The payloads of the next frames, by the ids of their subscriptions: one event reaches these in no order. */
  async nextByIds(count: number): Promise<ReadonlyMap<string | undefined, unknown>> {
    const payloads = new Map<string | undefined, unknown>();
    while (payloads.size < count) {
      const { id, payload } = await this.next();
      payloads.set(id, payload);
    }
    return payloads;
  }

  async nextOfAny(): Promise<Frame> {
    while (this.#frames.length === 0) await new Promise<void>((resolve) => (this.#waiting = resolve));
    return this.#frames.shift() ?? { type: 'none' };
  }

  async init(): Promise<Frame> {
    await this.send({ type: 'connection_init' });
    return this.next();
  }

  async start(id: string, query: string, authorization: object, variables: object = {}): Promise<Frame> {
    const data = JSON.stringify({ query, variables });
    await this.send({ id, type: 'start', payload: { data, extensions: { authorization } } });
    return this.next();
  }
}
