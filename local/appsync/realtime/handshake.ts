import type { IncomingMessage } from 'node:http';
import { decodeHeaders } from './protocol.ts';
import type { FrameError } from './subscription.ts';

export type HandshakeRefusal = FrameError & { errorCode: number };

/** The object that stands for a request's headers, as a WebSocket client in a browser cannot send any. */
export type Handshake =
  { headers: Readonly<Record<string, string>>; refusal?: never } | { headers?: never; refusal: HandshakeRefusal };

export const SUBPROTOCOL = 'graphql-ws';
const HEADER_PREFIX = 'header-';

/**
 * Reads the connection's header object from its sub-protocols, from the older `?header=`, or from its own headers.
 * Source: Building a real-time WebSocket client (header parameter format).
 */
export function readHandshake(request: IncomingMessage): Handshake {
  const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim());
  if (protocols[0] === '') return { refusal: { message: 'NoProtocolError', errorCode: 400 } };
  if (!protocols.includes(SUBPROTOCOL)) return { refusal: { message: 'SubProtocolNotSupportedError', errorCode: 400 } };
  const url = new URL(request.url ?? '', 'ws://localhost');
  const encoded = protocols.find((protocol) => protocol.startsWith(HEADER_PREFIX))?.slice(HEADER_PREFIX.length);
  const header = encoded ?? url.searchParams.get('header');
  if (header === null) return { headers: ownHeaders(request) };
  const headers = decodeHeaders(header);
  if (!headers)
    return {
      refusal: { errorType: 'BadRequestException', message: 'The header object is not base64 JSON.', errorCode: 400 },
    };
  return { headers };
}

function ownHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}
