import { describe, expect, it } from 'vitest';
import { accessOf, findWrongAccess } from './data-source-access.ts';

const HEAD =
  "import { batchGet, get, put as write, remove, transactWrite, update } from '@aws-appsync/utils/dynamodb';\n";
const importing = (names: string, body: string) => `import { ${names} } from '@aws-appsync/utils/dynamodb';\n${body}`;

describe('what code may ask of DynamoDB', () => {
  it.each([
    ['get', 'get({ key });', ['GetItem']],
    ['query', 'query({ query: {} });', ['Query']],
    ['batchGet', 'batchGet({ tables: {} });', ['BatchGetItem']],
    ['batchPut, batchDelete', '', ['BatchWriteItem']],
    ['put', 'put({ key, item });', ['PutItem']],
    ['put as write', 'write({ key, item, condition });', ['GetItem', 'PutItem']],
    ['update', 'update({ key, condition: { version: { eq: 1 } } });', ['GetItem', 'UpdateItem']],
    ['remove', 'remove({ key, ...more });', ['DeleteItem', 'GetItem']],
    ['remove', 'remove(input);', ['DeleteItem', 'GetItem']],
    [
      'transactWrite',
      'transactWrite({ items: [{ putItem: { condition: {} } }, check()] }); function check() { return { conditionCheck: {} }; }',
      ['ConditionCheckItem', 'PutItem'],
    ],
    ['transactWrite', 'const items = [{ updateItem: {} }, { deleteItem: {} }];', ['DeleteItem', 'UpdateItem']],
    ['operations', "const item = { table, operation: 'PutItem', condition: {} };", ['PutItem']],
    ['operations', "const item = { table, operation: 'ConditionCheck', condition: {} };", ['ConditionCheckItem']],
    ['operations', "const request = { operation: 'UpdateItem', condition: {} };", ['GetItem', 'UpdateItem']],
    ['operations', "const request = { operation: 'DeleteItem', ...more };", ['DeleteItem', 'GetItem']],
    ['operations', "const request = { operation: 'TransactWriteItems' };", []],
    ['operations', "const request = { operation: 'Invoke' };", []],
    ['operations', 'const putItem = { putItem: 1 };', []],
  ])('with %s: %s', (names, body, actions) => {
    expect([...accessOf(importing(names, body)).actions].sort()).toEqual(actions);
  });

  it('names the tables of its placeholders', () => {
    expect([...accessOf(`const a = "__TABLE_devices__", b = { "__TABLE_x2__": "__TABLE_devices__" };`).tables]).toEqual(
      ['devices', 'x2'],
    );
  });

  it('cannot be told of a module that is imported as a whole', () => {
    expect(() => accessOf("import * as ddb from '@aws-appsync/utils/dynamodb';")).toThrow('by name');
  });
});

describe('the rights of a data source', () => {
  const source = (tables: string[], actions: string[]) => ({
    type: 'AMAZON_DYNAMODB' as const,
    table: tables[0]!,
    tables,
    actions: actions.map((action) => `dynamodb:${action}`),
  });
  const functions = { step: { dataSource: 'a', code: importing('get', 'get({});') } };
  const resolvers = {
    'Query.x': { kind: 'UNIT' as const, dataSource: 'a', code: importing('batchGet', 'const T = "__TABLE_b__";') },
    'Query.y': { kind: 'PIPELINE' as const, functions: ['step'], code: HEAD },
  };

  it('are those that its resolvers and functions need', () => {
    const dataSources = { a: source(['a', 'b'], ['GetItem', 'BatchGetItem']), none: { type: 'NONE' as const } };
    expect(findWrongAccess({ authorization: [], dataSources, functions, resolvers })).toEqual([]);
  });

  it('are neither less nor more', () => {
    const dataSources = { a: source(['a', 'c'], ['GetItem', 'Query']) };
    expect(findWrongAccess({ authorization: [], dataSources, functions, resolvers })).toEqual([
      'data source a lacks the action dynamodb:BatchGetItem',
      'data source a has dynamodb:Query, which no code needs',
      'data source a lacks the table b',
      'data source a has the table c, which no code names',
    ]);
  });
});
