import { CONNECTION_STATE_CHANGE, ConnectionState } from 'aws-amplify/api';
import { Hub } from 'aws-amplify/utils';
import { useSyncExternalStore } from 'react';
import * as v from 'valibot';

/** `idle`: nothing is subscribed to. `lost`: what happens now will be there once it is `connected` again. */
export type Connection = 'idle' | 'connecting' | 'connected' | 'lost';

const CONNECTIONS: Readonly<Record<ConnectionState, Connection>> = {
  [ConnectionState.Disconnected]: 'idle',
  [ConnectionState.Connecting]: 'connecting',
  [ConnectionState.Connected]: 'connected',
  [ConnectionState.ConnectedPendingDisconnect]: 'connected',
  [ConnectionState.ConnectedPendingKeepAlive]: 'lost',
  [ConnectionState.ConnectedPendingNetwork]: 'lost',
  [ConnectionState.ConnectionDisrupted]: 'lost',
  [ConnectionState.ConnectionDisruptedPendingNetwork]: 'lost',
};

const Change = v.object({ connectionState: v.enum(ConnectionState) });

let connection: Connection = 'idle';
const listeners = new Set<() => void>();

Hub.listen('api', ({ payload }) => {
  if (payload.event !== CONNECTION_STATE_CHANGE) return;
  const changed = CONNECTIONS[v.parse(Change, payload.data).connectionState];
  // On the way back it is still lost.
  connection = changed === 'connecting' && connection === 'lost' ? 'lost' : changed;
  for (const listener of listeners) listener();
});

/** How the connection by which the API pushes is now. */
export const useConnection = (): Connection =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => connection,
  );
