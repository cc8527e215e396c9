import type { WebSocket } from 'ws';
import type { Log } from '../../shared/log.ts';
import type { Authenticate } from '../auth/authenticate.ts';
import { RequestRefused } from '../auth/caller.ts';
import { internalFailure } from '../common-errors.ts';
import type { LoadedApi } from '../execution/engine.ts';
import { SubscriptionDesk } from './desk.ts';
import type { Handshake } from './handshake.ts';
import type { Hub } from './hub.ts';
import * as frames from './protocol.ts';
import type { RealtimeSettings } from './settings.ts';

export interface ConnectionOptions {
  loaded: () => LoadedApi;
  authenticate: Authenticate;
  hub: Hub;
  settings: RealtimeSettings;
  log: Log;
  sourceIp: string;
  /** Of the API's GraphQL address, such as `/graphql`: what the header objects are signed for. */
  path: string;
}

/** Close codes of RFC 6455. */
const NORMAL_CLOSURE = 1000;
const INTERNAL_ERROR = 1011;

/**
 * One client's WebSocket. The connection's header object proves who the client is, and each `start` proves it anew. A token that expires later ends
 * nothing that is open. `connection_init` may be left out.
 */
export class Connection {
  readonly #socket: WebSocket;
  readonly #options: ConnectionOptions;
  readonly #refusal: Promise<frames.FrameError | undefined>;
  readonly #desk: SubscriptionDesk;
  readonly #timers: NodeJS.Timeout[];
  #isAlive = true;
  #isEnding = false;

  constructor(socket: WebSocket, handshake: Handshake, options: ConnectionOptions) {
    const { hub, loaded, log, path, settings } = options;
    this.#socket = socket;
    this.#options = options;
    this.#refusal = this.#authorizeConnection(handshake);
    this.#desk = new SubscriptionDesk({
      loaded,
      authenticate: (headers, body) => this.#authenticate(headers, path, body),
      hub,
      log,
      limit: settings.subscriptionsPerConnection,
      send: (frame) => {
        this.#send(frame);
      },
      onInvalidated: () => {
        this.#endSoon();
      },
    });
    this.#timers = [
      setInterval(() => {
        this.#beat();
      }, settings.keepAliveMs),
      setTimeout(() => {
        socket.close(NORMAL_CLOSURE, 'The connection has reached its lifetime');
      }, settings.lifetimeMs),
      setTimeout(() => {
        void this.#isRefused();
      }, settings.refusalMs),
    ];
    for (const timer of this.#timers) timer.unref();
  }

  /** Starts to answer the client. */
  listen(): void {
    const socket = this.#socket;
    const { log } = this.#options;
    socket.on('message', (message, isBinary) => {
      // ws gives text frames as one Buffer unless told otherwise; AppSync knows no binary ones.
      const text = Buffer.isBuffer(message) && !isBinary ? message.toString('utf8') : '';
      this.#receive(text).catch((cause: unknown) => {
        log.error('A WebSocket message could not be handled', cause);
        socket.close(INTERNAL_ERROR);
      });
    });
    socket.on('pong', () => (this.#isAlive = true));
    socket.on('error', (cause) => {
      log.warn(`A WebSocket failed: ${cause.message}`);
    });
    socket.on('close', () => {
      this.#end();
    });
  }

  async #authorizeConnection(handshake: Handshake): Promise<frames.FrameError | undefined> {
    if (handshake.refusal) return handshake.refusal;
    try {
      await this.#authenticate(handshake.headers, `${this.#options.path}/connect`, '{}');
      return undefined;
    } catch (cause) {
      if (cause instanceof RequestRefused)
        return { errorType: cause.errorType, message: cause.message, errorCode: cause.status };
      this.#options.log.error('A WebSocket connection could not be authorized', cause);
      return { ...internalFailure, errorCode: 500 };
    }
  }

  /** The header object is signed as if it were sent with a POST of `body` to `path`. */
  #authenticate(headers: Readonly<Record<string, string>>, path: string, body: string) {
    const { authenticate, loaded, sourceIp } = this.#options;
    return authenticate({ method: 'POST', path, query: {}, headers, body }, loaded().api.modes, [sourceIp]);
  }

  async #receive(text: string): Promise<void> {
    if (await this.#isRefused()) return;
    const frame = frames.parseFrame(text);
    switch (frame?.type) {
      case 'connection_init':
        this.#send(frames.connectionAck);
        this.#send(frames.keepAlive);
        return;
      case 'start':
        await this.#desk.start(frame.id, frame.payload);
        return;
      case 'stop':
        this.#desk.stop(frame.id);
        return;
      case undefined:
        this.#send(frames.error([frames.unsupported('unknown')]));
    }
  }

  /** Tells a client whose handshake is refused, and closes the connection. */
  async #isRefused(): Promise<boolean> {
    const refusal = await this.#refusal;
    if (!refusal) return false;
    this.#send(frames.connectionError(refusal));
    this.#socket.close(NORMAL_CLOSURE);
    return true;
  }

  /** A peer that has not answered since the last beat is gone, though its side never said so. */
  #beat(): void {
    if (!this.#isAlive) {
      this.#socket.terminate();
      return;
    }
    this.#isAlive = false;
    this.#socket.ping();
    this.#send(frames.keepAlive);
  }

  #send(frame: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > this.#options.settings.maxBufferedBytes) {
      this.#options.log.warn('A WebSocket client reads too slowly and is dropped');
      this.#end();
      this.#socket.terminate();
      return;
    }
    this.#socket.send(frame);
  }

  /**
   * AppSync closes the connection of a subscription that it invalidates. All that one mutation invalidates is completed first.
   * Source: Unsubscribing WebSocket connections using filters.
   */
  #endSoon(): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    setImmediate(() => {
      this.#end();
      this.#socket.close(NORMAL_CLOSURE);
    });
  }

  #end(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#desk.close();
  }
}
