import { DynamoDBClient, QueryCommand, UpdateItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DynamoDb } from '../../dynamodb/index.ts';
import { clientOptions, serve } from '../../shared/testing/serve.ts';
import { createTable, tableSource, testDynamoDb } from '../testing/dynamodb.ts';
import type { DataSource } from '../types.ts';

let dynamoDb: DynamoDb;
let source: DataSource;
let client: DynamoDBClient;
let close: () => Promise<void>;
const table = 'readings';

beforeAll(async () => {
  const test = await testDynamoDb();
  ({ dynamoDb } = test);
  const served = await serve(dynamoDb);
  client = new DynamoDBClient(clientOptions(served.url));
  close = async () => {
    client.destroy();
    await served.close();
    await test.close();
  };
  source = tableSource({ call: dynamoDb.call, table });
  await createTable(dynamoDb, table, { device: 'S', at: 'N' });
});
afterAll(() => close());

/** A typed value as handlers write it, and what response handlers see of it. */
interface Typed {
  typed: object;
  plain: unknown;
}

const number = fc.oneof(
  fc.integer(),
  fc.integer().map((value) => value / 1000),
);
const text = fc.string({ unit: 'binary' });
const base64 = fc.uint8Array({ minLength: 1, maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString('base64'));
const setOf = <Value>(value: fc.Arbitrary<Value>) => fc.uniqueArray(value, { minLength: 1, maxLength: 5 });
/** dynalite, which is behind, takes what is called `__proto__` for an object's prototype, and refuses it. */
const memberName = fc.string({ minLength: 1 }).filter((name) => name !== '__proto__');
const as = (type: string) => (plain: unknown) => ({ typed: { [type]: plain }, plain });

const { value: typedValue } = fc.letrec<{ value: Typed }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text.map(as('S')),
    number.map(as('N')),
    number.map((plain) => ({ typed: { N: String(plain) }, plain })),
    base64.map(as('B')),
    fc.boolean().map(as('BOOL')),
    fc.constantFrom(null, true).map((given) => ({ typed: { NULL: given }, plain: null })),
    setOf(fc.string({ minLength: 1 })).map(as('SS')),
    setOf(fc.integer()).map(as('NS')),
    setOf(base64).map(as('BS')),
    fc.array(tie('value'), { maxLength: 4 }).map((members) => ({
      typed: { L: members.map(({ typed }) => typed) },
      plain: members.map(({ plain }) => plain),
    })),
    fc.dictionary(memberName, tie('value'), { maxKeys: 4 }).map((members) => ({
      typed: { M: mapValues(members, ({ typed }) => typed) },
      plain: mapValues(members, ({ plain }) => plain),
    })),
  ),
}));

function mapValues<Value, Result>(record: Readonly<Record<string, Value>>, convert: (value: Value) => Result) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, convert(value)]));
}

describe('a put and a get', () => {
  it('give back every type, whatever the value', async () => {
    const name = memberName.filter((each) => each !== 'device' && each !== 'at');
    const attributes = fc.dictionary(name, typedValue, { maxKeys: 5 });
    await fc.assert(
      fc.asyncProperty(attributes, async (members) => {
        const key = { device: { S: 'd' }, at: { N: 1 } };
        const item = { ...mapValues(members, ({ plain }) => plain), device: 'd', at: 1 };
        const attributeValues = mapValues(members, ({ typed }) => typed);
        expect(await source.invoke({ operation: 'PutItem', key, attributeValues })).toEqual({ result: item });
        const { result } = await source.invoke({ operation: 'GetItem', key, consistentRead: true });
        expect(unordered(result)).toEqual(unordered(item));
      }),
      { numRuns: 100 },
    );
  });

  /** Lists in one order: a set has none. */
  function unordered(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((each) => JSON.stringify(unordered(each))).sort();
    if (typeof value !== 'object' || value === null) return value;
    return mapValues({ ...value }, unordered);
  }
});

describe('the pages of a query', () => {
  const device = { S: 'paged' };
  const count = 23;
  const query = { expression: 'device = :device', expressionValues: { ':device': device } };

  beforeAll(async () => {
    for (let at = 0; at < count; at += 1) {
      const key = { device, at: { N: at } };
      await source.invoke({ operation: 'PutItem', key, attributeValues: { odd: { BOOL: at % 2 === 1 } } });
    }
  });

  it('are the whole, whatever their size, direction and filter, as the SDK has it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), fc.boolean(), fc.boolean(), async (limit, forward, onlyOdd) => {
        const filter = { expression: 'odd = :odd', expressionValues: { ':odd': { BOOL: true } } };
        const found: unknown[] = [];
        let scanned = 0;
        let nextToken: string | null = null;
        do {
          const request = { operation: 'Query', query, limit, scanIndexForward: forward, nextToken };
          const answer = await source.invoke({ ...request, ...(onlyOdd && { filter }) });
          const page = answer.result as { items: { at: number }[]; nextToken: string | null; scannedCount: number };
          expect(page.scannedCount).toBeLessThanOrEqual(limit);
          found.push(...page.items.map(({ at }) => at));
          scanned += page.scannedCount;
          ({ nextToken } = page);
        } while (nextToken !== null);
        const { Items = [] } = await client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: query.expression,
            ScanIndexForward: forward,
            ...(onlyOdd && { FilterExpression: filter.expression }),
            ExpressionAttributeValues: { ...query.expressionValues, ...(onlyOdd && filter.expressionValues) },
          }),
        );
        expect(found).toEqual(Items.map(({ at }) => Number(at?.N)));
        expect(scanned).toBe(count);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a condition', () => {
  const names = fc.constantFrom('#a', '#b', '#none');
  const operand = fc.constantFrom(':zero', ':one', ':text', ':t');
  const comparison = fc.constantFrom('=', '<>', '<', '<=', '>', '>=');
  const { condition } = fc.letrec<{ condition: string }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3 },
      fc.tuple(names, comparison, operand).map((parts) => parts.join(' ')),
      fc.tuple(names, operand, operand).map(([name, low, high]) => `${name} BETWEEN ${low} AND ${high}`),
      fc.tuple(names, operand, operand).map(([name, one, other]) => `${name} IN (${one}, ${other})`),
      names.map((name) => `attribute_exists(${name})`),
      names.map((name) => `attribute_not_exists(${name})`),
      fc.tuple(names, operand).map(([name, prefix]) => `begins_with(${name}, ${prefix})`),
      fc.tuple(names, operand).map(([name, part]) => `contains(${name}, ${part})`),
      fc.tuple(names, comparison).map(([name, than]) => `size(${name}) ${than} :one`),
      tie('condition').map((inner) => `NOT (${inner})`),
      fc
        .tuple(tie('condition'), fc.constantFrom('AND', 'OR'), tie('condition'))
        .map(([one, and, other]) => `(${one}) ${and} (${other})`),
    ),
  }));
  const values = { ':zero': { N: '0' }, ':one': { N: '1' }, ':text': { S: 'text' }, ':t': { S: 't' } };
  const attribute = fc.constantFrom<AttributeValue>({ N: '0' }, { N: '1' }, { S: 'text' }, { S: 'x' }, { SS: ['t'] });

  it('holds for a request where it holds for the SDK, and is refused where the SDK’s is', async () => {
    await fc.assert(
      fc.asyncProperty(condition, attribute, attribute, async (expression, a, b) => {
        const used = ([name]: readonly [string, unknown]) => new RegExp(`${name}\\b`).test(expression);
        const expressionNames = Object.fromEntries(
          Object.entries({ '#a': 'a', '#b': 'b', '#none': 'none' }).filter(used),
        );
        const expressionValues = Object.fromEntries(Object.entries(values).filter(used));
        for (const at of ['1', '2'])
          await dynamoDb.call('PutItem', { TableName: table, Item: { device: { S: 'c' }, at: { N: at }, a, b } });

        const direct = client.send(
          new UpdateItemCommand({
            TableName: table,
            Key: { device: { S: 'c' }, at: { N: '1' } },
            UpdateExpression: 'SET done = :done',
            ConditionExpression: expression,
            ExpressionAttributeNames: expressionNames,
            ExpressionAttributeValues: { ...expressionValues, ':done': { BOOL: true } },
          }),
        );
        const refused = await direct.then(
          () => undefined,
          (error: unknown) => (error as Error).name.replace('ValidationException', 'DynamoDbException'),
        );
        const { result, error } = await source.invoke({
          operation: 'UpdateItem',
          key: { device: { S: 'c' }, at: { N: 2 } },
          update: { expression: 'SET done = :done', expressionValues: { ':done': { BOOL: true } } },
          condition: { expression, expressionNames, expressionValues },
        });
        expect(error?.type).toBe(refused && `DynamoDB:${refused}`);
        if (!refused) expect(result).toMatchObject({ done: true });
      }),
      { numRuns: 150 },
    );
  });
});
