import { expect, it } from 'vitest';
import { AwsError } from './aws-error.ts';
import { jsonCaller, jsonService } from './json-service.ts';
import type { Log } from './log.ts';

const caller = { accessKeyId: 'key', region: 'eu-west-1' };
const errors: string[] = [];
const log: Log = { info: () => undefined, warn: () => undefined, error: (message) => void errors.push(message) };
const operations = {
  Echo: (input: unknown) => Promise.resolve({ input }),
  Refuse: () => Promise.reject(new AwsError('ConflictException', 'It is there already', { Name: 'x' }, 409)),
  Break: () => Promise.reject(new TypeError('of no concern to the caller')),
};
const service = jsonService({ signingName: 'things', jsonVersion: '1.0', operations, log });

async function call(operation: string, body = '{}') {
  const headers = { 'x-amz-target': `Things_20260101.${operation}` };
  const answer = await service.handle(new Request('http://127.0.0.1/', { method: 'POST', headers, body }), caller);
  return {
    status: answer.status,
    errorType: answer.headers.get('x-amzn-errortype'),
    body: (await answer.json()) as object,
  };
}

it('answers what the operation answers, and takes no body for no members', async () => {
  expect(await call('Echo', '{"a":1}')).toEqual({ status: 200, errorType: null, body: { input: { a: 1 } } });
  expect(await call('Echo', '')).toMatchObject({ body: { input: {} } });
});

it('answers an exception by its name, with its members and its status', async () => {
  expect(await call('Refuse')).toEqual({
    status: 409,
    errorType: 'ConflictException',
    body: { __type: 'ConflictException', message: 'It is there already', Name: 'x' },
  });
});

it.each([
  ['an operation that it does not know', 'Explode', '{}', 'UnknownOperationException'],
  ['a property that every object has', 'constructor', '{}', 'UnknownOperationException'],
  ['a body that is no JSON', 'Echo', '{', 'SerializationException'],
])('refuses %s', async (_what, operation, body, errorType) => {
  expect(await call(operation, body)).toMatchObject({ status: 400, errorType });
});

it('keeps what broke to the log', async () => {
  const { status, errorType, body } = await call('Break');
  expect([status, errorType]).toEqual([500, 'InternalFailure']);
  expect(JSON.stringify(body)).not.toContain('concern');
  expect(errors).toEqual([expect.stringMatching(/^things Break failed \(request [\w-]+\)$/)]);
});

it('calls in process by the same rules', async () => {
  const inProcess = jsonCaller(operations, caller);
  await expect(inProcess('Echo', { a: 1 })).resolves.toEqual({ input: { a: 1 } });
  await expect(inProcess('Refuse', {})).rejects.toMatchObject({ code: 'ConflictException' });
});
