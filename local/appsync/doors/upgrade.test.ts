import { request as send, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer({ schema: 'type Query { a: Int }' });
});
afterAll(() => server.close());

const WEBSOCKET = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
/** As Java's HttpClient asks for HTTP/2 of every server without TLS. */
const HTTP2 = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAEAAEAAAAIAAAAB' };

async function ask(path: string, headers: Readonly<Record<string, string>>, body = '') {
  const [hostname, port] = server.host.split(':');
  const authorization = await server.pool.token();
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const method = body === '' ? 'GET' : 'POST';
    send({ hostname, port, path, method, headers: { ...headers, authorization } }, resolve)
      .once('error', reject)
      .end(body);
  });
  return { status: answer.statusCode, body: await text(answer) };
}

describe('a request for an upgrade that nobody takes is answered as any other', () => {
  it('a query that would rather speak HTTP/2', async () => {
    const query = JSON.stringify({ query: '{ a }', variables: { text: 'ä'.repeat(100_000) } });
    expect(await ask('/graphql', HTTP2, query)).toEqual({ status: 200, body: '{"data":{"a":null}}' });
  });

  it.each(['//[', 'http://[/graphql/realtime', '/other', '/graphql', '/apis/none/graphql', '*'])(
    'a WebSocket at %s',
    async (path) => {
      const { status } = await ask(path, WEBSOCKET);
      expect([400, 404]).toContain(status);
    },
  );

  it('one that is broken off', async () => {
    const { hostname, port } = new URL(`http://${server.host}`);
    const head = Object.entries({ host: server.host, ...WEBSOCKET }).map(([name, value]) => `${name}: ${value}\r\n`);
    for (const path of ['/other', '/graphql/realtime', '//[']) {
      const socket = connect(Number(port), hostname);
      socket.write(`GET ${path} HTTP/1.1\r\n${head.join('')}\r\n`);
      await new Promise((resolve) => socket.once('data', resolve));
      await new Promise((resolve) => socket.once('close', resolve).resetAndDestroy());
    }
    expect(await ask('/graphql', {}, '{"query":"{ a }"}')).toMatchObject({ status: 200 });
  });
});
