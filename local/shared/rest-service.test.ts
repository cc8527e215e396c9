import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AwsError } from './aws-error.ts';
import type { Log } from './log.ts';
import { restService } from './rest-service.ts';
import { serve, type Served } from './testing/serve.ts';

const errors: string[] = [];
const log: Log = { info: () => undefined, warn: () => undefined, error: (message) => void errors.push(message) };
const service = restService({
  signingName: 'things',
  internalError: 'InternalServerException',
  log,
  operations: {
    CreateThing: { route: 'POST /things', status: 201, run: (input) => ({ input }) },
    GetThing: { route: ['GET /things/:name', 'GET /old/:name'], run: (input) => ({ input }) },
    GetTags: { route: 'GET /tags/:arn{.+}', run: (input) => ({ input }) },
    DeleteThing: { route: 'DELETE /things/:name', run: () => undefined },
    GetHeader: { route: 'GET /header', run: (_input, request) => ({ header: request?.headers.get('x-amz-mode') }) },
    Refuse: {
      route: 'GET /refuse',
      run: () => Promise.reject(new AwsError('ConflictException', 'It is there', { resourceId: 'x' }, 409)),
    },
    Break: {
      route: 'GET /break',
      run: () => {
        throw new TypeError('of no concern to the caller');
      },
    },
  },
});
let served: Served;
beforeAll(async () => {
  served = await serve(service);
});
afterAll(() => served.close());

async function ask(method: string, path: string, body?: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${served.url}${path}`, { method, headers, ...(body !== undefined && { body }) });
  const text = await answer.text();
  return {
    status: answer.status,
    errorType: answer.headers.get('x-amzn-errortype'),
    requestId: answer.headers.get('x-amzn-requestid'),
    body: (text === '' ? undefined : JSON.parse(text)) as unknown,
  };
}

it('makes one input of body, query and path, and answers what the operation answers', async () => {
  expect(await ask('POST', '/things?mode=a&tag=1&tag=2', '{"name":"x"}')).toMatchObject({
    status: 201,
    requestId: expect.stringMatching(/^[\w-]+$/) as string,
    body: { input: { name: 'x', mode: 'a', tag: ['1', '2'] } },
  });
  expect(await ask('GET', '/old/x')).toMatchObject({ status: 200, body: { input: { name: 'x' } } });
  expect(await ask('DELETE', '/things/x')).toMatchObject({ status: 204, body: undefined });
  expect(await ask('GET', '/header', undefined, { 'x-amz-mode': 'quick' })).toMatchObject({
    body: { header: 'quick' },
  });
});

it('has a name from the path or the query as it was before its encoding', async () => {
  // A client does not send `.` and `..` as parts of a path.
  const name = fc.string({ minLength: 1, unit: 'grapheme' }).filter((each) => each !== '.' && each !== '..');
  await fc.assert(
    fc.asyncProperty(name, async (each) => {
      const encoded = encodeURIComponent(each);
      expect(await ask('GET', `/things/${encoded}?filter=${encoded}`)).toMatchObject({
        body: { input: { name: each, filter: each } },
      });
    }),
    { numRuns: 50 },
  );
});

it('has an ARN from the path, whether its slashes are encoded or not', async () => {
  const arn = 'arn:aws:appsync:eu-west-1:000000000000:apis/a/types/Query';
  expect(await ask('GET', `/tags/${arn}`)).toMatchObject({ body: { input: { arn } } });
  expect(await ask('GET', `/tags/${encodeURIComponent(arn)}`)).toMatchObject({ body: { input: { arn } } });
});

it('answers an exception by its name, with its members and its status', async () => {
  expect(await ask('GET', '/refuse')).toMatchObject({
    status: 409,
    errorType: 'ConflictException',
    body: { message: 'It is there', Message: 'It is there', resourceId: 'x' },
  });
});

it.each([
  ['a path that it does not know', 'GET', '/others', undefined, 404, 'UnknownOperationException'],
  ['a method that it does not know there', 'PUT', '/things/x', '{}', 404, 'UnknownOperationException'],
  ['a body that is no JSON', 'POST', '/things', '{', 400, 'SerializationException'],
  ['a body that is no object', 'POST', '/things', '[]', 400, 'SerializationException'],
])('refuses %s', async (_what, method, path, body, status, errorType) => {
  expect(await ask(method, path, body)).toMatchObject({ status, errorType });
});

it('keeps what broke to the log', async () => {
  const answer = await ask('GET', '/break');
  expect(answer).toMatchObject({ status: 500, errorType: 'InternalServerException' });
  expect(JSON.stringify(answer.body)).not.toContain('concern');
  expect(errors).toEqual([expect.stringMatching(/^things GET \/break failed \(request [\w-]+\)$/)]);
});

it('calls in process by the same rules', async () => {
  await expect(service.call('GetThing', { name: 'x' })).resolves.toEqual({ input: { name: 'x' } });
  await expect(service.call('DeleteThing', {})).resolves.toEqual({});
  await expect(service.call('Refuse', {})).rejects.toMatchObject({ code: 'ConflictException' });
  await expect(service.call('constructor', {})).rejects.toMatchObject({ code: 'UnknownOperationException' });
});
