import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DynamoDb } from '../../../../dynamodb/index.ts';
import { AwsError } from '../../../../shared/aws-error.ts';
import type { JsonCaller } from '../../../../shared/json-service.ts';
import type { LambdaInvoker } from '../../../../shared/ports.ts';
import type { SyncConfig } from '../../../sync-config.ts';
import { createTable, tableSource, testDynamoDb } from '../../../testing/dynamodb.ts';
import { automerge } from './automerge.ts';

/** Page: "Conflict detection and resolution in AWS AppSync". */

const HANDLER = 'arn:aws:lambda:eu-west-1:000000000000:function:conflicts';

let dynamoDb: DynamoDb;
let close: () => Promise<void>;
let number = 0;
let table: string;
let events: unknown[];
let decide: () => ReturnType<LambdaInvoker['invoke']>;

beforeAll(async () => {
  ({ dynamoDb, close } = await testDynamoDb());
  await createTable(dynamoDb, 'delta', { ds_pk: 'S', ds_sk: 'S' });
});
afterAll(() => close());
beforeEach(async () => {
  number += 1;
  table = `players-${number}`;
  events = [];
  await createTable(dynamoDb, table, { id: 'N' });
});

const key = { id: { N: 1 } };

/** Invokes as a resolver with this handler of conflicts does. */
function ask(conflictHandler: SyncConfig['conflictHandler'], request: object, call: JsonCaller = dynamoDb.call) {
  const source = tableSource({
    call,
    table,
    versioning: { deltaTable: 'delta', baseTableTtl: 10, deltaTableTtl: 10, clock: Date.now },
    lambda: {
      invoke(_name, event) {
        events.push(event);
        return decide();
      },
    },
  });
  return source.invoke(request, {
    step: 'Mutation.updatePlayer',
    field: { typeName: 'Mutation', fieldName: 'updatePlayer' },
    arguments: { id: 1 },
    identity: null,
    siblings: { gather: () => Promise.reject(new Error('Nothing is gathered')) },
    syncConfig: {
      conflictDetection: 'VERSION',
      conflictHandler,
      lambdaConflictHandlerConfig: { lambdaConflictHandlerArn: HANDLER },
    },
  });
}

const put = (attributeValues: object, _version?: number) => ({
  operation: 'PutItem',
  key,
  attributeValues,
  ...(_version !== undefined && { _version }),
});
const set = (values: Readonly<Record<string, object>>, _version: number) => ({
  operation: 'UpdateItem',
  key,
  update: {
    expression: `SET ${Object.keys(values)
      .map((name) => `#${name} = :${name}`)
      .join(', ')}`,
    expressionNames: Object.fromEntries(Object.keys(values).map((name) => [`#${name}`, name])),
    expressionValues: Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value])),
  },
  _version,
});
const remove = (_version?: number) => ({ operation: 'DeleteItem', key, ...(_version !== undefined && { _version }) });

/** What the table holds, at a version, however it came to be. */
async function stored(attributes: object, version: number) {
  await dynamoDb.call('PutItem', {
    TableName: table,
    Item: { id: { N: '1' }, ...attributes, _version: { N: String(version) }, _lastChangedAt: { N: '1' } },
  });
}

const nadia = { name: { S: 'Nadia' }, jersey: { N: '5' } };
const conflict = { type: 'ConflictUnhandled', message: 'Conflict resolver rejects mutation.' };

describe('optimistic concurrency', () => {
  const handler = 'OPTIMISTIC_CONCURRENCY';

  it('creates, and changes and deletes the version that is there', async () => {
    expect(await ask(handler, put(nadia))).toMatchObject({ result: { name: 'Nadia', _version: 1 } });
    expect(await ask(handler, set({ jersey: { N: 55 } }, 1))).toMatchObject({ result: { jersey: 55, _version: 2 } });
    expect(await ask(handler, put(nadia, 2))).toMatchObject({ result: { jersey: 5, _version: 3 } });
    expect(await ask(handler, remove(3))).toMatchObject({ result: { _deleted: true, _version: 4 } });
  });

  it.each([
    ['an update of an older version', set({ jersey: { N: 55 } }, 2)],
    ['an update of a version that is not there yet', set({ jersey: { N: 55 } }, 5)],
    ['a put of an older version', put({}, 2)],
    ['a put that names no version', put({})],
    ['a deletion of an older version', remove(2)],
    ['a deletion that names no version', remove()],
  ])('rejects %s, with the current item', async (_, request) => {
    await stored(nadia, 4);
    const current = { id: 1, name: 'Nadia', jersey: 5, _version: 4, _lastChangedAt: 1 };
    expect(await ask(handler, request)).toEqual({ result: current, error: conflict });
    expect(await ask(handler, { operation: 'GetItem', key })).toEqual({ result: current });
  });

  it('lets one of two at the same time through', async () => {
    await stored(nadia, 4);
    const answers = await Promise.all([55, 56].map((jersey) => ask(handler, set({ jersey: { N: jersey } }, 4))));
    expect(answers.filter(({ error }) => error?.type === 'ConflictUnhandled')).toHaveLength(1);
  });

  it('gives up where others are always faster', async () => {
    await stored(nadia, 4);
    const call: JsonCaller = async (operation, input) => {
      const output = await dynamoDb.call(operation, input);
      const bump = 'ADD #v :one';
      if (operation === 'GetItem')
        await dynamoDb.call('UpdateItem', {
          TableName: table,
          Key: { id: { N: '1' } },
          UpdateExpression: bump,
          ExpressionAttributeNames: { '#v': '_version' },
          ExpressionAttributeValues: { ':one': { N: '1' } },
        });
      return output;
    };
    const answer = await ask('AUTOMERGE', set({ jersey: { N: 55 } }, 4), call);
    expect(answer.error?.type).toBe('MaxConflicts');
  });
});

describe('Automerge, by the examples of its page', () => {
  const interests = { SS: ['breakfast', 'lunch', 'dinner'] };
  const points = { L: [{ N: '24' }, { N: '30' }, { N: '27' }] };
  const all = { SS: ['breakfast', 'lunch', 'dinner', 'brunch'] };
  const joined = { L: ['24', '30', '27', '30', '35'].map((N) => ({ N })) };
  const stats = { M: { ppg: { S: '35.4' }, apg: { S: '6.3' } } };
  const rows: [string, object, number, Record<string, object>, number, object][] = [
    [
      'keeps a scalar that is there',
      nadia,
      4,
      { name: { S: 'Nadia' }, jersey: { N: '55' } },
      2,
      { name: 'Nadia', jersey: 5, _version: 5 },
    ],
    [
      'adds what is new',
      nadia,
      5,
      { name: { S: 'Shaggy' }, jersey: { N: '5' }, interests, points },
      3,
      { name: 'Nadia', jersey: 5, interests: interests.SS, points: [24, 30, 27], _version: 6 },
    ],
    [
      'unites sets and joins lists',
      { ...nadia, interests, points },
      6,
      { ...nadia, interests: { SS: ['breakfast', 'lunch', 'brunch'] }, points: { L: [{ N: '30' }, { N: '35' }] } },
      5,
      { interests: all.SS, points: [24, 30, 27, 30, 35], _version: 7 },
    ],
    [
      'merges maps, and keeps what is left out',
      { ...nadia, interests: all, points: joined, stats },
      8,
      { name: { S: 'Nadia' }, stats: { M: { ppg: { S: '25.7' }, rpg: { S: '6.9' } } } },
      3,
      {
        name: 'Nadia',
        jersey: 5,
        interests: all.SS,
        points: [24, 30, 27, 30, 35],
        stats: { ppg: '35.4', apg: '6.3', rpg: '6.9' },
        _version: 9,
      },
    ],
    [
      'takes what replaces null',
      { ...nadia, jersey: { NULL: true } },
      4,
      { jersey: { N: '55' } },
      2,
      { jersey: 55, _version: 5 },
    ],
  ];

  const sorted = (item: Record<string, unknown>) =>
    Array.isArray(item.interests) ? { ...item, interests: [...(item.interests as string[])].sort() } : item;

  it.each(rows)('%s, of a put', async (_, existing, version, incoming, known, merged) => {
    await stored(existing, version);
    const { result, error } = await ask('AUTOMERGE', put(incoming, known));
    expect(error).toBeUndefined();
    expect(sorted(result as Record<string, unknown>)).toMatchObject(sorted({ ...merged }));
  });

  it.each(rows)('%s, of an update', async (_, existing, version, incoming, known, merged) => {
    await stored(existing, version);
    const { result } = await ask('AUTOMERGE', set(incoming, known));
    expect(sorted(result as Record<string, unknown>)).toMatchObject(sorted({ ...merged }));
  });

  it('does no merging where the version is the current one', async () => {
    await stored({ ...nadia, points }, 4);
    expect(await ask('AUTOMERGE', set({ points: { L: [{ N: '1' }] } }, 4))).toMatchObject({ result: { points: [1] } });
  });

  it('removes nothing', async () => {
    await stored(nadia, 4);
    const update = { expression: 'REMOVE jersey SET nick = :n', expressionValues: { ':n': { S: 'N' } } };
    const request = { operation: 'UpdateItem', key, update, _version: 1 };
    expect(await ask('AUTOMERGE', request)).toMatchObject({ result: { jersey: 5, nick: 'N', _version: 5 } });
  });

  it('rejects a deletion of another version', async () => {
    await stored(nadia, 4);
    expect(await ask('AUTOMERGE', remove(3))).toMatchObject({ result: { _version: 4 }, error: conflict });
  });

  it('refuses by name to merge what depends on what is there', async () => {
    await stored(nadia, 4);
    const update = { expression: 'ADD jersey :n', expressionValues: { ':n': { N: 1 } } };
    const { error } = await ask('AUTOMERGE', { operation: 'UpdateItem', key, update, _version: 1 });
    expect(error).toMatchObject({ type: 'MappingTemplate' });
    expect(error?.message).toContain('not supported here: Automerge of an update other than SET to a value and REMOVE');
  });

  it('loses nothing that is there, and merging the same sets, maps and scalars again changes nothing', () => {
    const scalar = fc.oneof(
      fc.string().map((S) => ({ S })),
      fc.integer().map((N) => ({ N: String(N) })),
      fc.uniqueArray(fc.string(), { minLength: 1 }).map((SS) => ({ SS })),
    );
    const item = fc.dictionary(
      fc.string(),
      fc.oneof(
        scalar,
        fc.dictionary(fc.string(), scalar).map((M) => ({ M })),
      ),
    );
    fc.assert(
      fc.property(item, item, (existing, incoming) => {
        const merged = automerge(existing, incoming);
        expect(Object.keys(merged).sort()).toEqual(
          [...new Set([...Object.keys(existing), ...Object.keys(incoming)])].sort(),
        );
        for (const [name, value] of Object.entries(existing)) if ('S' in value) expect(merged[name]).toEqual(value);
        expect(automerge(merged, incoming)).toEqual(merged);
      }),
    );
  });
});

describe('a conflict handler in Lambda', () => {
  beforeEach(() => stored({ ...nadia, extra: { S: 'x' } }, 4));
  const answers = (payload: unknown) => () => Promise.resolve({ payload });

  it('is asked with what its page says', async () => {
    decide = answers({ action: 'REJECT' });
    expect(await ask('LAMBDA', set({ jersey: { N: '55' } }, 2))).toMatchObject({
      result: { jersey: 5 },
      error: conflict,
    });
    const existingItem = { id: 1, name: 'Nadia', jersey: 5, extra: 'x', _version: 4, _lastChangedAt: 1 };
    expect(events).toEqual([
      {
        newItem: { ...existingItem, jersey: 55 },
        existingItem,
        arguments: { id: 1 },
        resolver: { tableName: table, awsRegion: 'eu-west-1', parentType: 'Mutation', field: 'updatePlayer' },
        identity: null,
      },
    ]);
  });

  it('replaces the item, but for its key and metadata', async () => {
    decide = answers({ action: 'RESOLVE', item: { id: 2, _version: 9, jersey: 7, tags: ['a'] } });
    expect(await ask('LAMBDA', put(nadia, 2))).toEqual({
      result: { id: 1, jersey: 7, tags: ['a'], _version: 5, _lastChangedAt: expect.any(Number) as number },
    });
  });

  it('lets a deletion through', async () => {
    decide = answers({ action: 'REMOVE' });
    expect(await ask('LAMBDA', remove(1))).toMatchObject({ result: { _deleted: true, _version: 5 } });
  });

  it.each([
    ['answers a deletion with RESOLVE', remove(1), answers({ action: 'RESOLVE', item: {} })],
    ['answers a put with REMOVE', put(nadia, 1), answers({ action: 'REMOVE' })],
    ['answers nothing', put(nadia, 1), answers(null)],
    [
      'throws',
      put(nadia, 1),
      () => Promise.resolve({ payload: null, error: { errorType: 'Error', errorMessage: 'Oh', trace: [] } }),
    ],
    [
      'is not there',
      put(nadia, 1),
      () => Promise.reject(new AwsError('ResourceNotFoundException', 'Function not found')),
    ],
  ])('that %s is a ConflictError', async (_, request, decision) => {
    decide = decision;
    expect(await ask('LAMBDA', request)).toMatchObject({ result: { _version: 4 }, error: { type: 'ConflictError' } });
  });
});
