import type { WebSocket } from 'ws';
import type { Log } from '../../shared/log.ts';
import type { Authenticate } from '../auth/authenticate.ts';
import { RequestRefused } from '../auth/caller.ts';
import type { LoadedApi } from '../execution/engine.ts';
import { parseGraphQLRequest } from '../doors/body.ts';
import type { Handshake, HandshakeRefusal } from './handshake.ts';
import type { Hub } from './hub.ts';
import * as frames from './protocol.ts';
import { StartRefused, startSubscription } from './subscription.ts';
import type { FrameError } from './subscription.ts';

export interface RealtimeSettings {
  /** Between two `ka` frames. */
  keepAliveMs: number;
  /** A connection lives so long at most. */
  lifetimeMs: number;
  subscriptionsPerConnection: number;
  /** A consumer that leaves more than so many bytes unread is dropped. */
  maxBufferedBytes: number;
}

/** Source: AWS AppSync endpoints and quotas (subscriptions per connection); Building a real-time WebSocket client. */
export const defaultRealtime: RealtimeSettings = {
  keepAliveMs: 60_000,
  lifetimeMs: 24 * 60 * 60 * 1000,
  subscriptionsPerConnection: 200,
  maxBufferedBytes: 4 * 1024 * 1024,
};

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

/** A subscription of this connection; it is not in the hub while its resolver runs. */
interface Entry {
  remove?: () => void;
}

/**
 * One client's WebSocket. The connection's header object proves who the client is, and each `start` proves it anew; the first frame is
 * answered with a refusal where it does not. A token that expires later ends nothing that is open.
 */
export class Connection {
  readonly #socket: WebSocket;
  readonly #options: ConnectionOptions;
  readonly #refusal: Promise<HandshakeRefusal | undefined>;
  readonly #subscriptions = new Map<string, Entry>();
  readonly #lifetime: NodeJS.Timeout;
  #keepAlive: NodeJS.Timeout | undefined;
  #isAlive = true;

  constructor(socket: WebSocket, handshake: Handshake, options: ConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#refusal = this.#authorizeConnection(handshake);
    this.#lifetime = setTimeout(() => {
      socket.close(1000, 'The connection has reached its lifetime');
    }, options.settings.lifetimeMs);
    this.#lifetime.unref();
  }

  /** Starts to answer the client. */
  listen(): void {
    const socket = this.#socket;
    const { log } = this.#options;
    socket.on('message', (message) => {
      // ws gives text frames as one Buffer unless told otherwise.
      this.#receive(Buffer.isBuffer(message) ? message.toString('utf8') : '').catch((cause: unknown) => {
        log.error('A WebSocket message could not be handled', cause);
        socket.close(1011);
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

  async #authorizeConnection(handshake: Handshake): Promise<HandshakeRefusal | undefined> {
    if (handshake.refusal) return handshake.refusal;
    try {
      await this.#authenticate(handshake.headers, `${this.#options.path}/connect`, '{}');
      return undefined;
    } catch (cause) {
      if (cause instanceof RequestRefused)
        return { errorType: cause.errorType, message: cause.message, errorCode: cause.status };
      this.#options.log.error('A WebSocket connection could not be authorized', cause);
      return { errorType: 'InternalFailure', message: 'Internal failure', errorCode: 500 };
    }
  }

  /** The header object is signed as if it were sent with a POST of `body` to `path`. */
  #authenticate(headers: Readonly<Record<string, string>>, path: string, body: string) {
    const { authenticate, loaded, sourceIp } = this.#options;
    return authenticate({ method: 'POST', path, query: {}, headers, body }, loaded().api.modes, [sourceIp]);
  }

  async #receive(text: string): Promise<void> {
    const refusal = await this.#refusal;
    if (refusal) {
      this.#send(frames.connectionError(refusal));
      this.#socket.close(1000);
      return;
    }
    const frame = frames.parseFrame(text);
    switch (frame?.type) {
      case 'connection_init':
        this.#acknowledge();
        return;
      case 'start':
        await this.#start(frame.id, frame.payload);
        return;
      case 'stop':
        this.#subscriptions.get(frame.id)?.remove?.();
        this.#subscriptions.delete(frame.id);
        this.#send(frames.complete(frame.id));
        return;
      case undefined:
        this.#refuse(
          [{ errorType: 'UnsupportedOperation', message: 'unknown not supported through the realtime channel' }],
          frames.frameId(text),
        );
    }
  }

  #acknowledge(): void {
    this.#send(frames.connectionAck);
    this.#send(frames.keepAlive);
    this.#keepAlive ??= setInterval(() => {
      this.#beat();
    }, this.#options.settings.keepAliveMs).unref();
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

  async #start(id: string, payload: frames.StartPayload): Promise<void> {
    const { log, settings } = this.#options;
    const limit = settings.subscriptionsPerConnection;
    if (this.#subscriptions.has(id)) {
      this.#refuse([{ errorType: 'BadRequestException', message: `The subscription ${id} is already open` }], id);
      return;
    }
    if (this.#subscriptions.size >= limit) {
      this.#refuse(
        [{ errorType: 'MaxSubscriptionsReachedError', message: `Max number of ${limit} subscriptions reached` }],
        id,
      );
      return;
    }
    const entry: Entry = {};
    this.#subscriptions.set(id, entry);
    try {
      await this.#open(id, entry, payload);
    } catch (cause) {
      this.#forget(id, entry);
      if (cause instanceof StartRefused) this.#refuse(cause.errors, id);
      else if (cause instanceof RequestRefused)
        this.#refuse([{ errorType: cause.errorType, message: cause.message }], id);
      else {
        // Whatever it is, it is this subscription's alone: the others of the connection go on.
        log.error(`The subscription ${id} could not be started`, cause);
        this.#refuse([{ errorType: 'InternalFailure', message: 'Internal failure' }], id);
      }
    }
  }

  async #open(id: string, entry: Entry, { data, extensions }: frames.StartPayload): Promise<void> {
    const { hub, loaded, log, path } = this.#options;
    const headers = frames.lowerCased(extensions.authorization);
    const caller = await this.#authenticate(headers, path, data);
    const subscription = await startSubscription(loaded(), parseGraphQLRequest(data), { caller, headers }, log);
    // It may have been stopped, or the client have gone, while its resolver ran.
    if (this.#subscriptions.get(id) !== entry || this.#socket.readyState !== this.#socket.OPEN) return;
    this.#send(frames.startAck(id));
    entry.remove = hub.add(subscription, {
      deliver: (payload) => {
        this.#send(frames.data(id, payload));
      },
      end: () => {
        this.#forget(id, entry);
        this.#send(frames.complete(id));
      },
    });
  }

  #forget(id: string, entry: Entry): void {
    if (this.#subscriptions.get(id) === entry) this.#subscriptions.delete(id);
  }

  #refuse(errors: readonly FrameError[], id: string | undefined): void {
    this.#send(frames.error(errors, id));
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

  #end(): void {
    clearTimeout(this.#lifetime);
    clearInterval(this.#keepAlive);
    for (const { remove } of this.#subscriptions.values()) remove?.();
    this.#subscriptions.clear();
  }
}
