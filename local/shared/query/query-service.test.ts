import * as v from 'valibot';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AwsError } from '../aws-error.ts';
import type { Log } from '../log.ts';
import { serve, type Served } from '../testing/serve.ts';
import { members } from './form.ts';
import { queryService } from './query-service.ts';

const errors: string[] = [];
const log: Log = { info: () => undefined, warn: () => undefined, error: (message) => void errors.push(message) };
const input = v.object({ Names: members(v.string()), Count: v.optional(v.string()) });
const service = queryService({
  signingName: 'things',
  namespace: 'https://things.example/doc/',
  otherErrors: { NotFoundException: { code: 'NoSuchThing', statusCode: 400 }, Broken: { code: 'InternalError' } },
  log,
  operations: {
    ListThings: (given, { accessKeyId = 'nobody' }) => {
      const { Names, Count } = v.parse(input, given);
      return { Things: { member: Names.map((Name) => ({ Name })) }, Count, By: accessKeyId };
    },
    DeleteThing: () => undefined,
    Conflict: () => Promise.reject(new AwsError('EntityAlreadyExists', 'It is <there>', {}, 409)),
    NotFound: () => Promise.reject(new AwsError('NotFoundException', 'It is gone', {}, 404)),
    Fail: () => Promise.reject(new AwsError('Broken', 'It is our fault', {}, 503)),
    Break: () => Promise.reject(new TypeError('of no concern to the caller')),
  },
});
let served: Served;
beforeAll(async () => {
  served = await serve(service);
});
afterAll(() => served.close());

async function ask(form: string) {
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    authorization: 'AWS4-HMAC-SHA256 Credential=AKIA/20260101/eu-west-1/things/aws4_request',
  };
  const answer = await fetch(served.url, { method: 'POST', headers, body: form });
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() };
}

it('answers what the operation answers, in XML', async () => {
  const { status, type, body } = await ask('Action=ListThings&Names.member.1=a&Names.member.2=b&Version=2010-05-08');
  expect([status, type]).toEqual([200, 'text/xml']);
  expect(body).toMatch(
    /^<ListThingsResponse xmlns="https:\/\/things.example\/doc\/"><ListThingsResult><Things><member><Name>a<\/Name><\/member><member><Name>b<\/Name><\/member><\/Things><By>AKIA<\/By><\/ListThingsResult><ResponseMetadata><RequestId>[\w-]+<\/RequestId><\/ResponseMetadata><\/ListThingsResponse>$/,
  );
});

it('answers no result where an operation has none', async () => {
  expect((await ask('Action=DeleteThing')).body).toMatch(/^<DeleteThingResponse [^>]+><ResponseMetadata>/);
});

it.each([
  ['by its name and status', 'Conflict', 409, 'Sender', 'EntityAlreadyExists', 'It is &lt;there&gt;'],
  ['by the name that this protocol has for it', 'NotFound', 400, 'Sender', 'NoSuchThing', 'It is gone'],
  ['as the fault of the service', 'Fail', 503, 'Receiver', 'InternalError', 'It is our fault'],
  ['of an operation that it does not know', 'Explode', 400, 'Sender', 'InvalidAction', /Explode is not supported here/],
  ['of a property that every object has', 'constructor', 400, 'Sender', 'InvalidAction', /constructor/],
])('answers an exception %s', async (_what, action, status, type, code, message) => {
  const answer = await ask(`Action=${action}`);
  expect(answer.status).toBe(status);
  expect(answer.body).toContain(`<Error><Type>${type}</Type><Code>${code}</Code><Message>`);
  expect(answer.body).toMatch(message);
});

it('refuses a request without an operation', async () => {
  expect(await ask('')).toMatchObject({ status: 400, body: expect.stringContaining('InvalidAction') as string });
});

it('keeps what broke to the log', async () => {
  const { status, body } = await ask('Action=Break');
  expect(status).toBe(500);
  expect(body).not.toContain('concern');
  expect(errors).toEqual([expect.stringMatching(/^things Break failed \(request [\w-]+\)$/)]);
});

it('calls in process by the same rules', async () => {
  await expect(service.call('ListThings', { Names: ['a'], Count: 3 })).resolves.toEqual({
    Things: { member: [{ Name: 'a' }] },
    Count: '3',
    By: 'nobody',
  });
  await expect(service.call('DeleteThing', {})).resolves.toEqual({});
  await expect(service.call('Conflict', {})).rejects.toMatchObject({ code: 'EntityAlreadyExists' });
  await expect(service.call('Explode', {})).rejects.toMatchObject({ code: 'InvalidAction' });
});
