import { gzipSync } from 'node:zlib';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingest } from '../testing/callers.ts';
import { testServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer({
    schema: `
      type Query { a: Int echo(text: String, n: Int): String text(length: Int!): String named: String child: Query
        nested(in: In, list: [[[Int]]]): Int }
      input In { in: In }
      type Mutation { publish: Int @aws_iam @aws_cognito_user_pools }
      type Subscription { on: Int @aws_subscribe(mutations: ["publish"]) }
    `,
    resolvers: {
      'Query.a': { response: () => ({ result: 1, responseHeaders: { 'X-Count': '1', 'x-one': 'a' } }) },
      'Query.echo': { response: (ctx) => ({ result: ctx.arguments.text ?? null }) },
      'Query.text': { response: (ctx) => ({ result: 'x'.repeat(Number(ctx.arguments.length)) }) },
      'Query.named': {
        response: () => ({
          result: 'named',
          responseHeaders: { 'x-count': '2', 'Content-Type': 'text/html', 'X-Amzn-RequestId': 'mine' },
        }),
      },
      'Query.child': { response: () => ({ result: {} }) },
      'Query.nested': { response: (ctx) => ({ result: JSON.stringify(ctx.arguments).length }) },
      'Mutation.publish': { response: () => ({ result: 2 }) },
    },
  });
});
afterAll(() => server.close());

interface Sent {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

async function send({ method = 'POST', path = '/graphql', headers = {}, body }: Sent) {
  const authorization = await server.pool.token();
  const response = await fetch(`http://${server.host}${path}`, {
    method,
    headers: { authorization, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return { status: response.status, body: text && (JSON.parse(text) as unknown), headers: response.headers };
}

const query = (text: string, rest: object = {}): Sent => ({ body: JSON.stringify({ query: text, ...rest }) });
const refused = (errorType: string, message: string) => ({ errors: [{ errorType, message }] });
const malformed = (message: string) => refused('MalformedHttpRequestException', message);
const UNPARSED = malformed('Unable to parse GraphQL query.');
const unknownOperation = {
  Output: { __type: 'com.amazon.coral.service#UnknownOperationException' },
  Version: '1.0',
};
const at = (column: number, message: string) => ({
  data: null,
  errors: [{ path: null, locations: [{ line: 1, column, sourceName: null }], message }],
});
const unlocated = (message: string) => ({ data: null, errors: [{ path: null, locations: null, message }] });

/** Where it is reported what AppSync answers; else why it is so here. */
const TEAM = 'graphql/graphql-over-http#81, by the AppSync team';
const AWS = 'Common errors of AWS services';
const LIKE_TEAM = 'as the others that are no GraphQL request';

describe('what AppSync answers', () => {
  it.each<[what: string, sent: Sent, status: number, body: unknown, source: string]>([
    ['an empty body', { body: '' }, 400, malformed('Request body is empty.'), TEAM],
    ['no body', {}, 400, malformed('Request body is empty.'), TEAM],
    ['a word', { body: 'meow' }, 400, UNPARSED, TEAM],
    ['an object without a query', { body: '{}' }, 400, UNPARSED, TEAM],
    ['an object and more', { body: '{}}' }, 400, UNPARSED, TEAM],
    ['an empty list', { body: '[]' }, 400, UNPARSED, TEAM],
    ['several requests at once', { body: '[{"query":"{ a }"},{"query":"{ a }"}]' }, 400, UNPARSED, LIKE_TEAM],
    ['null', { body: 'null' }, 400, UNPARSED, LIKE_TEAM],
    ['half an object', { body: '{"query":"{ a }"' }, 400, UNPARSED, LIKE_TEAM],
    ['a query that is no text', { body: '{"query":1}' }, 400, UNPARSED, LIKE_TEAM],
    ['variables that are no object', query('{ a }', { variables: 1 }), 400, UNPARSED, LIKE_TEAM],
    ['variables as text', query('{ a }', { variables: '{}' }), 400, UNPARSED, LIKE_TEAM],
    ['GraphQL alone', { body: '{ a }', headers: { 'content-type': 'application/graphql' } }, 400, UNPARSED, LIKE_TEAM],
    [
      'a body in gzip',
      { ...query('{ a }'), body: gzipSync('{"query":"{ a }"}'), headers: { 'content-encoding': 'gzip' } },
      400,
      UNPARSED,
      'AppSync documents compressed answers, no compressed requests',
    ],
    ['wrong syntax', query('{ a'), 400, UNPARSED, LIKE_TEAM],
    ['an empty query', query(''), 400, UNPARSED, LIKE_TEAM],
    ['fragments alone', query('fragment F on Query { a }'), 400, UNPARSED, LIKE_TEAM],
    [
      'a field that is not there',
      query('{badfield}'),
      200,
      at(2, "Validation error of type FieldUndefined: Field 'badfield' in type 'Query' is undefined @ 'badfield'"),
      TEAM,
    ],
    [
      'a missing variable',
      query('query($n: Int!) { echo(n: $n) }'),
      200,
      at(7, "Variable 'n' has coerced Null value for NonNull type 'Int!'"),
      TEAM,
    ],
    [
      'a name that no operation has',
      query('query A { a }', { operationName: 'B' }),
      200,
      unlocated("Unknown operation named 'B'."),
      'graphql-java',
    ],
    [
      'several operations and no name',
      query('query A { a } query B { a }'),
      200,
      unlocated('Must provide operation name if query contains multiple operations.'),
      'graphql-java',
    ],
    ['an empty name', query('query A { echo }', { operationName: '' }), 200, { data: { echo: null } }, 'graphql-java'],
    [
      'no name and no variables, as null',
      query('query A { echo }', { operationName: null, variables: null }),
      200,
      { data: { echo: null } },
      'GraphQL over HTTP',
    ],
    [
      'a subscription',
      query('subscription { on }'),
      400,
      refused('BadRequestException', 'Subscriptions over MQTT is not supported.'),
      'aws-samples/aws-amplify-appsync-graphql-real-time-canvas#28',
    ],
    [
      'more than 1 MB',
      query('{ a }', { variables: { x: 'x'.repeat(1024 * 1024) } }),
      413,
      refused('RequestEntityTooLargeException', 'The request body is larger than 1 MB.'),
      AWS,
    ],
    [
      'an answer of more than 5 MB',
      query(`{ text(length: ${5 * 1024 * 1024}) }`),
      200,
      unlocated('The response is larger than 5 MB.'),
      'the quota is documented, its message is not',
    ],
    ['another path', { ...query('{ a }'), path: '/graphql/admin' }, 404, unknownOperation, 'aws/aws-sdk-go#3689'],
    ['another method', { ...query('{ a }'), method: 'PUT' }, 404, unknownOperation, 'aws/aws-sdk-go#3689'],
    [
      'a key that is twice in JSON',
      { body: '{"query":"{ b }","query":"{ echo }"}' },
      200,
      { data: { echo: null } },
      'RFC 8259',
    ],
    [
      'a byte order mark',
      { body: '\uFEFF{"query":"\uFEFF{ echo }"}' },
      200,
      { data: { echo: null } },
      'GraphQL, Unicode',
    ],
    [
      'comments and commas',
      query('# one\n{ echo, # two\n }'),
      200,
      { data: { echo: null } },
      'GraphQL, Insignificant commas',
    ],
    [
      'text beyond 16 bits',
      query('{ echo(text: "🌡 é \\u{1F321}") }'),
      200,
      { data: { echo: '🌡 é 🌡' } },
      'GraphQL, String value',
    ],
  ])('%s: %#', async (_what, sent, status, body) => {
    const answer = await send(sent);
    expect({ status: answer.status, body: answer.body }).toEqual({ status, body });
    expect(answer.headers.get('content-type')).toBe('application/json;charset=UTF-8');
    expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers.has('x-amzn-errortype')).toBe(status !== 200);
  });

  it('HEAD with 404 and no body', async () => {
    expect(await send({ method: 'HEAD' })).toMatchObject({ status: 404, body: '' });
  });

  it.each([undefined, 'text/plain', 'application/graphql', 'application/json; charset=utf-8'])(
    'JSON that is said to be %s',
    async (type) => {
      const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
      const body = Buffer.from('{"query":"{ echo }"}');
      expect(await send({ body, headers })).toMatchObject({ status: 200, body: { data: { echo: null } } });
    },
  );
});

describe('GET /graphql', () => {
  const get = (parameters: Record<string, string>) =>
    send({ method: 'GET', path: `/graphql?${new URLSearchParams(parameters).toString()}` });

  it('answers a query with its variables and the name of its operation', async () => {
    const asked = {
      query: 'query A($t: String) { echo(text: $t) } query B { a }',
      operationName: 'A',
      variables: '{"t":"é & +"}',
    };
    expect(await get(asked)).toMatchObject({ status: 200, body: { data: { echo: 'é & +' } } });
  });

  it('answers a mutation', async () => {
    expect(await get({ query: 'mutation { publish }' })).toMatchObject({ status: 200, body: { data: { publish: 2 } } });
  });

  it.each<Record<string, string>[]>([
    [{}],
    [{ query: '{ a' }],
    [{ query: '{ a }', variables: '{' }],
    [{ query: '{ a }', variables: '[1]' }],
  ])('refuses %j', async (parameters) => {
    expect(await get(parameters)).toMatchObject({ status: 400, body: UNPARSED });
  });

  it('answers a role that signs the query string', async () => {
    const credentials = { accessKeyId: ingest.accessKeyId, secretAccessKey: ingest.secretAccessKey };
    const signer = new SignatureV4({ credentials, region: 'eu-west-1', service: 'appsync', sha256: Sha256 });
    const asked = { query: 'mutation { publish }' };
    const { headers } = await signer.sign({
      ...{ method: 'GET', protocol: 'http:', hostname: '127.0.0.1', path: '/graphql', query: asked },
      headers: { host: server.host },
    });
    const url = `http://${server.host}/graphql?query=${encodeURIComponent(asked.query)}`;
    expect(await (await fetch(url, { headers })).json()).toEqual({ data: { publish: 2 } });
  });
});

describe('headers that resolvers add', () => {
  it('are in the answer and not in its body, the last of a name', async () => {
    const { headers, body } = await send(query('{ a named }'));
    expect(body).toEqual({ data: { a: 1, named: 'named' } });
    expect(headers.get('x-one')).toBe('a');
    expect(['1', '2']).toContain(headers.get('x-count'));
  });

  it("replace none of the service's own", async () => {
    const { headers } = await send(query('{ named }'));
    expect(headers.get('content-type')).toBe('application/json;charset=UTF-8');
    expect(headers.get('x-amzn-requestid')).not.toBe('mine');
    expect(headers.get('access-control-allow-origin')).toBe('*');
  });

  it('are of one answer alone', async () => {
    await send(query('{ a }'));
    expect((await send(query('{ echo }'))).headers.has('x-one')).toBe(false);
  });
});

describe('a document that would hold up the process', () => {
  const nested = (depth: number) => `${'{ child '.repeat(depth)}{ echo }${'}'.repeat(depth)}`;
  const bomb = (depth: number) =>
    Array.from(
      { length: depth },
      (_, i) =>
        `fragment F${i} on Query { ...G${i} ...G${i} } fragment G${i} on Query { x: child { ...F${i + 1} } y: child { ...F${i + 1} } }`,
    ).join(' ') + ` fragment F${depth} on Query { echo } { child { ...F0 } }`;
  const wide = Array.from({ length: 19_000 }, (_, i) => `a${i}: echo`).join(' ');

  it.each<[what: string, text: string, status: number]>([
    ['nested 100,000 deep', nested(100_000), 400],
    ['nested 900 deep', nested(900), 400],
    ['nested 199 deep', nested(199), 200],
    ['nested 100,000 deep in a list', `{ echo(text: ${'['.repeat(100_000)}${']'.repeat(100_000)}) }`, 400],
    ['with 500,000 equal fields', `{ ${'a '.repeat(500_000)}}`, 400],
    ['with fragments that make 2^50 fields', bomb(50), 400],
    [
      'with 3,000 fragments, each in the one before',
      `${Array.from({ length: 3000 }, (_, i) => `fragment F${i} on Query { ...F${i + 1} }`).join(' ')} fragment F3000 on Query { a } { ...F0 }`,
      400,
    ],
    ['with fragments that spread themselves', 'fragment F on Query { ...F child { ...F } } { ...F }', 200],
    ['with 19,000 fields under other names', `{ ${wide} }`, 200],
  ])('is answered: %s', { timeout: 60_000 }, async (_what, text, status) => {
    expect((await send(query(text))).status).toBe(status);
    expect(await send(query('{ echo }'))).toMatchObject({ status: 200 });
  });

  it.each([
    [1_000, 200],
    [1_001, 400],
    [100_000, 400],
  ])('is answered: with variables nested %i deep', async (depth, status) => {
    const variables = `${'{"in":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`;
    const asked = 'query ($in: In, $list: [[[Int]]]) { nested(in: $in) echo a: nested(list: $list) }';
    expect((await send({ body: `{"query":"${asked}","variables":${variables}}` })).status).toBe(status);
    const list = `${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}`;
    expect((await send({ body: `{"query":"${asked}","variables":{"list":${list}}}` })).status).toBe(status);
  });
});
