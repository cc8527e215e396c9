import { describe, expect, it } from 'vitest';
import type { Caller } from '../auth/caller.ts';
import { ask, askCode, type AskOptions } from '../testing/ask.ts';
import { person, role } from '../testing/callers.ts';
import type { DataSource, ResolverContext } from '../types.ts';

const schema = 'type Query { device(id: ID, length: Int = 3): Device } type Device { id: ID note: String }';

/** The contexts of the request and of the response handler of `Device.note`. */
async function contextsOf(options: AskOptions = {}, query = '{ device(id: "d1") { note } }') {
  const seen: ResolverContext[] = [];
  const keep = (context: ResolverContext) => {
    seen.push(structuredClone(context));
    return { result: 'of the handler', stash: { ...context.stash, [String(seen.length)]: true } };
  };
  const resolvers = {
    'Query.device': { response: () => ({ result: { id: 'd1', secret: 'x' } }) },
    'Device.note': { request: keep, response: keep },
  };
  await ask({ schema, resolvers }, query, options);
  const [request, response] = seen;
  if (!request || !response) throw new Error('The field was not resolved');
  return { request, response };
}

describe('the context of a handler', () => {
  it('has all members that AppSync gives', async () => {
    const { request, response } = await contextsOf({ headers: { host: 'api', 'x-own': '1' } });
    expect(request).toEqual({
      arguments: {},
      source: { id: 'd1', secret: 'x' },
      identity: person().identity,
      request: { headers: { host: 'api', 'x-own': '1' }, domainName: null },
      info: {
        fieldName: 'note',
        parentTypeName: 'Device',
        variables: {},
        selectionSetList: [],
        selectionSetGraphQL: '',
      },
      stash: {},
      prev: null,
      result: null,
      error: null,
      env: {},
      outErrors: [],
    });
    expect(response).toEqual({ ...request, result: 'of the handler', stash: { 1: true } });
  });

  // Resolver context reference, "Access request headers"
  it('has no cookies', async () => {
    const { request } = await contextsOf({ headers: { cookie: 'a=b', custom: 'nadia' } });
    expect(request.request.headers).toEqual({ custom: 'nadia' });
  });

  // Resolver context reference, "Identity"
  it.each<[string, Caller, readonly string[]]>([
    [
      'AMAZON_COGNITO_USER_POOLS',
      person('OPERATOR'),
      ['claims', 'defaultAuthStrategy', 'groups', 'issuer', 'sourceIp', 'sub', 'username'],
    ],
    [
      'AWS_IAM',
      role('Query.device'),
      [
        'accountId',
        'cognitoIdentityAuthProvider',
        'cognitoIdentityAuthType',
        'cognitoIdentityId',
        'cognitoIdentityPoolId',
        'sourceIp',
        'userArn',
        'username',
      ],
    ],
  ])('has the identity of %s', async (_, caller, members) => {
    const { data } = await askCode(
      {
        schema: 'type Query @aws_iam @aws_cognito_user_pools { device: AWSJSON }',
        resolvers: {
          'Query.device': {
            kind: 'UNIT',
            dataSource: 'none',
            code: codeOf('return Object.keys(ctx.identity);'),
          },
        },
      },
      '{ device }',
      { caller },
    );
    expect((JSON.parse(String(data?.device)) as string[]).sort()).toEqual(members);
  });

  it('has null for the identity of an API key', async () => {
    const resolvers = {
      'Query.device': { kind: 'UNIT', dataSource: 'none', code: codeOf('return ctx.identity === null;') },
    } as const;
    const keyed = 'type Query @aws_api_key { device: Boolean }';
    const caller: Caller = { mode: 'API_KEY', identity: null };
    expect(await askCode({ schema: keyed, resolvers }, '{ device }', { caller })).toEqual({ data: { device: true } });
  });
});

const codeOf = (response: string) => `import { util } from '@aws-appsync/utils';
  export function request(ctx) { return { payload: ctx }; }
  export function response(ctx) { ${response} }`;

async function answerOf(response: string, dataSource?: DataSource): Promise<unknown> {
  const { data } = await askCode(
    {
      schema: 'type Query { answer(id: ID, other: ID): AWSJSON }',
      environment: { TABLE: 'devices' },
      dataSources: dataSource ? { none: dataSource } : {},
      resolvers: { 'Query.answer': { kind: 'UNIT', dataSource: 'none', code: codeOf(response) } },
    },
    '{ answer(id: "1") }',
  );
  return JSON.parse(String(data?.answer));
}

describe('in code', () => {
  it.each<[string, string, unknown]>([
    ['args are the arguments', 'return [ctx.args, ctx.arguments];', [{ id: '1' }, { id: '1' }]],
    ['the source of a root field is null', 'return ctx.source === null;', true],
    ['a unit resolver has nothing before it', 'return ctx.prev === null;', true],
    ['env has the variables of the API', 'return ctx.env.TABLE;', 'devices'],
    ['errors that were appended are in outErrors', 'return ctx.outErrors;', []],
    ['no error is null', 'return ctx.error === null;', true],
    // aws/aws-appsync-community issue 394 shows a context as JSON; Resolver context reference, "Info", says so of the selection.
    [
      'JSON leaves out what is read by its name alone',
      'return [Object.keys(ctx.result).sort(), Object.keys(ctx.result.info)];',
      [
        ['arguments', 'error', 'identity', 'info', 'outErrors', 'prev', 'request', 'result', 'source', 'stash'],
        ['fieldName', 'parentTypeName', 'variables'],
      ],
    ],
    [
      'the selection is there none the less',
      'return [ctx.info.selectionSetList, ctx.info.selectionSetGraphQL];',
      [[], ''],
    ],
  ])('%s', async (_, response, expected) => {
    expect(await answerOf(response)).toEqual(expected);
  });

  it('an error of the data source has message and type', async () => {
    const failing: DataSource = {
      invoke: () => Promise.resolve({ result: { kept: 1 }, error: { message: 'No', type: 'Lambda:Unhandled' } }),
    };
    expect(await answerOf('return [ctx.error, ctx.result];', failing)).toEqual([
      { message: 'No', type: 'Lambda:Unhandled' },
      { kept: 1 },
    ]);
  });
});

// aws/aws-appsync-community issues 94 and 394
it.each<[string, Readonly<Record<string, unknown>>, unknown]>([
  ['query Q($id: ID) { device(id: $id) { id } }', { id: '1' }, { id: '1', length: 3 }],
  ['query Q($id: ID) { device(id: $id) { id } }', {}, { id: null, length: 3 }],
  ['query Q($id: ID) { device(id: $id) { id } }', { id: null }, { id: null, length: 3 }],
  ['query Q($id: ID = 7) { device(id: $id) { id } }', {}, { id: '7', length: 3 }],
  ['{ device { id } }', {}, { length: 3 }],
])('the arguments of %s with %j have null for a variable that is not given', async (query, variables, expected) => {
  const seen: unknown[] = [];
  const request = (context: ResolverContext) => {
    seen.push(context.arguments);
    return { result: null };
  };
  await ask({ schema, resolvers: { 'Query.device': { request } } }, query, { variables });
  expect(seen).toEqual([expected]);
});
