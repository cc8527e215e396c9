import { describe, expect, it } from 'vitest';
import { API_KEY, signedHeaders } from '../testing/callers.ts';
import type { FakeApi } from '../testing/api.ts';
import { realtimeApis } from '../testing/realtime.ts';

const api: FakeApi = {
  schema: `
    type Query { none: String }
    type Mutation { publish(text: String): Message }
    type Message { text: String }
    type Subscription { onMessage(text: String): Message @aws_subscribe(mutations: ["publish"]) }
  `,
  resolvers: { 'Mutation.publish': { request: (ctx) => ({ result: ctx.arguments }) } },
};
const open = realtimeApis();

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');
const asQuery = (headers: object, payload = '&payload=e30=') =>
  `?header=${encodeURIComponent(base64(headers))}${payload}`;
const ON_MESSAGE = 'subscription ($text: String) { onMessage(text: $text) { text } }';
const unknownFrame = {
  type: 'error',
  payload: {
    errors: [{ errorType: 'UnsupportedOperation', message: 'unknown not supported through the realtime channel' }],
  },
};

describe('a handshake ("Building a real-time WebSocket client": handshake details, header parameter format)', () => {
  it('gives the header object as a sub-protocol', async () => {
    const { connect } = await open(api);
    expect((await connect()).socket.protocol).toBe('graphql-ws');
  });

  it('gives the header object in the query, with an empty payload', async () => {
    const { server, authorization, track } = await open(api);
    const client = track(server.connect(undefined, ['graphql-ws'], asQuery(authorization)));
    expect(await client.init()).toMatchObject({ type: 'connection_ack' });
  });

  it('is refused with a header object in the query without the payload', async () => {
    const { server, authorization, track } = await open(api);
    for (const payload of ['', '&payload=', '&payload=e30', `&payload=${base64({ a: 1 })}`]) {
      const client = track(server.connect(undefined, ['graphql-ws'], asQuery(authorization, payload)));
      const type = payload === '&payload=e30' ? 'connection_ack' : 'connection_error';
      expect(await client.init(), payload).toMatchObject({ type });
    }
  });

  it('gives headers of its own', async () => {
    const { server, authorization, track } = await open(api);
    const client = track(server.connectWithHeaders({ authorization: authorization.Authorization }));
    expect(await client.init()).toMatchObject({ type: 'connection_ack' });
  });

  it('takes SigV4, over the pretended POST to /graphql/connect', async () => {
    const { connect } = await open(api);
    await connect(await signedHeaders('{}', { path: '/graphql/connect' }));
  });

  it('takes an API key', async () => {
    const { connect } = await open({ ...api, authorization: ['API_KEY'] });
    await connect({ 'x-api-key': API_KEY, host: 'example' });
  });

  it.each([
    ['no token', { host: 'x' }],
    ['a bad token', { Authorization: 'a.b.c', host: 'x' }],
    ['an unknown API key', { 'x-api-key': 'da2-unknown', host: 'x' }],
  ])('is refused with %s: connection_error, and the end', async (_, headers) => {
    const { server, track } = await open(api);
    const client = track(server.connect(headers));
    expect(await client.init()).toMatchObject({
      type: 'connection_error',
      payload: { errors: [{ errorType: 'UnauthorizedException', errorCode: 401 }] },
    });
    expect(await client.closed).toBe(1000);
  });

  it('is refused with a token that has expired', async () => {
    const { server, track } = await open(api);
    const client = track(server.connect({ Authorization: await server.pool.token({ expiresIn: -1 }) }));
    expect(await client.init()).toEqual({
      type: 'connection_error',
      payload: {
        errors: [{ errorType: 'UnauthorizedException', message: 'Token has expired.', errorCode: 401 }],
      },
    });
  });

  it.each([['%%%'], [Buffer.from('no JSON').toString('base64url')], [base64('a text')], [base64({ host: 1 })]])(
    'is refused with the header object %s',
    async (header) => {
      const { server, track } = await open(api);
      const client = track(
        server.connect(undefined, ['graphql-ws'], `?header=${encodeURIComponent(header)}&payload=e30=`),
      );
      expect(await client.init()).toMatchObject({
        type: 'connection_error',
        payload: { errors: [{ errorType: 'BadRequestException', errorCode: 400 }] },
      });
      expect(await client.closed).toBe(1000);
    },
  );

  it('is told of its refusal though it says nothing', async () => {
    const { server, track } = await open(api, { realtime: { refusalMs: 20 } });
    const client = track(server.connect({ Authorization: 'a.b.c' }));
    expect(await client.next()).toMatchObject({ type: 'connection_error' });
    expect(await client.closed).toBe(1000);
  });

  it.each([
    [[], 'NoProtocolError'],
    [['mqtt'], 'SubProtocolNotSupportedError'],
    [['graphql-transport-ws'], 'SubProtocolNotSupportedError'],
  ])('is refused with the sub-protocols %j', async (protocols, message) => {
    const { server, track } = await open(api);
    const client = track(server.connect(undefined, protocols));
    // ws ends a connection whose sub-protocol was not taken up; a browser does so too.
    if (protocols.length > 0) {
      client.socket.on('error', () => undefined);
      expect(await client.closed).toBe(1006);
    } else {
      expect(await client.init()).toEqual({
        type: 'connection_error',
        payload: { errors: [{ message, errorCode: 400 }] },
      });
    }
  });
});

describe('a connection ("Building a real-time WebSocket client": real-time WebSocket operation)', () => {
  it('steps through the documented sequence', async () => {
    const { connect, authorization, mutate } = await open(api);
    const client = await connect();
    expect(await client.nextOfAny()).toEqual({ type: 'ka' });
    expect(await client.start('s1', ON_MESSAGE, authorization, { text: 'a' })).toEqual({ type: 'start_ack', id: 's1' });
    await mutate('mutation { publish(text: "a") { text } }');
    expect(await client.next()).toEqual({
      id: 's1',
      type: 'data',
      payload: { data: { onMessage: { text: 'a' } } },
    });
    await client.send({ type: 'stop', id: 's1' });
    expect(await client.next()).toEqual({ type: 'complete', id: 's1' });
    await mutate('mutation { publish(text: "a") { text } }');
    expect(await client.start('s2', ON_MESSAGE, authorization)).toEqual({ type: 'start_ack', id: 's2' });
  });

  it('needs no connection_init', async () => {
    const { server, authorization, track } = await open(api);
    const client = track(server.connect(authorization));
    expect(await client.start('s1', ON_MESSAGE, authorization)).toEqual({ type: 'start_ack', id: 's1' });
  });

  it('is kept alive, with connection_init and without', async () => {
    const { server, connect, authorization, track } = await open(api, { realtime: { keepAliveMs: 20 } });
    const silent = track(server.connect(authorization));
    for (const client of [await connect(), silent])
      for (let beat = 0; beat < 3; beat++) expect(await client.nextOfAny()).toEqual({ type: 'ka' });
  });

  it.each([
    ['not JSON', 'not JSON'],
    ['no object', '"start"'],
    ['a type that is not known', JSON.stringify({ type: 'subscribe', id: 's1' })],
    ['no type', JSON.stringify({ id: 's1' })],
    ['a start without an id', JSON.stringify({ type: 'start', payload: { data: '{}' } })],
    ['a start without a payload', JSON.stringify({ type: 'start', id: 's1' })],
    ['a start of another protocol', JSON.stringify({ type: 'start', id: 's1', payload: { query: ON_MESSAGE } })],
    ['a binary frame', Buffer.from(JSON.stringify({ type: 'connection_init' }))],
  ])('answers %s with an error that names no id, and goes on', async (_, frame) => {
    const { connect, authorization } = await open(api);
    const client = await connect();
    client.socket.send(frame);
    expect(await client.next()).toEqual(unknownFrame);
    expect(await client.start('s1', ON_MESSAGE, authorization)).toMatchObject({ type: 'start_ack' });
  });

  it('ends with a frame that is larger than 1 MB', async () => {
    const { connect } = await open(api);
    const client = await connect();
    client.socket.send('x'.repeat(1024 * 1024 + 1));
    expect(await client.closed).toBe(1009);
  });

  it('ends when its lifetime is over', async () => {
    const { connect } = await open(api, { realtime: { lifetimeMs: 200 } });
    expect(await (await connect()).closed).toBe(1000);
  });

  it('completes what is stopped, though there is no such subscription', async () => {
    const { connect } = await open(api);
    const client = await connect();
    await client.send({ type: 'stop', id: 'none' });
    expect(await client.next()).toEqual({ type: 'complete', id: 'none' });
  });

  it('serves subscriptions of several authorization modes', async () => {
    const { connect, authorization } = await open({
      ...api,
      authorization: ['AMAZON_COGNITO_USER_POOLS', 'API_KEY'],
      schema: api.schema
        .replace('): Message @aws_subscribe', '): Message @aws_cognito_user_pools @aws_api_key @aws_subscribe')
        .replace('type Message', 'type Message @aws_cognito_user_pools @aws_api_key'),
    });
    const client = await connect();
    const key = { 'x-api-key': API_KEY, host: authorization.host };
    expect(await client.start('s1', ON_MESSAGE, authorization)).toMatchObject({ type: 'start_ack' });
    expect(await client.start('s2', ON_MESSAGE, key)).toMatchObject({ type: 'start_ack' });
  });
});
