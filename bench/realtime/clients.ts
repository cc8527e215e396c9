import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import { WebSocket } from 'ws';
import { quantile } from '../shared/figures.ts';
import { Assignment, GROUPS, groupOf, now, Question, RATE, SUBSCRIBERS, type Tally } from './plan.ts';

/** All subscribers of a server, each with a connection of its own. Says when they are subscribed, then answers a question with what they have had. */

const Frame = v.object({
  type: v.string(),
  payload: v.optional(
    v.object({
      data: v.optional(
        v.object({ onReading: v.object({ group: v.string(), sequence: v.number(), sentAt: v.number() }) }),
      ),
    }),
  ),
});
const AT_ONCE = 50;

process.once('disconnect', () => process.exit());

const { url, key, seconds } = v.parse(Assignment, (await once(process, 'message'))[0]);
const MUTATIONS = RATE * seconds;
const delays: number[] = [];
const tally = { received: 0, twice: 0, notDue: 0 };

async function subscribe(index: number): Promise<WebSocket> {
  const group = groupOf(index);
  const seen = new Uint8Array(MUTATIONS);
  const authorization = { host: new URL(url).host, 'x-api-key': key };
  const header = Buffer.from(JSON.stringify(authorization)).toString('base64url');
  const socket = new WebSocket(`${url}/realtime?group=${group}`, ['graphql-ws', `header-${header}`]);
  const query = 'subscription ($group: String!) { onReading(group: $group) { group sequence sentAt note } }';
  const data = JSON.stringify({ query, variables: { group } });
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => {
      socket.send(JSON.stringify({ type: 'connection_init' }));
    });
    socket.on('message', (message: Buffer) => {
      const at = now();
      const { type, payload } = v.parse(Frame, JSON.parse(message.toString('utf8')));
      if (type === 'connection_ack')
        socket.send(JSON.stringify({ id: 's', type: 'start', payload: { data, extensions: { authorization } } }));
      else if (type === 'start_ack') resolve();
      else if (type.endsWith('error')) reject(new Error(message.toString('utf8')));
      else if (payload?.data) note(payload.data.onReading, at);
    });
  });

  function note(reading: { group: string; sequence: number; sentAt: number }, at: number): void {
    if (reading.sequence < 0) return;
    if (reading.group !== group || reading.sequence % GROUPS !== index % GROUPS) tally.notDue++;
    else if (seen[reading.sequence] === 1) tally.twice++;
    else {
      seen[reading.sequence] = 1;
      tally.received++;
      delays.push(at - reading.sentAt);
    }
  }
  return socket;
}

const sockets: WebSocket[] = [];
for (let first = 0; first < SUBSCRIBERS; first += AT_ONCE)
  sockets.push(...(await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => subscribe(first + index)))));
process.send?.({ subscribed: sockets.length });

const { patience } = v.parse(Question, (await once(process, 'message'))[0]);
const due = (MUTATIONS / GROUPS) * SUBSCRIBERS;
const deadline = now() + patience;
while (tally.received < due && now() < deadline) await wait(50);
// What comes twice comes late.
await wait(500);
for (const socket of sockets) socket.terminate();
const answer: Tally = {
  ...tally,
  lost: due - tally.received,
  p50: quantile(delays, 0.5),
  p99: quantile(delays, 0.99),
  most: quantile(delays, 1),
};
process.send?.(answer);
