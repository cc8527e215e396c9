import { print, type DocumentNode } from 'graphql';
import * as v from 'valibot';
import { WebSocket } from 'ws';
import { OnReadingsDocument, type OnReadingsSubscription } from '../../examples/generated/documents.ts';
import type { Sonde } from './sonde.ts';
import { until } from './until.ts';

export type Batch = NonNullable<OnReadingsSubscription['onReadings']>;

const Frame = v.looseObject({ type: v.string(), id: v.optional(v.string()), payload: v.optional(v.unknown()) });
type Frame = v.InferOutput<typeof Frame>;

/** Who connects: the owner of a token, or a role, whose requests are signed each by itself. */
export type Credentials = string | ((request: { path: string; body: string }) => Promise<Record<string, string>>);

/** A connection to AppSync's real-time endpoint, by its documented protocol: several people can be connected at once. */
export class Live {
  readonly #socket: WebSocket;
  readonly #sonde: Sonde;
  readonly #credentials: Credentials;
  readonly #frames: Frame[] = [];
  #subscriptions = 0;
  #isClosed = false;

  private constructor(socket: WebSocket, sonde: Sonde, credentials: Credentials) {
    this.#socket = socket;
    this.#sonde = sonde;
    this.#credentials = credentials;
    socket.on('message', (message: Buffer) => this.#frames.push(v.parse(Frame, JSON.parse(message.toString('utf8')))));
    socket.on('close', () => (this.#isClosed = true));
  }

  /** Whether the connection has ended: the API closes the one on which it invalidates a subscription. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /**
   * Connects. The first frame is what the API says to it: `connection_ack`, or `connection_error`.
   * @param onFrame gets each frame as it comes
   */
  static async connect(
    sonde: Sonde,
    credentials: Credentials,
    onFrame?: (frame: string) => void,
  ): Promise<{ live: Live; first: Frame }> {
    const header = JSON.stringify(await headersOf(sonde, credentials, { path: '/connect', body: '{}' }));
    const protocols = ['graphql-ws', `header-${Buffer.from(header).toString('base64url')}`];
    const live = new Live(new WebSocket(sonde.addresses.realtimeUrl, protocols), sonde, credentials);
    if (onFrame) {
      live.#socket.on('message', (message: Buffer) => {
        onFrame(message.toString('utf8'));
      });
    }
    live.#socket.once('open', () => {
      live.#send({ type: 'connection_init' });
    });
    return { live, first: await live.#frame(({ type }) => type.startsWith('connection_')) };
  }

  /**
   * Subscribes to `onReadings`, or to another field. The first frame is what the API says to it: `start_ack`, or `error`.
   * @param credentials of somebody other than whose connection it is
   */
  async subscribe(
    variables: object = {},
    document: DocumentNode | string = OnReadingsDocument,
    credentials = this.#credentials,
  ): Promise<{ id: string; first: Frame }> {
    this.#subscriptions += 1;
    const id = `subscription-${this.#subscriptions}`;
    const query = typeof document === 'string' ? document : print(document);
    const data = JSON.stringify({ query, variables });
    const authorization = await headersOf(this.#sonde, credentials, { path: '', body: data });
    this.#send({ id, type: 'start', payload: { data, extensions: { authorization } } });
    return { id, first: await this.#frame((frame) => frame.id === id) };
  }

  /** Stops a subscription, and answers the last that the API says to it. */
  async stop(id: string): Promise<Frame> {
    this.#send({ id, type: 'stop' });
    return this.completed(id);
  }

  /** Waits until the API ends a subscription. */
  completed(id: string): Promise<Frame> {
    return this.#frame((frame) => frame.id === id && frame.type === 'complete');
  }

  /** Whether the API has not ended a subscription so far, nor the connection. */
  isOpen(id: string): boolean {
    return !this.#isClosed && !this.#frames.some((frame) => frame.id === id && frame.type === 'complete');
  }

  /** What the subscription has been sent so far: each `onReadings` as a whole. */
  received(id: string): unknown[] {
    return this.#frames.filter((frame) => frame.type === 'data' && frame.id === id).map(({ payload }) => payload);
  }

  /** Waits for the first batches, and answers all that have come. */
  async batches(id: string, least = 1): Promise<unknown[]> {
    return until(`${least} batches of ${id}`, () => {
      const received = this.received(id);
      return received.length >= least ? received : undefined;
    });
  }

  close(): void {
    this.#socket.terminate();
  }

  #send(frame: object): void {
    this.#socket.send(JSON.stringify(frame));
  }

  #frame(accept: (frame: Frame) => boolean): Promise<Frame> {
    return until('an answer over the WebSocket', () => {
      const found = this.#frames.find(accept);
      if (!found && this.#isClosed) throw new Error('The connection was closed before the API answered');
      return found;
    });
  }
}

/** What stands for the headers of a request. @param path below the API's own */
async function headersOf(
  { addresses }: Sonde,
  credentials: Credentials,
  { path, body }: { path: string; body: string },
): Promise<Record<string, string>> {
  const { host, pathname } = new URL(addresses.graphqlUrl);
  return typeof credentials === 'string'
    ? { Authorization: credentials, host }
    : credentials({ path: `${pathname}${path}`, body });
}
