import * as v from 'valibot';

/**
 * The frames of AppSync's WebSocket protocol. Source: Building a real-time WebSocket client in AWS AppSync.
 */
export type ClientFrame = v.InferOutput<typeof ClientFrame>;

const Headers = v.record(v.string(), v.string());

/**
 * `data` is a GraphQL request as JSON text, which a SigV4 signature in `authorization` is over. A payload without `data` makes the frame an
 * unknown one, and one without `authorization` an unauthorized one (ChilliCream/graphql-platform issue 6468).
 */
const StartPayload = v.object({
  data: v.string(),
  extensions: v.optional(v.object({ authorization: v.optional(Headers, {}) }), { authorization: {} }),
});
export type StartPayload = v.InferOutput<typeof StartPayload>;

const ClientFrame = v.variant('type', [
  v.object({ type: v.literal('connection_init') }),
  v.object({ type: v.literal('start'), id: v.pipe(v.string(), v.minLength(1)), payload: StartPayload }),
  v.object({ type: v.literal('stop'), id: v.string() }),
]);

/** An error of an `error` or a `connection_error` frame. */
export interface FrameError {
  errorType?: string;
  message: string;
  errorCode?: number;
}

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

export function connectionError(cause: FrameError): string {
  return JSON.stringify({ type: 'connection_error', payload: { errors: [cause] } });
}

/** What AppSync says to a frame that it does not know, without the frame's id, and to an operation that is no subscription. */
export function unsupported(operation: string): FrameError {
  return { errorType: 'UnsupportedOperation', message: `${operation} not supported through the realtime channel` };
}

/** The frame that `text` is; `undefined` where it is none that AppSync knows. */
export function parseFrame(text: string): ClientFrame | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), ClientFrame), text);
  return parsed.success ? parsed.output : undefined;
}

/** The header object of a connection or a `start`, by lower-case name. */
export function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** Reads the header object from base64 or base64url JSON; `undefined` where it is not one. */
export function decodeHeaders(encoded: string): Record<string, string> | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Headers), decodeBase64(encoded));
  return parsed.success ? lowerCased(parsed.output) : undefined;
}

/** Whether a connection's `payload` is what it has to be: base64 of an empty JSON object. */
export function isEmptyPayload(encoded: string): boolean {
  return v.safeParse(v.pipe(v.string(), v.parseJson(), v.strictObject({})), decodeBase64(encoded)).success;
}

function decodeBase64(encoded: string): string {
  return Buffer.from(encoded, 'base64url').toString('utf8');
}
