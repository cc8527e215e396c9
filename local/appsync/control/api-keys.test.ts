import {
  CreateApiKeyCommand,
  DeleteApiKeyCommand,
  DeleteGraphqlApiCommand,
  ListApiKeysCommand,
  UpdateApiKeyCommand,
  UpdateGraphqlApiCommand,
} from '@aws-sdk/client-appsync';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { refusal } from '../testing/control.ts';
import { testService, type TestService } from '../testing/service.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
/** Half past some hour. */
const NOW = Date.UTC(2026, 0, 2, 3, 30) / 1000;
const THE_HOUR = NOW - HOUR / 2;

let now = NOW;
let service: TestService;
let apiId: string;
beforeAll(async () => {
  service = await testService({ clock: () => now * 1000 });
});
afterAll(() => service.close());
beforeEach(async () => {
  now = NOW;
  apiId = await service.createApi('type Query { a: String }', {
    authenticationType: 'API_KEY',
    userPoolConfig: undefined,
  });
});

async function create(given: { description?: string; expires?: number } = {}) {
  const { apiKey } = await service.client.send(new CreateApiKeyCommand({ apiId, ...given }));
  return apiKey!;
}
const list = async (of = apiId) => (await service.client.send(new ListApiKeysCommand({ apiId: of }))).apiKeys;

async function ask(key: string | undefined, of = apiId): Promise<unknown> {
  const request = new Request(service.appsync.url(of), {
    method: 'POST',
    headers: key === undefined ? {} : { 'x-api-key': key },
    body: '{"query":"{ a }"}',
  });
  const response = await service.appsync.fetch(request);
  return { status: response.status, body: await response.json() };
}
const answered = { status: 200, body: { data: { a: null } } };
const refused = {
  status: 401,
  body: { errors: [{ errorType: 'UnauthorizedException', message: 'You are not authorized to make this call.' }] },
};

describe('an API key', () => {
  it('is good for a week unless it is said, to the hour before', async () => {
    const key = await create();
    const expires = THE_HOUR + 7 * DAY;
    expect(key).toEqual({
      id: expect.stringMatching(/^da2-[a-z0-9]{26}$/) as string,
      expires,
      deletes: expires + 60 * DAY,
    });
    expect(await ask(key.id)).toEqual(answered);
    now = expires - 1;
    expect(await ask(key.id)).toEqual(answered);
    now = expires;
    expect(await ask(key.id)).toEqual(refused);
  });

  it.each([
    ['a day', NOW + DAY, THE_HOUR + DAY],
    ['a year', NOW + 365 * DAY, THE_HOUR + 365 * DAY],
    ['until a full hour', THE_HOUR + 9 * DAY, THE_HOUR + 9 * DAY],
  ])('is good for %s', async (_, given, expires) => {
    expect(await create({ expires: given, description: 'Of a client' })).toMatchObject({
      description: 'Of a client',
      expires,
      deletes: expires + 60 * DAY,
    });
  });

  it.each([
    ['less than a day', NOW + DAY - 1],
    ['more than a year', NOW + 365 * DAY + 1],
    ['the past', NOW - DAY],
    ['nothing', 0],
  ])('is good for no %s', async (_, expires) => {
    const expected = refusal('ApiKeyValidityOutOfBoundsException', 'valid for 1 to 365 days');
    await expect(create({ expires })).rejects.toMatchObject(expected);
    const { id } = await create();
    await expect(service.client.send(new UpdateApiKeyCommand({ apiId, id, expires }))).rejects.toMatchObject(expected);
  });

  it('is changed in what is given, and made good again until it is gone for ever', async () => {
    const made = await create({ description: 'First' });
    const id = made.id!;
    const change = async (given: { description?: string; expires?: number }) =>
      (await service.client.send(new UpdateApiKeyCommand({ apiId, id, ...given }))).apiKey;
    expect(await change({ description: 'Second' })).toEqual({ ...made, description: 'Second' });
    now = made.expires! + 59 * DAY;
    expect(await ask(id)).toEqual(refused);
    const expires = now - (now % HOUR) + 2 * DAY;
    const renewed = { id, description: 'Second', expires, deletes: expires + 60 * DAY };
    expect(await change({ expires: now + 2 * DAY })).toEqual(renewed);
    expect(await ask(id)).toEqual(answered);
    expect(await list()).toEqual([renewed]);

    now = renewed.deletes;
    expect(await list()).toEqual([]);
    await expect(change({ description: 'Third' })).rejects.toMatchObject(refusal('NotFoundException', id));
    await expect(service.client.send(new DeleteApiKeyCommand({ apiId, id }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
  });

  it('is nothing to another API, and ends with its own', async () => {
    const { id } = await create();
    const settings = { authenticationType: 'API_KEY', userPoolConfig: undefined };
    const other = await service.createApi('type Query { a: String }', settings);
    expect(await ask(id, other)).toEqual(refused);
    expect(await ask(`../${apiId}/${id!}`, other)).toEqual(refused);
    await expect(service.client.send(new DeleteApiKeyCommand({ apiId: other, id }))).rejects.toMatchObject(
      refusal('NotFoundException', `API key not found: ${id!}`),
    );
    await service.client.send(new DeleteGraphqlApiCommand({ apiId }));
    await expect(list()).rejects.toMatchObject({ name: 'NotFoundException' });
    await expect(create()).rejects.toMatchObject(refusal('NotFoundException', `GraphQL API ${apiId} not found.`));
  });

  it('is good no more once it is deleted, or its API takes no keys', async () => {
    const [one, two] = await Promise.all([create(), create()]);
    await service.client.send(new DeleteApiKeyCommand({ apiId, id: one.id }));
    expect([await ask(one.id), await ask(two.id)]).toEqual([refused, answered]);
    await service.client.send(new UpdateGraphqlApiCommand({ apiId, name: 'a', authenticationType: 'AWS_IAM' }));
    expect(await ask(two.id)).toMatchObject({ status: 403 });
  });

  it('survives a restart', async () => {
    const key = await create({ description: 'Kept' });
    await service.restart();
    expect(await list()).toEqual([key]);
    expect(await ask(key.id)).toEqual(answered);
  });
});

it('API keys come in pages, and an API has fifty', async () => {
  const made = await Promise.all(Array.from({ length: 50 }, () => create()));
  await expect(create()).rejects.toMatchObject(refusal('ApiKeyLimitExceededException', 'at most 50'));
  const seen: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await service.client.send(new ListApiKeysCommand({ apiId, maxResults: 20, nextToken }));
    seen.push(...page.apiKeys!.map(({ id }) => id!));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  expect(seen.sort()).toEqual(made.map(({ id }) => id!).sort());
});

it('a request without a key is refused', async () => {
  expect(await ask(undefined)).toEqual({
    status: 401,
    body: { errors: [{ errorType: 'UnauthorizedException', message: 'Valid authorization header not provided.' }] },
  });
});
