import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Log } from '../../shared/log.ts';
import { Connection } from '../realtime/connection.ts';
import { readHandshake, SUBPROTOCOL } from '../realtime/handshake.ts';
import type { RealtimeSettings } from '../realtime/settings.ts';
import { readPath, type FindApi, type ServedApi } from './served-api.ts';
import { answerWithoutUpgrade } from './without-upgrade.ts';

/** Source: AWS AppSync endpoints and quotas (payload size). */
const MAX_FRAME_BYTES = 1024 * 1024;

export interface RealtimeDoor {
  /**
   * Takes the WebSocket upgrades of `server` below the addresses of APIs, as a custom domain of AppSync has them. All else that asks for an upgrade is
   * answered as if it did not.
   */
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
  const attached = new Map<Server, (request: IncomingMessage, socket: Duplex, head: Buffer) => void>();

  function upgrade(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { url = '' } = request;
    // Of what is no address, nothing is served.
    const pathname = URL.canParse(url, 'ws://localhost') ? new URL(url, 'ws://localhost').pathname : '';
    const path = readPath(pathname);
    const api = path?.isRealtime ? find(path.apiId) : undefined;
    if (!api) {
      answerWithoutUpgrade(server, request, socket, head);
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
      const listener = upgrade.bind(undefined, server);
      attached.set(server, listener);
      server.on('upgrade', listener);
    },
    drop(dropped) {
      for (const [client, api] of apis) if (api === dropped) client.terminate();
    },
    close() {
      for (const [server, listener] of attached) server.off('upgrade', listener);
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}
