import { describe, expect, it } from 'vitest';
import type { FakeApi } from '../testing/api.ts';
import { realtimeApis } from '../testing/realtime.ts';

/** Lets the resolver of `onSlow` go on. */
let release: () => void = () => undefined;

const refusal = (errorType: string | null) => ({
  error: { message: 'Not active', errorType, data: { secret: 1 }, errorInfo: null },
});

const api: FakeApi = {
  schema: `
    type Query { none: String }
    type Batch { organization: ID! note: String level: Int }
    type Mutation { publish(organization: ID!, note: String): Batch }
    enum Level { LOW HIGH }
    type Subscription {
      onBatch(organization: ID, note: String): Batch @aws_subscribe(mutations: ["publish"])
      onSlow: Batch @aws_subscribe(mutations: ["publish"])
      onRefused: Batch @aws_subscribe(mutations: ["publish"])
      onAppended: Batch @aws_subscribe(mutations: ["publish"])
      onGiven(value: AWSJSON): Batch @aws_subscribe(mutations: ["publish"])
      onRequired: Batch! @aws_subscribe(mutations: ["publish"])
      onAdmin: Batch @aws_subscribe(mutations: ["publish"]) @aws_cognito_user_pools(cognito_groups: ["ADMINISTRATOR"])
      onMany(a: ID, b: ID, c: ID, d: ID, e: ID, f: ID): Batch @aws_subscribe(mutations: ["publish"])
      onLevel(level: Level): Batch @aws_subscribe(mutations: ["publish"])
    }
  `,
  dataSources: {
    gate: {
      invoke: async () => {
        await new Promise<void>((resolve) => (release = resolve));
        return { result: null };
      },
    },
  },
  resolvers: {
    'Subscription.onSlow': { kind: 'UNIT', dataSource: 'gate', code: '' },
    'Mutation.publish': { request: (ctx) => ({ result: ctx.arguments }) },
    'Subscription.onRefused': { request: () => refusal('Unauthorized') },
    'Subscription.onAppended': {
      response: () => ({ result: null, appendedErrors: [refusal(null).error, refusal('Late').error] }),
    },
    'Subscription.onGiven': { response: (ctx) => ({ result: ctx.arguments.value }) },
  },
};
const open = realtimeApis();

const ON_BATCH = 'subscription ($o: ID, $n: String) { onBatch(organization: $o, note: $n) { organization note } }';

/** What refuses a start. */
async function refusalOf(query: string, variables: object = {}): Promise<unknown> {
  const { connect, authorization } = await open(api);
  const frame = await (await connect()).start('s1', query, authorization, variables);
  expect(frame).toMatchObject({ type: 'error', id: 's1' });
  return frame.payload;
}

describe('a start is refused', () => {
  it.each([
    [
      'for an unknown field',
      'subscription { onNothing { note } }',
      "Validation error of type FieldUndefined: Field 'onNothing' in type 'Subscription' is undefined @ 'onNothing'",
    ],
    [
      'for a directive whose variable is missing',
      'subscription ($s: Boolean!) { onAdmin @skip(if: $s) { note } }',
      expect.stringContaining('was not provided'),
    ],
  ])('%s', async (_, query, message) => {
    expect(await refusalOf(query)).toEqual({ errors: [{ message: message as unknown }] });
  });

  it.each([
    ['a query', '{ none }', 'query'],
    ['a mutation', 'mutation { publish(organization: "o1") { note } }', 'mutation'],
  ])('for %s, which goes over HTTP (aws-amplify/amplify-cli issue 4118)', async (_, query, kind) => {
    const message = `${kind} not supported through the realtime channel`;
    expect(await refusalOf(query)).toEqual({ errors: [{ errorType: 'UnsupportedOperation', message }] });
  });

  it.each([
    ['what is no GraphQL', '{'],
    ['what is nested too deeply to be parsed', `subscription ${'{a'.repeat(20_000)}`],
  ])('for %s', async (_, query) => {
    expect(await refusalOf(query)).toEqual({
      errors: [{ errorType: 'MalformedHttpRequestException', message: 'Unable to parse GraphQL query.' }],
    });
  });

  it('for a field of another group', async () => {
    expect(await refusalOf('subscription { onAdmin { note } }')).toEqual({
      errors: [{ errorType: 'Unauthorized', message: 'Not Authorized to access onAdmin on type Subscription' }],
    });
  });

  it('for variables that do not fit', async () => {
    expect(await refusalOf(ON_BATCH, { o: {} })).toEqual({
      errors: [{ message: "Variable 'o' has an invalid value. Expected type 'ID' but was 'LinkedHashMap'." }],
    });
  });

  it('with a token that has expired since, and without any', async () => {
    const { server, connect, authorization } = await open(api);
    const client = await connect();
    const expired = { Authorization: await server.pool.token({ expiresIn: -1 }) };
    expect(await client.start('s1', ON_BATCH, expired)).toEqual({
      id: 's1',
      type: 'error',
      payload: { errors: [{ errorType: 'UnauthorizedException', message: 'Token has expired.' }] },
    });
    const data = JSON.stringify({ query: ON_BATCH });
    for (const payload of [{ data }, { data, extensions: {} }, { data, extensions: { authorization: {} } }]) {
      await client.send({ id: 's1', type: 'start', payload });
      expect(await client.next()).toMatchObject({
        id: 's1',
        payload: { errors: [{ errorType: 'UnauthorizedException', message: expect.stringMatching(/./) as string }] },
      });
    }
    expect(await client.start('s1', ON_BATCH, authorization)).toMatchObject({ type: 'start_ack' });
  });

  it('under an id that is in use (aws-amplify/amplify-js issue 12818), which goes on', async () => {
    const { connect, authorization, mutate } = await open(api);
    const client = await connect();
    expect(await client.start('s1', ON_BATCH, authorization)).toMatchObject({ type: 'start_ack' });
    expect(await client.start('s1', ON_BATCH, authorization)).toEqual({
      id: 's1',
      type: 'error',
      payload: { errors: [{ errorType: 'DuplicatedOperationError', message: 'Duplicated operation with id s1' }] },
    });
    await mutate('mutation { publish(organization: "o1") { organization } }');
    expect(await client.next()).toMatchObject({ id: 's1', type: 'data' });
  });

  it('beyond 100 subscriptions of a connection (aws-amplify/amplify-js issue 8370)', async () => {
    const { connect, authorization } = await open(api);
    const client = await connect();
    for (let count = 1; count <= 100; count++) await client.start(`s${count}`, ON_BATCH, authorization);
    expect(await client.start('more', ON_BATCH, authorization)).toEqual({
      id: 'more',
      type: 'error',
      payload: {
        errors: [{ errorType: 'MaxSubscriptionsReachedError', message: 'Max number of 100 subscriptions reached' }],
      },
    });
    await client.send({ type: 'stop', id: 's1' });
    await client.next();
    expect(await client.start('more', ON_BATCH, authorization)).toMatchObject({ type: 'start_ack' });
  });

  it('with more than 5 arguments', async () => {
    const query = 'subscription { onMany(a: 1, b: 1, c: 1, d: 1, e: 1, f: null) { note } }';
    expect(await refusalOf(query)).toEqual({
      errors: [{ message: 'Filters exceed maximum attributes limit 5 for subscription.', errorCode: 400 }],
    });
  });

  it('for an enum value that there is not', async () => {
    expect(await refusalOf('subscription ($l: Level) { onLevel(level: $l) { note } }', { l: 'NONE' })).toEqual({
      errors: [{ message: expect.stringContaining("No value found for name 'NONE'") as string }],
    });
  });
});

describe("a subscription's resolver", () => {
  it('refuses with an error, whose data stays here', async () => {
    expect(await refusalOf('subscription { onRefused { note } }')).toEqual({
      errors: [{ errorType: 'Unauthorized', message: 'Not active' }],
    });
  });

  it('refuses with errors that it appends', async () => {
    expect(await refusalOf('subscription { onAppended { note } }')).toEqual({
      errors: [{ message: 'Not active' }, { errorType: 'Late', message: 'Not active' }],
    });
  });

  it('may return a value, which is not delivered', async () => {
    const { connect, authorization, mutate } = await open(api);
    const client = await connect();
    for (const value of ['null', '{"organization": "o1", "note": null}']) {
      const query = 'subscription ($value: AWSJSON) { onGiven(value: $value) { organization note } }';
      expect(await client.start(value, query, authorization, { value })).toEqual({ type: 'start_ack', id: value });
    }
    await client.start('any', 'subscription { onBatch { organization } }', authorization);
    await mutate('mutation { publish(organization: "o2") { organization } }');
    expect(await client.next()).toMatchObject({ id: 'any' });
  });

  it('refuses with a value that does not fit the selection (awslabs/aws-mobile-appsync-sdk-ios issue 319)', async () => {
    const query = 'subscription ($value: AWSJSON) { onGiven(value: $value) { organization level } }';
    expect(await refusalOf(query, { value: '{"level": 1}' })).toEqual({
      errors: [
        { message: "Cannot return null for non-nullable type: 'ID' within parent 'Batch' (/onGiven/organization)" },
      ],
    });
    expect(await refusalOf(query, { value: '{"organization": "o1", "level": "high"}' })).toEqual({
      errors: [{ message: expect.stringContaining("Can't serialize value (/onGiven/level)") as string }],
    });
  });

  it('need not be: but a field without one has to be nullable', async () => {
    expect(await refusalOf('subscription { onRequired { note } }')).toEqual({
      errors: [
        { message: "Cannot return null for non-nullable type: 'Batch' within parent 'Subscription' (/onRequired)" },
      ],
    });
  });

  it('may take long: what is stopped meanwhile is never acknowledged', async () => {
    const { connect, authorization, server } = await open(api);
    const client = await connect();
    const data = JSON.stringify({ query: 'subscription { onSlow { note } }' });
    await client.send({ id: 's1', type: 'start', payload: { data, extensions: { authorization } } });
    await client.send({ id: 's1', type: 'stop' });
    expect(await client.next()).toEqual({ type: 'complete', id: 's1' });
    release();
    expect(await client.start('s2', ON_BATCH, authorization)).toEqual({ type: 'start_ack', id: 's2' });
    expect(server.hub.size).toBe(1);
  });

  it('may take long: a client that vanishes meanwhile leaves nothing behind', async () => {
    const { connect, authorization, server } = await open(api);
    const client = await connect();
    const data = JSON.stringify({ query: 'subscription { onSlow { note } }' });
    release = () => undefined;
    const waiting = release;
    await client.send({ id: 's1', type: 'start', payload: { data, extensions: { authorization } } });
    await expect.poll(() => release !== waiting).toBe(true);
    client.socket.terminate();
    await client.closed;
    release();
    const other = await connect();
    expect(await other.start('s1', ON_BATCH, authorization)).toMatchObject({ type: 'start_ack' });
    expect(server.hub.size).toBe(1);
  });
});
