import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import * as v from 'valibot';
import { WebSocket } from 'ws';

interface Subscription<Data, Variables> {
  /** Of the API, as for questions. */
  url: string;
  token: string;
  document: TypedDocumentNode<Data, Variables>;
  variables: Variables;
  /** What happens from now on is delivered. */
  onStart: () => void;
  onData: (data: Data) => void;
  /** Ends the subscription. */
  signal: AbortSignal;
}

const Frame = v.object({
  type: v.string(),
  payload: v.optional(
    v.object({
      connectionTimeoutMs: v.optional(v.number()),
      data: v.optional(v.unknown()),
      errors: v.optional(v.array(v.object({ errorType: v.nullish(v.string()), message: v.nullish(v.string()) })), []),
    }),
  ),
});

const ID = 'readings';
/** Before the API has said how long it may be silent, in ms. */
const CONNECT_WITHIN = 15_000;

/**
 * Subscribes, and resolves with the reason when it has ended, whoever ended it. Source: AWS AppSync Developer Guide, "Building a real-time WebSocket
 * client".
 */
export function subscribe<Data, Variables>(subscription: Subscription<Data, Variables>): Promise<string> {
  const { url, token, document, variables, onStart, onData, signal } = subscription;
  const authorization = { Authorization: token, host: new URL(url).host };
  const header = Buffer.from(JSON.stringify(authorization)).toString('base64url');
  const socket = new WebSocket(realtimeUrl(url), ['graphql-ws', `header-${header}`]);

  return new Promise((resolve) => {
    let patience = CONNECT_WITHIN;
    let silence: NodeJS.Timeout | undefined;
    const stop = () => {
      end('it was stopped');
    };
    function end(reason: string): void {
      clearTimeout(silence);
      signal.removeEventListener('abort', stop);
      socket.terminate();
      resolve(reason);
    }
    function listen(): void {
      clearTimeout(silence);
      silence = setTimeout(() => {
        end('the API fell silent');
      }, patience);
    }
    const send = (frame: object) => {
      socket.send(JSON.stringify(frame));
    };

    signal.addEventListener('abort', stop);
    listen();
    socket.on('error', (error) => {
      end(error.message);
    });
    socket.on('close', (code) => {
      end(`the connection was closed with ${code}`);
    });
    socket.on('open', () => {
      send({ type: 'connection_init' });
    });
    socket.on('message', (message: Buffer) => {
      listen();
      const { type, payload } = v.parse(Frame, JSON.parse(message.toString('utf8')));
      if (type === 'connection_ack') {
        patience = payload?.connectionTimeoutMs ?? patience;
        const data = JSON.stringify({ query: print(document), variables });
        send({ id: ID, type: 'start', payload: { data, extensions: { authorization } } });
      } else if (type === 'start_ack') onStart();
      else if (type === 'data') onData(payload?.data as Data);
      else if (type === 'complete') end('the API ended it');
      else if (type.endsWith('error'))
        end(payload?.errors.map((each) => each.message ?? each.errorType).join('; ') ?? type);
    });
    if (signal.aborted) stop();
  });
}

/** Where the API answers subscriptions: a host of its own at AWS, a path below a custom domain's. */
export function realtimeUrl(url: string): string {
  const realtime = new URL(url);
  realtime.protocol = realtime.protocol === 'http:' ? 'ws:' : 'wss:';
  if (/\.appsync-api\.[^.]+\.amazonaws\.com/.test(realtime.host))
    realtime.host = realtime.host.replace('.appsync-api.', '.appsync-realtime-api.');
  else realtime.pathname = `${realtime.pathname}/realtime`;
  return realtime.href;
}
