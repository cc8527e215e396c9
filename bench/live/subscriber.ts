import * as v from 'valibot';
import { WebSocket } from 'ws';
import { print } from 'graphql';
import { OnReadingsDocument } from '../../examples/generated/documents.ts';

const Frame = v.object({ type: v.string(), payload: v.optional(v.unknown()) });
const Data = v.object({
  data: v.object({
    onReadings: v.object({ readings: v.array(v.object({ deviceId: v.string(), value: v.nullable(v.number()) })) }),
  }),
});

/** Told of each reading that a subscriber receives, and when (`performance.now()`) its message was there. */
export type Received = (reading: { deviceId: string; value: number | null }, at: number) => void;

/** Subscribes to all readings of an organization, over a connection of its own, by AppSync's real-time protocol. Resolves when it is acknowledged. */
export async function subscribe(graphqlUrl: string, token: string, received: Received): Promise<{ close: () => void }> {
  const authorization = { Authorization: token, host: new URL(graphqlUrl).host };
  const header = Buffer.from(JSON.stringify(authorization)).toString('base64url');
  const url = `${graphqlUrl.replace(/^http/, 'ws')}/realtime`;
  const socket = new WebSocket(url, ['graphql-ws', `header-${header}`]);
  const send = (frame: object): void => {
    socket.send(JSON.stringify(frame));
  };
  const data = JSON.stringify({ query: print(OnReadingsDocument), variables: {} });

  await new Promise<void>((resolve, reject) => {
    socket.on('open', () => {
      send({ type: 'connection_init' });
    });
    socket.on('error', reject);
    socket.on('message', (message: Buffer) => {
      const at = performance.now();
      const { type, payload } = v.parse(Frame, JSON.parse(message.toString('utf8')));
      if (type === 'connection_ack')
        send({ id: 'all', type: 'start', payload: { data, extensions: { authorization } } });
      else if (type === 'start_ack') resolve();
      else if (type === 'data')
        for (const reading of v.parse(Data, payload).data.onReadings.readings) received(reading, at);
      else if (type !== 'ka') reject(new Error(`The API said ${message.toString('utf8')}`));
    });
  });
  return {
    close: () => {
      socket.terminate();
    },
  };
}
