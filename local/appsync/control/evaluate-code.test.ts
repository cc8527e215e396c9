import { EvaluateCodeCommand } from '@aws-sdk/client-appsync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RUNTIME, testService, type TestService } from '../testing/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await testService();
});
afterAll(() => service.close());

function evaluateCode(code: string, context: string, handler?: string) {
  const given = { runtime: RUNTIME, code, context, ...(handler !== undefined && { function: handler }) };
  return service.client.send(new EvaluateCodeCommand(given));
}

/** Evaluates code whose request handler has `body`, on the third line. */
function evaluate(body: string, context: object = {}, handler?: string) {
  const code = `import { util, runtime } from '@aws-appsync/utils';
export function request(ctx) {
  ${body}
}
export function response(ctx) { return ctx.result; }`;
  return evaluateCode(code, JSON.stringify(context), handler);
}

describe('EvaluateCode ("Testing and debugging resolvers in AWS AppSync (JavaScript)")', () => {
  const dog = `import { util } from '@aws-appsync/utils';

export function request(ctx) {
  return {
    operation: 'PutItem',
    key: util.dynamodb.toMapValues({ id: util.autoId() }),
    attributeValues: util.dynamodb.toMapValues(ctx.args),
  };
}

export function response(ctx) {
  if (ctx.identity.username === 'Nadia') {
    console.log("This request is allowed")
    return ctx.result;
  }
  util.unauthorized();
}
`;
  const context = (username: string) =>
    JSON.stringify({
      arguments: { firstname: 'Shaggy', age: 4 },
      source: {},
      result: { breed: 'Miniature Schnauzer', color: 'black_grey' },
      identity: {
        sub: 'uuid',
        issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/pool',
        username,
        claims: {},
        sourceIp: ['127.0.0.1'],
        defaultAuthStrategy: 'ALLOW',
      },
    });

  it('answers what its example answers to a request', async () => {
    const { evaluationResult } = await evaluateCode(dog, context('Nadia'), 'request');
    expect(JSON.parse(evaluationResult ?? '')).toEqual({
      operation: 'PutItem',
      key: { id: { S: expect.stringMatching(/^[0-9a-f-]{36}$/) as string } },
      attributeValues: { firstname: { S: 'Shaggy' }, age: { N: 4 } },
    });
  });

  it('answers what its example answers to a response, logs and all', async () => {
    const { evaluationResult, logs, error } = await evaluateCode(dog, context('Nadia'), 'response');
    expect(evaluationResult).toBe('{"breed":"Miniature Schnauzer","color":"black_grey"}');
    expect(logs).toEqual(['INFO - code.js:13:5: "This request is allowed"']);
    expect(error).toBeUndefined();
  });

  it('answers nobody else', async () => {
    const { evaluationResult, error } = await evaluateCode(dog, context('Shaggy'), 'response');
    expect(error).toEqual({ message: 'Unauthorized' });
    expect(evaluationResult).toBeUndefined();
  });
});

describe('EvaluateCode', () => {
  it('gives the stash, the errors that were appended and every line of console', async () => {
    const body =
      "ctx.stash.seen = [...ctx.stash.seen, 2]; util.appendError('Beware', 'W', { a: 1 }, 'x'); console.error(1, ctx.args); return null;";
    const { evaluationResult, stash, outErrors, logs } = await evaluate(body, { stash: { seen: [1] } });
    expect(evaluationResult).toBe('null');
    expect(JSON.parse(stash ?? '')).toEqual({ seen: [1, 2] });
    expect(JSON.parse(outErrors ?? '')).toEqual([
      { message: 'Beware', errorType: 'W', data: { a: 1 }, errorInfo: 'x' },
    ]);
    expect(logs).toEqual(['ERROR - code.js:3:92: 1 {}']);
  });

  it.each([
    [
      'an empty context',
      {},
      '[ctx.args, ctx.arguments, ctx.stash, ctx.source, ctx.identity, ctx.prev.result]',
      [{}, {}, {}, null, null, null],
    ],
    ['args', { args: { a: 1 } }, '[ctx.args, ctx.arguments]', [{ a: 1 }, { a: 1 }]],
    ['an error', { error: { message: 'm', type: 't' } }, 'ctx.error', { message: 'm', type: 't' }],
    ['the step before', { prev: { result: [1] } }, 'ctx.prev.result', [1]],
    ['environment variables', { env: { a: 'b' } }, 'ctx.env.a', 'b'],
    ['a header', { request: { headers: { a: 'b' } } }, 'ctx.request.headers.a', 'b'],
    [
      'a field',
      { info: { fieldName: 'a', selectionSetList: ['b'] } },
      '[ctx.info.fieldName, ctx.info.selectionSetList]',
      ['a', ['b']],
    ],
    ['earlier errors', { outErrors: [{ message: 'm' }] }, 'ctx.outErrors[0].message', 'm'],
    ['an IAM identity', { identity: { accountId: '0', userArn: 'a' } }, 'util.authType()', 'IAM Authorization'],
    [
      'an OIDC identity',
      { identity: { sub: 's', issuer: 'i', claims: {} } },
      'util.authType()',
      'Open ID Connect Authorization',
    ],
    ['no identity', {}, 'util.authType()', 'API Key Authorization'],
  ])('takes %s', async (_, context, expression, value) => {
    const { evaluationResult, error } = await evaluate(`return ${expression};`, context);
    expect(error).toBeUndefined();
    expect(JSON.parse(evaluationResult ?? '')).toEqual(value);
  });

  it('evaluates the request where no function is named', async () => {
    const code = 'export function request() { return 1; }\nexport function response() { return 2; }';
    expect((await evaluateCode(code, '{}')).evaluationResult).toBe('1');
    expect((await evaluateCode(code, '{}', 'response')).evaluationResult).toBe('2');
  });

  it('answers what an early return gives', async () => {
    const { evaluationResult } = await evaluate("runtime.earlyReturn({ hello: 'world' }); return ctx.args;");
    expect(evaluationResult).toBe('{"hello":"world"}');
  });

  it('answers the message of util.error', async () => {
    expect((await evaluate("util.error('foo', 'T');")).error).toEqual({ message: 'foo' });
  });

  it.each([
    ['return ctx.args.a.b;', 'code.js:3:21: TypeError: '],
    ['return util.base64Encode(1);', 'code.js:3:15: util.base64Encode: '],
  ])('says where %s fails', async (body, message) => {
    const { error, evaluationResult } = await evaluate(body);
    expect(error?.message).toContain(message);
    expect(evaluationResult).toBeUndefined();
  });

  it.each([
    ['while (true) {}', 'LINT_ERROR', 3],
    ['return 1 +;', 'PARSE_ERROR', 3],
  ])('says where it refuses %s', async (body, errorType, line) => {
    const { error, evaluationResult } = await evaluate(body);
    expect(error?.codeErrors).toMatchObject([{ errorType, location: { line } }]);
    expect(evaluationResult).toBeUndefined();
  });

  it.each([
    ['a context that is no JSON', 'return 1;', 'x!'],
    ['a context that is no map', 'return 1;', '[]'],
    ['a context of more than 28,000 characters', 'return 1;', JSON.stringify({ source: 'x'.repeat(28_000) })],
  ])('refuses %s', async (_, body, context) => {
    const code = `export function request() { ${body} }\nexport function response() {}`;
    await expect(evaluateCode(code, context)).rejects.toMatchObject({ name: 'BadRequestException' });
  });

  it('refuses another function', async () => {
    await expect(evaluate('return 1;', {}, 'handler')).rejects.toMatchObject({ name: 'BadRequestException' });
  });
});
