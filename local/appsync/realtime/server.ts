import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { Connection } from './connection.ts';
import type { ConnectionOptions } from './connection.ts';
import { readHandshake, SUBPROTOCOL } from './handshake.ts';

/** As a custom domain of AppSync has it. */
const PATH = '/graphql/realtime';
/** Source: AWS AppSync endpoints and quotas (payload size). */
const MAX_FRAME_BYTES = 1024 * 1024;

export interface RealtimeServer {
  /** Takes the WebSocket upgrades of `server` on `/graphql/realtime`, and leaves all others alone. */
  attach(server: Server): void;
  close(): void;
}

export function realtimeServer(options: Omit<ConnectionOptions, 'sourceIp'>): RealtimeServer {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    handleProtocols: (protocols) => (protocols.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  const servers = new Set<Server>();

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (new URL(request.url ?? '', 'ws://localhost').pathname !== PATH) return;
    sockets.handleUpgrade(request, socket, head, (client) => {
      const sourceIp = request.socket.remoteAddress ?? '127.0.0.1';
      new Connection(client, readHandshake(request), { ...options, sourceIp }).listen();
    });
  }

  return {
    attach(server) {
      servers.add(server.on('upgrade', upgrade));
    },
    close() {
      for (const server of servers) server.off('upgrade', upgrade);
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}
