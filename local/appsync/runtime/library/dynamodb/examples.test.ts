import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contextWith, valueOf } from '../../../testing/evaluate.ts';

const key = { id: { S: '1' } };

describe('the examples of "Built-in modules"', () => {
  const update = (text: string): unknown => valueOf(`ddb.update({ key: { id: 1 }, update: ${text} })`);
  const numbers = { L: [{ N: 101 }, { N: 104 }, { N: 111 }] };
  const address = { street1: '123 Main St', city: 'New York', zip: '10001' };
  const written = { M: { street1: { S: '123 Main St' }, city: { S: 'New York' }, zip: { S: '10001' } } };

  it.each([
    [
      `{ address: ddb.operations.add(${JSON.stringify(address)}) }`,
      'SET #expName_1 = :expValue_1',
      { '#expName_1': 'address' },
      { ':expValue_1': written },
    ],
    [
      '{ friendsIds: ddb.operations.append([101, 104, 111]) }',
      'SET #expName_1 = list_append(#expName_1, :expValue_1)',
      { '#expName_1': 'friendsIds' },
      { ':expValue_1': numbers },
    ],
    [
      '{ friendsIds: ddb.operations.prepend([101, 104, 111]) }',
      'SET #expName_1 = list_append(:expValue_1, #expName_1)',
      { '#expName_1': 'friendsIds' },
      { ':expValue_1': numbers },
    ],
    [
      '{ friendsCount: ddb.operations.decrement(10) }',
      'SET #expName_1 = #expName_1 - :expValue_1',
      { '#expName_1': 'friendsCount' },
      { ':expValue_1': { N: 10 } },
    ],
    [
      '{ friendsCount: ddb.operations.increment(10) }',
      'SET #expName_1 = #expName_1 + :expValue_1',
      { '#expName_1': 'friendsCount' },
      { ':expValue_1': { N: 10 } },
    ],
    [
      `{ info: { address: ddb.operations.replace(${JSON.stringify(address)}) } }`,
      'SET #expName_1.#expName_2 = :expValue_1',
      { '#expName_1': 'info', '#expName_2': 'address' },
      { ':expValue_1': written },
    ],
    [
      "{ friendsIds: [ddb.operations.updateListItem('102', 1), ddb.operations.updateListItem('112', 2)] }",
      'SET #expName_1[1] = :expValue_1, #expName_1[2] = :expValue_2',
      { '#expName_1': 'friendsIds' },
      { ':expValue_1': { S: '102' }, ':expValue_2': { S: '112' } },
    ],
  ])('%s', (text, expression, expressionNames, expressionValues) => {
    expect(update(text)).toEqual({
      operation: 'UpdateItem',
      key: { id: { N: 1 } },
      update: { expression, expressionNames, expressionValues },
    });
  });

  it.each([
    ['ddb.scan({ limit: ctx.args.limit, nextToken: ctx.args.none })', { operation: 'Scan', limit: 10 }],
    [
      "ddb.sync({ limit: ctx.args.limit, nextToken: 'abc', lastSync: 1 })",
      { operation: 'Sync', limit: 10, nextToken: 'abc', lastSync: 1 },
    ],
    [
      "ddb.query({ query: { name: { eq: 'John' }, age: { gt: 20 } } })",
      {
        operation: 'Query',
        query: {
          expression: '#name = :name_eq AND #age > :age_gt',
          expressionNames: { '#name': 'name', '#age': 'age' },
          expressionValues: { ':name_eq': { S: 'John' }, ':age_gt': { N: 20 } },
        },
      },
    ],
    [
      "ddb.remove({ key: { id: 'X' }, condition: { owner: { eq: 'Y' } } })",
      {
        operation: 'DeleteItem',
        key: { id: { S: 'X' } },
        condition: {
          expression: '(#owner = :owner_eq)',
          expressionNames: { '#owner': 'owner' },
          expressionValues: { ':owner_eq': { S: 'Y' } },
        },
      },
    ],
  ])('%s', (expression, request) => {
    expect(valueOf(expression, contextWith({ arguments: { limit: 10 } }))).toEqual(request);
  });
});

/** localstack/appsync-utils keeps tests whose answers it recorded from AWS, and says what surprised. */
describe('what AWS was seen to answer', () => {
  const update = (text: string) => valueOf(`ddb.update({ key: { id: '1' }, update: ${text} }).update`);

  it('leaves values out where an expression has none', () => {
    expect(valueOf("ddb.put({ key: { id: '1' }, item: {}, condition: { v: { attributeExists: true } } })")).toEqual({
      operation: 'PutItem',
      key,
      attributeValues: {},
      condition: { expression: '(attribute_exists(#v))', expressionNames: { '#v': 'v' } },
    });
    expect(update('{ a: ddb.operations.remove(), b: ddb.operations.remove() }')).toEqual({
      expression: 'REMOVE #expName_1, #expName_2',
      expressionNames: { '#expName_1': 'a', '#expName_2': 'b' },
    });
  });

  it('numbers placeholders in the order of the expression, not of the code', () => {
    expect(update('{ b: ddb.operations.remove(), a: ddb.operations.increment(1) }')).toEqual({
      expression: 'SET #expName_1 = #expName_1 + :expValue_1 REMOVE #expName_2',
      expressionNames: { '#expName_1': 'a', '#expName_2': 'b' },
      expressionValues: { ':expValue_1': { N: 1 } },
    });
  });

  it('keeps the versioning of a write', () => {
    const members = "_version: 3, customPartitionKey: 'cpk', populateIndexFields: true";
    expect(valueOf(`ddb.put({ key: { id: '1' }, item: { v: 1 }, ${members} })`)).toEqual({
      operation: 'PutItem',
      key,
      attributeValues: { v: { N: 1 } },
      _version: 3,
      customPartitionKey: 'cpk',
      populateIndexFields: true,
    });
  });
});

describe('every request of the module', () => {
  const names = fc.string({ unit: fc.constantFrom('a', 'b', '-', '_', 'é', ' '), minLength: 1, maxLength: 3 });
  const values = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null), fc.array(fc.integer()));
  const operators = fc.dictionary(fc.constantFrom('eq', 'ne', 'lt', 'contains', 'beginsWith'), values, { minKeys: 1 });

  interface Written {
    expression: string;
    expressionNames: Record<string, string>;
    expressionValues?: Record<string, unknown>;
  }

  it('names each attribute and value that its condition has, once', () => {
    fc.assert(
      fc.property(fc.dictionary(names, operators, { minKeys: 1 }), (condition) => {
        const context = contextWith({ arguments: { condition } });
        const request = valueOf("ddb.remove({ key: { id: '1' }, condition: ctx.args.condition }).condition", context);
        const { expression, expressionNames, expressionValues = {} } = request as Written;
        expect(new Set(Object.values(expressionNames))).toEqual(new Set(Object.keys(condition)));
        expect(Object.values(expressionNames)).toHaveLength(Object.keys(condition).length);
        const used = new Set(expression.match(/[#:]\w+/g));
        expect(used).toEqual(new Set([...Object.keys(expressionNames), ...Object.keys(expressionValues)]));
        expect(Object.keys(expressionValues)).toHaveLength(Object.values(condition).flatMap(Object.keys).length);
      }),
      { numRuns: 60 },
    );
  });

  it('sets each value of an update as it was given', () => {
    fc.assert(
      fc.property(fc.dictionary(names, values, { minKeys: 1 }), (update) => {
        const context = contextWith({ arguments: { update } });
        const request = valueOf("ddb.update({ key: { id: '1' }, update: ctx.args.update }).update", context);
        const { expression, expressionNames, expressionValues = {} } = request as Written;
        const sets = expression
          .replace('SET ', '')
          .split(', ')
          .map((set) => set.split(' = '));
        const written = sets.map(([name = '', value = '']) => [expressionNames[name], expressionValues[value]]);
        const wanted = valueOf('util.dynamodb.toMapValues(ctx.args.update)', context);
        expect(Object.fromEntries(written)).toEqual(wanted);
      }),
      { numRuns: 60 },
    );
  });
});
