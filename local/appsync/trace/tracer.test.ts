import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { ApiArtifact } from '../../../build/artifacts.ts';
import { defineApi } from '../define-api.ts';
import { POOL_ID, ROLE, testService, type TestService } from '../testing/service.ts';
import { Tracer } from './tracer.ts';

const header = `import { util, runtime, extensions } from '@aws-appsync/utils';`;
const artifact: ApiArtifact = {
  schema: `
    type Query { device(id: ID!): Device plain: String early: Int refused: String list: [Int] }
    type Device { id: ID! name: String secret: String }
    type Mutation { publish(room: String!, token: String): Message }
    type Message { room: String }
    type Subscription { onPublish(room: String): Message @aws_subscribe(mutations: ["publish"]) }`,
  authorization: ['AMAZON_COGNITO_USER_POOLS'],
  tables: {},
  dataSources: { lambda: { type: 'AWS_LAMBDA', function: 'latest' }, none: { type: 'NONE' } },
  functions: {
    requireActive: {
      dataSource: 'none',
      code: `${header}
        export function request(ctx) { console.log('asked for', ctx.args); return { payload: 'active' }; }
        export function response(ctx) { util.appendError('Look out', 'Warning'); return ctx.result; }`,
    },
    loadDevice: {
      dataSource: 'lambda',
      code: `export function request(ctx) { return { operation: 'Invoke', payload: { id: ctx.args.id } }; }
             export function response(ctx) { return ctx.result; }`,
    },
  },
  resolvers: {
    'Query.device': {
      kind: 'PIPELINE',
      functions: ['requireActive', 'loadDevice'],
      code: `export function request(ctx) { return {}; }
             export function response(ctx) { return ctx.prev.result; }`,
    },
    'Query.early': {
      kind: 'UNIT',
      dataSource: 'none',
      code: `${header}
        export function request(ctx) { runtime.earlyReturn(7); }
        export function response(ctx) { return 8; }`,
    },
    'Query.refused': {
      kind: 'UNIT',
      dataSource: 'none',
      code: `${header}
        export function request(ctx) { util.error('No', 'ConflictError', { version: 2 }); }
        export function response(ctx) { return ctx.result; }`,
    },
    'Query.list': {
      kind: 'UNIT',
      dataSource: 'lambda',
      code: `export function request(ctx) { return { operation: 'Invoke', payload: 'list' }; }
             export function response(ctx) { return ctx.result; }`,
    },
    'Mutation.publish': {
      kind: 'UNIT',
      dataSource: 'none',
      code: `export function request(ctx) { return { payload: { room: ctx.args.room } }; }
             export function response(ctx) { return ctx.result; }`,
    },
    'Subscription.onPublish': {
      kind: 'UNIT',
      dataSource: 'none',
      code: `${header}
        export function request(ctx) { return { payload: null }; }
        export function response(ctx) {
          if (ctx.args.room === 'closed') util.unauthorized();
          extensions.setSubscriptionFilter({ filterGroup: [{ filters: [{ fieldName: 'room', operator: 'eq', value: ctx.args.room }] }] });
          return null;
        }`,
    },
  },
};

const LONG = Array.from({ length: 500 }, (_, index) => index);
const invoke = vi.fn((_arn: string, payload: unknown) =>
  Promise.resolve({ payload: payload === 'list' ? LONG : { id: 'd1', name: 'Roof', secret: 'S3CRET' } }),
);

/** The times that a trace says, which differ from run to run. */
const timeless = (text: string): string => text.replace(/\d+\.\d ms/g, '_ ms').replace(/\d+ bytes/g, '_ bytes');

let service: TestService;
let traces: string[];
async function start(whole = false): Promise<void> {
  traces = [];
  service = await testService({
    lambda: { invoke },
    tracer: new Tracer({ write: (text) => traces.push(timeless(text)), whole }),
  });
  await defineApi(service.appsync.call, {
    name: 'api',
    artifact,
    userPoolId: POOL_ID,
    tables: {},
    functions: { latest: 'arn:aws:lambda:eu-west-1:000000000000:function:latest' },
    dataSourceRole: () => ROLE,
  });
}
beforeEach(() => start());
afterEach(() => service.close());

const ask = async (query: string): Promise<string> => {
  await service.ask('/graphql', query);
  return traces.at(-1) ?? '';
};

describe('the trace of a request', () => {
  it('shows who asked what, and of each step what its handlers gave and its data source answered', async () => {
    expect(await ask('query Mine($id: ID = "d1") { device(id: $id) { id name } }')).toBe(
      `query Mine by ada (AMAZON_COGNITO_USER_POOLS, no group): 200, _ bytes, _ ms
  Query.device PIPELINE { id: 'd1' }
    request gave {}  _ ms
    requireActive
      console: Query.device: code.js:2:40: "asked for" {"id":"d1"}
      request gave { payload: 'active' }  _ ms
      none (NONE) answered 'active'  _ ms
      response gave 'active'  _ ms
        appended error { message: 'Look out', errorType: 'Warning', data: null, errorInfo: null }
    loadDevice
      request gave { operation: 'Invoke', payload: { id: 'd1' } }  _ ms
      lambda (AWS_LAMBDA) answered { id: 'd1', name: 'Roof', secret: '«secret»' }  _ ms
      response gave { id: 'd1', name: 'Roof', secret: '«secret»' }  _ ms
    Query.device again
    response gave { id: 'd1', name: 'Roof', secret: '«secret»' }  _ ms
  error at device: Warning: Look out`,
    );
  });

  it('shows early returns and errors', async () => {
    expect(await ask('{ early }')).toContain('request returned early, on to NEXT: 7');
    const text = await ask('{ refused }');
    expect(text).toContain(
      "request failed with { message: 'No', errorType: 'ConflictError', data: { version: 2 }, errorInfo: null }",
    );
    expect(text).toMatch(/\n {2}error at refused: ConflictError: No$/);
    expect(await ask('{ nothing }')).toMatch(/^query \{ nothing \} by .*\n {2}error /);
    expect(await ask('{ nothing')).toMatch(/^a document with a syntax error by /);
  });

  it('cuts long values and counts what is left out, unless it is asked for all', async () => {
    const text = await ask('{ list }');
    expect(text).toContain('... 495 more items');
    expect(text).not.toContain('499');
    await service.close();
    await start(true);
    expect(await ask('{ list }')).toContain('499');
  });

  it('shows no token, whoever asks', async () => {
    await ask('mutation { publish(room: "a", token: "T0KEN") { room } }');
    const token = await service.pool.token();
    expect(traces.join()).not.toContain('T0KEN');
    expect(traces.join()).not.toContain(token.split('.')[2]);
    const refused = { method: 'POST', headers: { authorization: `${token}x` }, body: '{"query":"{ early }"}' };
    await service.appsync.fetch(new Request('http://127.0.0.1:4000/graphql', refused));
    expect(traces.at(-1)).toMatch(
      /^query \{ early \} by nobody: 401, _ bytes, _ ms\n {2}error UnauthorizedException: /,
    );
  });
});

it('shows subscriptions that are asked for, and how many are told', async () => {
  const server = createServer();
  service.appsync.attach(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const authorization = { Authorization: await service.pool.token(), host };
  const protocol = `header-${Buffer.from(JSON.stringify(authorization)).toString('base64url')}`;
  const socket = new WebSocket(`ws://${host}/graphql/realtime`, ['graphql-ws', protocol]);
  const frames: string[] = [];
  socket.on('message', (message: Buffer) => frames.push(message.toString()));
  try {
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send('{"type":"connection_init"}');
    for (const room of ['a', 'b', 'closed']) {
      const data = JSON.stringify({ query: `subscription { onPublish(room: "${room}") { room } }` });
      socket.send(JSON.stringify({ id: room, type: 'start', payload: { data, extensions: { authorization } } }));
    }
    await vi.waitFor(() => {
      expect(frames.filter((frame) => /"start_ack"|"error"/.test(frame))).toHaveLength(3);
    });
    expect(traces.find((text) => text.includes("room: 'a'"))).toMatch(
      /^subscription { onPublish } by ada .*\n {2}Subscription\.onPublish UNIT { room: 'a' }\n.*response gave null .*\n {6}filter .*operator: 'eq', value: 'a'/s,
    );
    expect(traces.find((text) => text.includes("room: 'closed'"))).toContain("errorType: 'Unauthorized'");
    expect(await ask('mutation { publish(room: "b") { room } }')).toMatch(
      /\n {2}Subscription\.onPublish: told 1 of 2 open$/,
    );
    expect(await ask('mutation { publish(room: "c") { room } }')).toMatch(
      /\n {2}Subscription\.onPublish: told 0 of 2 open$/,
    );
  } finally {
    socket.terminate();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
