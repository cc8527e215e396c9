import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Log } from '../../shared/log.ts';
import { Connection } from '../realtime/connection.ts';
import { readHandshake, SUBPROTOCOL } from '../realtime/handshake.ts';
import type { RealtimeSettings } from '../realtime/settings.ts';
import { readPath, type FindApi, type ServedApi } from './served-api.ts';

/** Source: AWS AppSync endpoints and quotas (payload size). */
const MAX_FRAME_BYTES = 1024 * 1024;
const NOT_FOUND = 'HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

export interface RealtimeDoor {
  /** Takes the WebSocket upgrades of `server` below the addresses of APIs, as a custom domain of AppSync has them, and leaves all others alone. */
  attach(server: Server): void;
  /** Ends the connections of an API that is no more. */
  drop(api: ServedApi): void;
  /** Ends all. Calling it twice is harmless. */
  close(): void;
}

interface RealtimeDoorOptions {
  find: FindApi;
  settings: RealtimeSettings;
  log: Log;
}

export function realtimeDoor({ find, settings, log }: RealtimeDoorOptions): RealtimeDoor {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    handleProtocols: (protocols) => (protocols.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  const apis = new Map<WebSocket, ServedApi>();
  const servers = new Set<Server>();

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { pathname } = new URL(request.url ?? '', 'ws://localhost');
    const path = readPath(pathname);
    if (!path?.isRealtime) return;
    const api = find(path.apiId);
    if (!api) {
      socket.end(NOT_FOUND);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      apis.set(client, api);
      client.once('close', () => apis.delete(client));
      const sourceIp = request.socket.remoteAddress ?? '127.0.0.1';
      const { loaded, authenticate, hub } = api;
      const options = { loaded, authenticate, hub, settings, log, sourceIp, path: pathname.replace(/\/realtime$/, '') };
      new Connection(client, readHandshake(request), options).listen();
    });
  }

  return {
    attach(server) {
      servers.add(server.on('upgrade', upgrade));
    },
    drop(dropped) {
      for (const [client, api] of apis) if (api === dropped) client.terminate();
    },
    close() {
      for (const server of servers) server.off('upgrade', upgrade);
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}
