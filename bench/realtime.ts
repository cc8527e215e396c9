import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import { Child } from './realtime/child.ts';
import {
  groupOf,
  GROUPS,
  now,
  RATE,
  Ready,
  SUBSCRIBERS,
  Tally,
  Usage,
  WARMING_UP,
  type Reading,
} from './realtime/plan.ts';
import { count } from './shared/figures.ts';

/**
 * From a mutation to the subscribers whose filter it matches: 1,000 WebSockets, 100 mutations a second for 30 s, each for one subscriber in ten. AppSync's
 * stand-in and the clients are processes of their own. The floor is a bare WebSocket server that sends the same bytes to the same clients by a list that
 * it has beforehand. Fails where a message does not come once to everybody whom it is for, or comes to anybody else. `DURATION=10 make bench-realtime` is a
 * quicker look, in seconds.
 */
const SECONDS = v.parse(
  v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(2)),
  process.env.DURATION ?? '30',
);
const MUTATIONS = RATE * SECONDS;
const MOST_MILLISECONDS = 100;
/** How long a mutation, and after it the last messages, may take, in ms. */
const PATIENCE = 60_000;
const NOTE = 'A reading has a note of this length, which is about as much as a few readings of a sensor are.';
const QUERY =
  'mutation ($group: String!, $sequence: Int!, $sentAt: Float!, $note: String!) { publish(group: $group, sequence: $sequence, sentAt: $sentAt, note: $note) { group sequence sentAt note } }';

/** As many as a busy publisher would have: on a busy machine more would be more to wait for. */
const agent = new Agent({ keepAlive: true, maxSockets: 16 });

interface Run {
  tally: Tally;
  /** At the start, in the middle, at the end. */
  usage: Usage[];
}

const floor = await run('bare.ts');
const appsync = await run('appsync.ts');
agent.destroy();
print(floor, appsync);

async function run(file: string): Promise<Run> {
  const server = new Child(file);
  const clients = new Child('clients.ts');
  try {
    const { port, path, key } = await server.hear(Ready);
    const url = `127.0.0.1:${port}${path}`;
    await clients.ask({ url: `ws://${url}`, key, seconds: SECONDS }, v.object({ subscribed: v.literal(SUBSCRIBERS) }));
    const publish = (sequence: number) => send(`http://${url}`, key, sequence);
    await publishAll(publish, { from: -WARMING_UP, to: 0 });
    const usage = [await server.ask({}, Usage)];
    const middle = Math.floor(MUTATIONS / 2);
    await publishAll(publish, { from: 0, to: middle });
    usage.push(await server.ask({}, Usage));
    await publishAll(publish, { from: middle, to: MUTATIONS });
    usage.push(await server.ask({}, Usage));
    const tally = await clients.ask({ patience: PATIENCE }, Tally);
    return { tally, usage };
  } finally {
    await clients.end();
    await server.end();
  }
}

/** Publishes at the rate, whether the server keeps up or not. */
async function publishAll(publish: (sequence: number) => Promise<void>, { from, to }: { from: number; to: number }) {
  const began = now();
  const sent: Promise<void>[] = [];
  while (from + sent.length < to) {
    const due = Math.min(to - from, Math.floor(((now() - began) / 1000) * RATE) + 1);
    while (sent.length < due) sent.push(publish(from + sent.length));
    await wait(1);
  }
  await Promise.all(sent);
}

async function send(url: string, key: string, sequence: number): Promise<void> {
  const group = groupOf(sequence < 0 ? sequence + WARMING_UP * GROUPS : sequence);
  const variables: Reading = { group, sequence, sentAt: now(), note: NOTE };
  const body = JSON.stringify({ query: QUERY, variables });
  const request = httpRequest(url, { method: 'POST', agent, headers: { 'x-api-key': key }, timeout: PATIENCE });
  request.on('timeout', () => request.destroy(new Error('A mutation is not answered')));
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const answer = await text(response);
  if (response.statusCode !== 200 || answer.includes('"errors"'))
    throw new Error(`${response.statusCode ?? ''} ${answer}`);
}

function print(bare: Run, own: Run): void {
  console.log(
    `Mutation to subscriber: ${count(SUBSCRIBERS)} subscribers, ${RATE} mutations a second for ${SECONDS} s, each for one subscriber in ${GROUPS}`,
  );
  const line = (what: string, { p50, p99, most }: Tally): void => {
    const figures = [p50, p99, most].map((figure) => `${figure.toFixed(1)} ms`);
    console.log(`${what.padEnd(28)}p50 ${figures[0]}, p99 ${figures[1]}, most ${figures[2]}`);
  };
  line("AppSync's stand-in", own.tally);
  line('a bare WebSocket server', bare.tally);
  const ratio = (figure: 'p50' | 'p99') => (own.tally[figure] / bare.tally[figure]).toFixed(1);
  console.log(
    `ratio to the bare one: p50 ${ratio('p50')}, p99 ${ratio('p99')}; p99 is to be less than ${MOST_MILLISECONDS} ms`,
  );
  const [each, floorEach] = [own, bare].map(({ usage, tally }) => {
    const [start = 0, , end = 0] = usage.map(({ processor }) => processor);
    return (end - start) / tally.received;
  });
  console.log(
    `processor time for each message, its share of the mutation included: ${each?.toFixed(0)} µs, the bare one ${floorEach?.toFixed(0)} µs`,
  );
  const megabytes = (figure: 'rss' | 'heapUsed') =>
    own.usage.map((usage) => (usage[figure] / 2 ** 20).toFixed(0)).join(', ');
  console.log(
    `memory at the start, in the middle, at the end: ${megabytes('rss')} MB, of which heap ${megabytes('heapUsed')} MB`,
  );
  for (const [what, { tally }] of [
    ['the stand-in', own],
    ['the bare server', bare],
  ] as const) {
    const { received, lost, twice, notDue } = tally;
    console.log(`${what}: ${count(received)} received, ${lost} lost, ${twice} twice, ${notDue} not due`);
    if (lost + twice + notDue > 0)
      throw new Error(`Not every message of ${what} came once to those whom it was for, and to nobody else`);
  }
}
