export interface RealtimeSettings {
  /** Between two `ka` frames. */
  keepAliveMs: number;
  /** A connection lives so long at most. */
  lifetimeMs: number;
  /** A client whose handshake is refused is told so at its first frame, or after so long without one. */
  refusalMs: number;
  subscriptionsPerConnection: number;
  /** A consumer that leaves more than so many bytes unread is dropped. */
  maxBufferedBytes: number;
}

/**
 * Source: Building a real-time WebSocket client (24 hours). AppSync's own message names 100 as the most subscriptions of a connection
 * (aws-amplify/amplify-js issue 8370).
 */
export const defaultRealtime: RealtimeSettings = {
  keepAliveMs: 60_000,
  lifetimeMs: 24 * 60 * 60 * 1000,
  refusalMs: 1000,
  subscriptionsPerConnection: 100,
  maxBufferedBytes: 4 * 1024 * 1024,
};
