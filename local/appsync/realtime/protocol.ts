import * as v from 'valibot';
import type { FrameError } from './subscription.ts';

/**
 * The frames of AppSync's WebSocket protocol. Source: Building a real-time WebSocket client in AWS AppSync.
 */
export type ClientFrame = v.InferOutput<typeof ClientFrame>;

const Headers = v.record(v.string(), v.string());

/** `data` is a GraphQL request as JSON text, which a SigV4 signature in `authorization` is over. */
const StartPayload = v.object({ data: v.string(), extensions: v.object({ authorization: Headers }) });
export type StartPayload = v.InferOutput<typeof StartPayload>;

const ClientFrame = v.variant('type', [
  v.object({ type: v.literal('connection_init') }),
  v.object({ type: v.literal('start'), id: v.pipe(v.string(), v.minLength(1)), payload: StartPayload }),
  v.object({ type: v.literal('stop'), id: v.string() }),
]);

/** A client that hears no `ka` for so long ends the connection. */
const CONNECTION_TIMEOUT_MS = 300_000;

export const connectionAck = JSON.stringify({
  type: 'connection_ack',
  payload: { connectionTimeoutMs: CONNECTION_TIMEOUT_MS },
});
export const keepAlive = JSON.stringify({ type: 'ka' });
export const startAck = (id: string): string => JSON.stringify({ type: 'start_ack', id });
export const complete = (id: string): string => JSON.stringify({ type: 'complete', id });
/** @param payload JSON: what a mutation's result is for many subscriptions is made into text once */
export const data = (id: string, payload: string): string =>
  `{"id":${JSON.stringify(id)},"type":"data","payload":${payload}}`;

export function error(errors: readonly FrameError[], id?: string): string {
  return JSON.stringify({ ...(id === undefined ? {} : { id }), type: 'error', payload: { errors } });
}

export function connectionError(cause: FrameError & { errorCode: number }): string {
  return JSON.stringify({ type: 'connection_error', payload: { errors: [cause] } });
}

/** The frame that `text` is; `undefined` where it is none that AppSync knows. */
export function parseFrame(text: string): ClientFrame | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), ClientFrame), text);
  return parsed.success ? parsed.output : undefined;
}

/** The id that a text names, whatever else it is: an error frame answers to it. */
export function frameId(text: string): string | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), v.object({ id: v.string() })), text);
  return parsed.success ? parsed.output.id : undefined;
}

/** The header object of a connection or a `start`, by lower-case name. */
export function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** Reads the header object from base64 or base64url JSON; `undefined` where it is not one. */
export function decodeHeaders(encoded: string): Record<string, string> | undefined {
  const parsed = v.safeParse(
    v.pipe(v.string(), v.parseJson(), Headers),
    Buffer.from(encoded, 'base64url').toString('utf8'),
  );
  return parsed.success ? lowerCased(parsed.output) : undefined;
}
