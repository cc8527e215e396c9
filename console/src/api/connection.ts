import type { CONNECTION_STATE_CHANGE, ConnectionState } from 'aws-amplify/api';
import { Hub } from 'aws-amplify/utils';
import { useSyncExternalStore } from 'react';
import * as v from 'valibot';

/** `idle`: nothing is subscribed to. `lost`: what happens now will be there once it is `connected` again. */
export type Connection = 'idle' | 'connecting' | 'connected' | 'lost';

/** By Amplify's names. Its part for subscriptions, which has them, is too large for the first load of a page. */
const CONNECTIONS: Readonly<Record<`${ConnectionState}`, Connection>> = {
  Disconnected: 'idle',
  Connecting: 'connecting',
  Connected: 'connected',
  ConnectedPendingDisconnect: 'connected',
  ConnectedPendingKeepAlive: 'lost',
  ConnectedPendingNetwork: 'lost',
  ConnectionDisrupted: 'lost',
  ConnectionDisruptedPendingNetwork: 'lost',
};
const CHANGE: typeof CONNECTION_STATE_CHANGE = 'ConnectionStateChange';

const Change = v.object({
  connectionState: v.custom<keyof typeof CONNECTIONS>(
    (state) => typeof state === 'string' && Object.hasOwn(CONNECTIONS, state),
  ),
});

let connection: Connection = 'idle';
let followers = 0;
const listeners = new Set<() => void>();

function become(next: Connection): void {
  connection = followers === 0 ? 'idle' : next;
  for (const listener of listeners) listener();
}

Hub.listen('api', ({ payload }) => {
  if (payload.event !== CHANGE) return;
  const changed = CONNECTIONS[v.parse(Change, payload.data).connectionState];
  // On the way back it is still lost.
  become(changed === 'connecting' && connection === 'lost' ? 'lost' : changed);
});

/** Says that something is subscribed to, until the returned function is called. Amplify goes on to call a connection lost that nobody wants back. */
export function needConnection(): () => void {
  followers += 1;
  return () => {
    followers -= 1;
    // Who goes from one page to another follows something else at once.
    queueMicrotask(() => {
      if (followers === 0) become('idle');
    });
  };
}

/** How the connection by which the API pushes is now. */
export const connectionNow = (): Connection => connection;

/** The same, kept up to date. */
export const useConnection = (): Connection =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, connectionNow);
