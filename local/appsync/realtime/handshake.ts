import type { IncomingMessage } from 'node:http';
import { decodeHeaders, isEmptyPayload, type FrameError } from './protocol.ts';

/** The object that stands for a request's headers, as a WebSocket client in a browser cannot send any. */
export type Handshake =
  { headers: Readonly<Record<string, string>>; refusal?: never } | { headers?: never; refusal: FrameError };

export const SUBPROTOCOL = 'graphql-ws';
const HEADER_PREFIX = 'header-';

/**
 * Reads the connection's header object from its sub-protocols, from the older `?header=` with `&payload=`, or from its own headers.
 * Source: Building a real-time WebSocket client (handshake details, header parameter format).
 */
export function readHandshake(request: IncomingMessage): Handshake {
  const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim());
  if (protocols[0] === '') return refused({ message: 'NoProtocolError' });
  if (!protocols.includes(SUBPROTOCOL)) return refused({ message: 'SubProtocolNotSupportedError' });
  const encoded = protocols.find((protocol) => protocol.startsWith(HEADER_PREFIX))?.slice(HEADER_PREFIX.length);
  if (encoded !== undefined) return decoded(encoded);
  const query = new URL(request.url ?? '', 'ws://localhost').searchParams;
  const header = query.get('header');
  if (header === null) return { headers: ownHeaders(request) };
  if (!isEmptyPayload(query.get('payload') ?? ''))
    return badRequest('The payload is not base64 of an empty JSON object, as `e30=` is.');
  return decoded(header);
}

function decoded(header: string): Handshake {
  const headers = decodeHeaders(header);
  return headers ? { headers } : badRequest('The header object is not base64 JSON.');
}

const badRequest = (message: string): Handshake => refused({ errorType: 'BadRequestException', message });

function refused(error: FrameError): Handshake {
  return { refusal: { ...error, errorCode: 400 } };
}

function ownHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}
