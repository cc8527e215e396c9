import { expect, it, vi } from 'vitest';
import type { FakeApi } from '../testing/api.ts';
import { rawSocket } from '../testing/raw-socket.ts';
import { realtimeApis, type OpenApi } from '../testing/realtime.ts';

const api: FakeApi = {
  schema: `
    type Query { none: String }
    type Mutation { publish(organization: ID!, note: String): Batch }
    type Batch { organization: ID! note: String }
    type Subscription { onBatch(organization: ID): Batch @aws_subscribe(mutations: ["publish"]) }
  `,
  resolvers: { 'Mutation.publish': { request: (ctx) => ({ result: ctx.arguments }) } },
};
const open = realtimeApis();
const ON_BATCH = 'subscription ($o: ID) { onBatch(organization: $o) { organization note } }';

/** A client that has subscribed and answers no ping. */
async function rawSubscriber({ server, authorization }: OpenApi) {
  const raw = await rawSocket(server.host, authorization);
  const data = JSON.stringify({ query: ON_BATCH });
  raw.send({ id: 's1', type: 'start', payload: { data, extensions: { authorization } } });
  await raw.until('start_ack');
  return raw;
}

it('a client that does not read is dropped, and the others get their events meanwhile', async () => {
  const warn = vi.fn();
  const log = { info: () => undefined, warn, error: () => undefined };
  const opened = await open(api, { log, realtime: { maxBufferedBytes: 64 * 1024 } });
  const { connect, authorization, mutate, server } = opened;
  const slow = await rawSubscriber(opened);
  slow.socket.pause();
  const quick = await connect();
  await quick.start('s1', ON_BATCH, authorization);
  const note = 'x'.repeat(100 * 1024);
  for (let count = 0; server.hub.size > 1; count++) {
    await mutate('mutation ($note: String) { publish(organization: "o1", note: $note) { organization note } }', {
      note,
    });
    expect(await quick.next()).toMatchObject({ type: 'data' });
    expect(count, 'events until the client is dropped').toBeLessThan(1_000);
  }
  slow.socket.resume();
  await slow.closed;
  expect(warn).toHaveBeenCalledExactlyOnceWith('A WebSocket client reads too slowly and is dropped');
});

it('a client that answers no ping is gone', async () => {
  const opened = await open(api, { realtime: { keepAliveMs: 50 } });
  const mute = await rawSubscriber(opened);
  const alive = await opened.connect();
  await alive.start('s1', ON_BATCH, opened.authorization);
  mute.socket.resume();
  await mute.closed;
  await expect.poll(() => opened.server.hub.size).toBe(1);
  await opened.mutate('mutation { publish(organization: "o1") { organization } }');
  expect(await alive.next()).toMatchObject({ type: 'data' });
});

it('thousands of subscriptions that are stopped, left and cut off leave nothing behind', async () => {
  const { connect, authorization, server } = await open(api);
  const clients = await Promise.all(Array.from({ length: 20 }, () => connect()));
  await Promise.all(
    clients.map(async (client) => {
      for (let count = 0; count < 100; count++)
        await client.start(`s${count}`, ON_BATCH, authorization, { o: `o${count % 7}` });
    }),
  );
  expect(server.hub.size).toBe(2_000);
  for (const [index, client] of clients.entries()) {
    if (index % 3 === 0) client.socket.terminate();
    else if (index % 3 === 1) client.socket.close();
    else for (let count = 0; count < 100; count++) await client.send({ type: 'stop', id: `s${count}` });
  }
  await expect.poll(() => server.hub.size).toBe(0);
});
