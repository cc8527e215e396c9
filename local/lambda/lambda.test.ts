import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import type { Lambda, LambdaOptions } from './lambda.ts';
import { functionInput, startLambda, until, zipOf } from './testing/service.ts';

let lambda: Lambda;
let directory: string;
let remove: () => Promise<void>;
let lines: string[];

beforeEach(async () => {
  ({ directory, remove } = await temporaryDirectory());
  lines = [];
  await start();
});

afterEach(async () => {
  await lambda.close();
  await lambda.close();
  await remove();
});

async function start(options: Partial<LambdaOptions> = {}): Promise<void> {
  lambda = await startLambda(directory, { onLine: (name, line) => lines.push(`${name}: ${line}`), ...options });
}

async function run(source: string, event: unknown = {}, more: object = {}) {
  await lambda.createFunction(functionInput('f', source, more));
  return lambda.invoke('f', event);
}

function request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const init = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const url = `http://127.0.0.1${path}`;
  return lambda.handle(new Request(url, { method, headers, ...init }), { accessKeyId: 'a', region: 'eu-west-1' });
}

describe('an invocation', () => {
  it('gives the handler event and context, and answers what it returns', async () => {
    const source = `export const handler = async (event, context) => ({
      event, context: { ...context }, left: context.getRemainingTimeInMillis() > 0, undefined: undefined })`;
    const { payload } = await run(source, { a: [1] }, { MemorySize: 256 });
    expect(payload).toMatchObject({
      event: { a: [1] },
      left: true,
      context: {
        functionName: 'f',
        functionVersion: '$LATEST',
        invokedFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:f',
        memoryLimitInMB: '256',
        logGroupName: '/aws/lambda/f',
      },
    });
  });

  it('has the modules of its zip, those too that it imports before its handler is there', async () => {
    const source = `import { two } from './two.mjs';
      const { greet } = await import(\`./\${process.env.LANGUAGE}.mjs\`);
      export const handler = async () => greet() + two;`;
    const others = {
      'two.mjs': 'export const two = 2;',
      'en.mjs': "export const greet = () => 'hello';",
      'fr.mjs': "throw new Error('not asked for')",
    };
    const more = { Code: { ZipFile: zipOf(source, others) }, Environment: { Variables: { LANGUAGE: 'en' } } };
    expect(await run('', {}, more)).toEqual({ payload: 'hello2' });
  });

  it('sees its own environment and nothing of this process', async () => {
    const { payload } = await run('export const handler = async () => process.env', null, {
      Environment: { Variables: { TABLE: 'devices' } },
    });
    expect(payload).toMatchObject({ TABLE: 'devices', AWS_REGION: 'eu-west-1', AWS_LAMBDA_FUNCTION_NAME: 'f' });
    expect(payload).not.toHaveProperty('PATH');
  });

  it('loads the module once, and prints line by line', async () => {
    const source = `console.log('loaded'); let count = 0;
      export const handler = async () => { console.error('called\\ntwice'); return ++count; }`;
    await run(source);
    expect(await lambda.invoke('f', {})).toEqual({ payload: 2 });
    await until(() => lines.length === 5);
    expect(lines.filter((line) => line === 'f: loaded')).toHaveLength(1);
  });

  it.each([
    ['undefined', 'async () => undefined', null],
    ['a value of a synchronous handler', '() => 5', null],
    ['a callback', '(event, context, done) => setTimeout(() => done(null, 7), 1)', 7],
    ['a date', 'async () => new Date(0)', '1970-01-01T00:00:00.000Z'],
  ])('answers %s', async (_what, handler, payload) => {
    expect(await run(`export const handler = ${handler}`)).toEqual({ payload });
  });

  it.each([
    ['TypeError', 'async () => { throw new TypeError("bad") }', 'bad'],
    ['string', 'async () => { throw "text" }', 'text'],
    ['Error', 'async () => 1n', 'Unable to stringify response body'],
    ['RangeError', '(e, c, done) => done(new RangeError("late"))', 'late'],
    ['Runtime.ExitError', '() => process.exit(3)', /^RequestId: .* exit status 3$/],
    ['Runtime.ExitError', '() => process.exit(0)', /without providing a reason$/],
    ['Error', '() => new Promise(() => setTimeout(() => { throw new Error("stray") }))', 'stray'],
    ['Runtime.UnhandledPromiseRejection', '() => new Promise(() => Promise.reject(new Error("lost")))', 'Error: lost'],
    ['Function.ResponseSizeTooLarge', 'async () => "x".repeat(6 * 1024 * 1024 + 100)', /6291556/],
    ['Sandbox.Timedout', '() => { for (;;); }', /Task timed out after 1\.00 seconds$/],
    ['Sandbox.Timedout', '() => new Promise(() => {})', /Task timed out after 1\.00 seconds$/],
  ])('fails with %s: %s', async (errorType, handler, errorMessage) => {
    const result = await run(`export const handler = ${handler}`, {}, { Timeout: 1 });
    expect(result).toMatchObject({
      payload: null,
      error: {
        errorType,
        errorMessage: typeof errorMessage === 'string' ? errorMessage : (expect.stringMatching(errorMessage) as string),
      },
    });
  });

  it.each([
    ['Runtime.HandlerNotFound', 'export const other = 1'],
    ['Runtime.UserCodeSyntaxError', 'export const handler = ('],
    ['Runtime.ImportModuleError', 'import "not-there"'],
    ['Error', 'throw new Error("at start")'],
    ['Runtime.ExitError', 'process.exit(1)'],
  ])('fails with %s where the module does not load', async (errorType, source) => {
    expect((await run(source)).error).toMatchObject({ errorType });
    expect((await lambda.invoke('f', {})).error).toMatchObject({ errorType });
  });

  it('fails where it uses more memory than it has, and the next one works', async () => {
    const source = `export const handler = async (event) => { const all = []; while (event.eat) all.push(new Array(1e5).fill(all.length)); return 'ok'; }`;
    const { error } = await run(source, { eat: true }, { Timeout: 30 });
    expect(error).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/killed$/) as string,
    });
    expect(await lambda.invoke('f', {})).toEqual({ payload: 'ok' });
  });
});

describe('concurrent invocations', () => {
  const gate = `export const handler = (event) => new Promise((resolve) => setTimeout(resolve, event.ms, event.ms))`;

  it('have a worker each, up to the limit', async () => {
    await lambda.createFunction(functionInput('f', gate));
    await lambda.putFunctionConcurrency({ FunctionName: 'f', ReservedConcurrentExecutions: 2 });
    const running = [lambda.invoke('f', { ms: 300 }), lambda.invoke('f', { ms: 300 })];
    await expect(lambda.invoke('f', { ms: 0 })).rejects.toMatchObject({
      code: 'TooManyRequestsException',
      statusCode: 429,
    });
    expect(await Promise.all(running)).toEqual([{ payload: 300 }, { payload: 300 }]);
    expect(await lambda.invoke('f', { ms: 1 })).toEqual({ payload: 1 });
  });

  it('end with the code they started with when it is updated', async () => {
    await lambda.createFunction(functionInput('f', gate));
    const running = lambda.invoke('f', { ms: 200 });
    await lambda.invoke('f', { ms: 0 });
    await lambda.updateFunctionCode({ FunctionName: 'f', ZipFile: zipOf('export const handler = async () => "new"') });
    expect(await lambda.invoke('f', {})).toEqual({ payload: 'new' });
    expect(await running).toEqual({ payload: 200 });
    expect(await lambda.invoke('f', {})).toEqual({ payload: 'new' });
  });

  it('leave workers that end when idle', async () => {
    await lambda.close();
    await start({ idleMs: 1 });
    const source = `let count = 0; export const handler = async () => ++count`;
    await run(source);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await lambda.invoke('f', {})).toEqual({ payload: 1 });
  });
});

describe('functions', () => {
  it('survive a restart', async () => {
    await run('export const handler = async () => process.env.XX', {}, { Environment: { Variables: { XX: 'y' } } });
    await lambda.updateFunctionConfiguration({ FunctionName: 'f', Environment: { Variables: { XX: 'z' } } });
    await lambda.close();
    await start();
    expect(lambda.getFunctionConfiguration({ FunctionName: 'f' })).toMatchObject({
      Environment: { Variables: { XX: 'z' } },
    });
    expect(await lambda.invoke('f', {})).toEqual({ payload: 'z' });
  });

  it.each([
    ['ResourceConflictException', {}],
    ['InvalidParameterValueException', { FunctionName: 'a b' }],
    ['InvalidParameterValueException', { Runtime: 'python3.13' }],
    ['InvalidParameterValueException', { Timeout: 901 }],
    ['InvalidParameterValueException', { Layers: ['arn'] }],
    ['InvalidParameterValueException', { Code: { ZipFile: new Uint8Array([1, 2, 3]) } }],
    ['InvalidParameterValueException', { Code: { S3Bucket: 'b' } }],
    ['InvalidParameterValueException', { Environment: { Variables: { AWS_REGION: 'x' } } }],
    ['InvalidParameterValueException', { Environment: { Variables: { BIG: 'x'.repeat(4096) } } }],
  ])('are refused with %s: %j', async (code, more) => {
    await lambda.createFunction(functionInput('f', 'export const handler = async () => 1'));
    const input = functionInput('f', 'export const handler = async () => 1', more);
    await expect(lambda.createFunction(input)).rejects.toMatchObject({ code });
  });
});

describe('the REST API', () => {
  const path = '/2015-03-31/functions';
  const source = 'export const handler = async (event) => { if (event.fail) throw new Error("no"); return event; }';

  beforeEach(async () => {
    const ZipFile = Buffer.from(zipOf(source)).toString('base64');
    const response = await request('POST', path, functionInput('f', source, { Code: { ZipFile } }));
    expect(response.status).toBe(201);
  });

  it('reads, changes and deletes functions', async () => {
    const arn = encodeURIComponent('arn:aws:lambda:eu-west-1:000000000000:function:f');
    const { Configuration } = (await (await request('GET', `${path}/${arn}`)).json()) as {
      Configuration: { CodeSha256: string };
    };
    expect(Configuration).toMatchObject({ FunctionName: 'f', State: 'Active', Timeout: 3 });
    expect(await (await request('PUT', `${path}/f/configuration`, { Timeout: 9 })).json()).toMatchObject({
      Timeout: 9,
    });
    const ZipFile = Buffer.from(zipOf(`${source};`)).toString('base64');
    const updated = (await (await request('PUT', `${path}/f/code`, { ZipFile })).json()) as { CodeSha256: string };
    expect(updated.CodeSha256).not.toBe(Configuration.CodeSha256);
    expect(await (await request('GET', `${path}/f/configuration`)).json()).toMatchObject({ Timeout: 9 });
    expect((await request('DELETE', `${path}/f`)).status).toBe(204);
    const gone = await request('GET', `${path}/f`);
    expect(gone.status).toBe(404);
    expect(gone.headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException');
    expect(await gone.json()).toMatchObject({ Type: 'User', Message: expect.stringContaining('function:f') as string });
  });

  it('invokes', async () => {
    const good = await request('POST', `${path}/f/invocations`, { a: 1 });
    expect([good.status, good.headers.get('x-amz-function-error'), await good.json()]).toEqual([200, null, { a: 1 }]);
    const bad = await request('POST', `${path}/f/invocations`, { fail: true });
    expect([bad.status, bad.headers.get('x-amz-function-error')]).toEqual([200, 'Unhandled']);
    expect(await bad.json()).toMatchObject({
      errorType: 'Error',
      errorMessage: 'no',
      trace: expect.any(Array) as unknown,
    });
    const event = await request('POST', `${path}/f/invocations`, {}, { 'x-amz-invocation-type': 'Event' });
    expect([event.status, await event.text()]).toEqual([202, '']);
    expect((await request('POST', `${path}/f/invocations`)).status).toBe(200);
  });

  it.each([
    [413, 'RequestTooLargeException', 'f', JSON.stringify('x'.repeat(6 * 1024 * 1024)), 'RequestResponse'],
    [413, 'RequestTooLargeException', 'f', JSON.stringify('x'.repeat(1024 * 1024)), 'Event'],
    [400, 'InvalidRequestContentException', 'f', '{', 'RequestResponse'],
    [404, 'ResourceNotFoundException', 'none', '{}', 'Event'],
  ])('refuses with %d %s', async (status, code, name, body, type) => {
    const response = await request('POST', `${path}/${name}/invocations`, body, { 'x-amz-invocation-type': type });
    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([status, code]);
  });

  it('refuses by name what it does not have', async () => {
    const response = await request('POST', `${path}/f/aliases`, { Name: 'live' });
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('POST /2015-03-31/functions/f/aliases is not supported here');
  });
});
