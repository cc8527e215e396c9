import { describe, expect, it } from 'vitest';
import { contextWith, run, valueOf } from '../../../testing/evaluate.ts';

const key = { id: { S: '1' } };
const version = {
  expression: '(#version = :version_eq)',
  expressionNames: { '#version': 'version' },
  expressionValues: { ':version_eq': { N: 3 } },
};

describe('requests ("Built-in modules", "DynamoDB module functions")', () => {
  it.each([
    ["ddb.get({ key: { id: '1' } })", { operation: 'GetItem', key }],
    [
      "ddb.get({ key: { id: '1' }, consistentRead: true, projection: ['author', 'nested.object[1]'] })",
      {
        operation: 'GetItem',
        key,
        consistentRead: true,
        projection: {
          expression: '#author, #nested.#object[1]',
          expressionNames: { '#author': 'author', '#nested': 'nested', '#object': 'object' },
        },
      },
    ],
    [
      "ddb.put({ key: { id: '1' }, item: { value: 10, tags: ddb.toStringSet(['a']), none: null, gone: undefined } })",
      {
        operation: 'PutItem',
        key,
        attributeValues: { value: { N: 10 }, tags: { SS: ['a'] }, none: { NULL: null } },
      },
    ],
    [
      "ddb.put({ key: { id: '1' }, item: {}, condition: { version: { eq: 3 } } })",
      { operation: 'PutItem', key, attributeValues: {}, condition: version },
    ],
    ["ddb.remove({ key: { id: '1' } })", { operation: 'DeleteItem', key }],
    ["ddb.remove({ key: { id: '1' }, condition: null })", { operation: 'DeleteItem', key }],
    [
      "ddb.remove({ key: { id: '1' }, condition: { version: { eq: 3 } } })",
      { operation: 'DeleteItem', key, condition: version },
    ],
    ["ddb.scan({ limit: 10, nextToken: 'abc' })", { operation: 'Scan', limit: 10, nextToken: 'abc' }],
    [
      "ddb.query({ index: 'by-author', query: { author: { eq: 'a' }, id: { beginsWith: 'x' } }, limit: 20, nextToken: undefined })",
      {
        operation: 'Query',
        query: {
          expression: '#author = :author_eq AND begins_with(#id,:id_beginsWith)',
          expressionNames: { '#author': 'author', '#id': 'id' },
          expressionValues: { ':author_eq': { S: 'a' }, ':id_beginsWith': { S: 'x' } },
        },
        index: 'by-author',
        limit: 20,
      },
    ],
    ['ddb.sync({ limit: 10, lastSync: 1 })', { operation: 'Sync', limit: 10, lastSync: 1 }],
    [
      "ddb.batchGet({ tables: { post: { keys: [{ id: '1' }, { id: '2' }], consistentRead: false, projection: ['id'] } } })",
      {
        operation: 'BatchGetItem',
        tables: {
          post: {
            keys: [key, { id: { S: '2' } }],
            consistentRead: false,
            projection: { expression: '#id', expressionNames: { '#id': 'id' } },
          },
        },
      },
    ],
    [
      "ddb.batchPut({ tables: { post: [{ id: '1', value: 'x' }] } })",
      { operation: 'BatchPutItem', tables: { post: [{ id: { S: '1' }, value: { S: 'x' } }] } },
    ],
    ["ddb.batchDelete({ tables: { post: [{ id: '1' }] } })", { operation: 'BatchDeleteItem', tables: { post: [key] } }],
    [
      "ddb.transactGet({ items: [{ table: 'post', key: { id: '1' }, projection: ['name'] }] })",
      {
        operation: 'TransactGetItems',
        transactItems: [
          { table: 'post', key, projection: { expression: '#name', expressionNames: { '#name': 'name' } } },
        ],
      },
    ],
    [
      `ddb.transactWrite({ items: [
        { putItem: { table: 'post', key: { id: '1' }, item: { a: 1 } } },
        { deleteItem: { table: 'post', key: { id: '1' } } },
        { updateItem: { table: 'post', key: { id: '1' }, update: { a: 2 }, condition: { version: { eq: 3 } } } },
        { conditionCheck: { table: 'post', key: { id: '1' }, condition: { version: { eq: 3 } } } },
      ] })`,
      {
        operation: 'TransactWriteItems',
        transactItems: [
          { table: 'post', operation: 'PutItem', key, attributeValues: { a: { N: 1 } } },
          { table: 'post', operation: 'DeleteItem', key },
          {
            table: 'post',
            operation: 'UpdateItem',
            key,
            update: {
              expression: 'SET #expName_1 = :expValue_1',
              expressionNames: { '#expName_1': 'a' },
              expressionValues: { ':expValue_1': { N: 2 } },
            },
            condition: version,
          },
          { table: 'post', operation: 'ConditionCheck', key, condition: version },
        ],
      },
    ],
    ["ddb.toStringSet(['a', 'b', 'c'])", { SS: ['a', 'b', 'c'] }],
    // As AppSync answers, though the declarations say strings (localstack/appsync-utils, whose tests record AWS).
    ['ddb.toNumberSet([1, 2, 3])', { NS: [1, 2, 3] }],
    ["ddb.toBinarySet(['SGVsbG8=', 'V29ybGQ='])", { BS: ['SGVsbG8=', 'V29ybGQ='] }],
  ])('%s', (expression, request) => {
    expect(valueOf(expression)).toEqual(request);
  });

  it.each([
    ['ddb.get({})', 'get: key'],
    ['ddb.get({ key: ctx.args.none })', 'get: key'],
    ['ddb.query({ query: { id: { eq: ctx.args.none } } })', 'id takes exactly one operator'],
    ['ddb.query({ query: { id: { eq: 1, gt: 2 } } })', 'id takes exactly one operator'],
    ['ddb.query({ query: {} })', 'no key condition'],
    ["ddb.update({ key: { id: '1' }, update: {} })", 'nothing to update'],
    ['ddb.transactWrite({ items: [{}] })', 'putItem, updateItem, deleteItem and conditionCheck'],
    ["ddb.put({ key: { id: '1' }, item: {}, condition: { version: { eq: ctx.args.none } } })", 'without an operator'],
  ])('%s fails', (expression, message) => {
    const { error } = run(`return ${expression};`, contextWith());
    expect(error?.errorType).toBe('Code');
    expect(error?.message).toContain(message);
  });
});

describe('operations of update ("Built-in modules", "Operations")', () => {
  it.each([
    ['ddb.operations.add(10)', 'SET #expName_1 = :expValue_1', { N: 10 }],
    ['ddb.operations.replace({ a: 10 })', 'SET #expName_1 = :expValue_1', { M: { a: { N: 10 } } }],
    ['ddb.operations.replace(null)', 'SET #expName_1 = :expValue_1', { NULL: null }],
    ['ddb.operations.increment(10)', 'SET #expName_1 = #expName_1 + :expValue_1', { N: 10 }],
    ['ddb.operations.increment()', 'SET #expName_1 = #expName_1 + :expValue_1', { N: 1 }],
    ['ddb.operations.decrement(0)', 'SET #expName_1 = #expName_1 - :expValue_1', { N: 0 }],
    ['ddb.operations.append([1])', 'SET #expName_1 = list_append(#expName_1, :expValue_1)', { L: [{ N: 1 }] }],
    ['ddb.operations.prepend([1])', 'SET #expName_1 = list_append(:expValue_1, #expName_1)', { L: [{ N: 1 }] }],
    ["[ddb.operations.updateListItem('b', 1)]", 'SET #expName_1[1] = :expValue_1', { S: 'b' }],
    ["ddb.toStringSet(['a'])", 'SET #expName_1 = :expValue_1', { SS: ['a'] }],
    ['[1]', 'SET #expName_1 = :expValue_1', { L: [{ N: 1 }] }],
    ['0', 'SET #expName_1 = :expValue_1', { N: 0 }],
    ['false', 'SET #expName_1 = :expValue_1', { BOOL: false }],
    ["''", 'SET #expName_1 = :expValue_1', { S: '' }],
    ['null', 'SET #expName_1 = :expValue_1', { NULL: null }],
  ])('%s', (value, expression, written) => {
    expect(valueOf(`ddb.update({ key: { id: '1' }, update: { field: ${value} } }).update`)).toEqual({
      expression,
      expressionNames: { '#expName_1': 'field' },
      expressionValues: { ':expValue_1': written },
    });
  });

  it('removes, and writes only the members that a nested object has', () => {
    const update =
      "{ a: ddb.operations.remove(), b: undefined, address: { city: 'Oslo', zip: ddb.operations.remove() }, c: 1 }";
    expect(valueOf(`ddb.update({ key: { id: '1' }, update: ${update} }).update`)).toEqual({
      expression:
        'SET #expName_1.#expName_2 = :expValue_1, #expName_3 = :expValue_2 REMOVE #expName_4, #expName_1.#expName_5',
      expressionNames: {
        '#expName_1': 'address',
        '#expName_2': 'city',
        '#expName_3': 'c',
        '#expName_4': 'a',
        '#expName_5': 'zip',
      },
      expressionValues: { ':expValue_1': { S: 'Oslo' }, ':expValue_2': { N: 1 } },
    });
  });
});
